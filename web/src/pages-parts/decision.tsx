/** The decision as a picture: what was asked on the left, everybody who could have answered on the right. */

import type { Decision } from "../api/shapes";
import { TIERS, ZONES } from "../api/shapes";
import { count, usd } from "../lib/format";
import { t } from "../texts";
import { Badge, Card, cx, SensitivityMark, tierColour, TierMark, ZoneMark } from "../ui/kit";

export function Features({ decision }: { decision: Decision }) {
  return (
    <Card title={t.story.features}>
      <dl className="flex flex-col gap-4 text-sm">
        <div>
          <dt className="mb-1 text-xs text-faint">{t.story.difficulty}</dt>
          <dd>
            <Difficulty decision={decision} />
          </dd>
        </div>
        <div>
          <dt className="mb-1 text-xs text-faint">{t.requests.sensitivity}</dt>
          <dd className="flex flex-wrap items-center gap-2">
            <SensitivityMark value={decision.sensitivity} />
            {decision.findings.length ? (
              <span>
                {t.story.findings}:{" "}
                {decision.findings.map((one) => (
                  <code key={one.rule} className="mr-2 font-mono text-xs">
                    {one.rule} ×{one.count}
                  </code>
                ))}
              </span>
            ) : (
              <span className="text-faint">{t.story.noFindings}</span>
            )}
          </dd>
        </div>
        <div>
          <dt className="mb-1 text-xs text-faint">{t.story.reach}</dt>
          <dd>
            <Reach decision={decision} />
          </dd>
        </div>
      </dl>
      <dl className="mt-4 flex flex-wrap gap-x-8 gap-y-2 text-sm">
          <div>
            <dt className="text-xs text-faint">{t.story.input}</dt>
            <dd>
              {count(decision.input_tokens)} {t.unit.tokens}
            </dd>
          </div>
          <div>
            <dt className="text-xs text-faint">{t.story.needs}</dt>
            <dd>{decision.needs.length ? decision.needs.join(", ") : t.common.none}</dd>
          </div>
          <div>
            <dt className="text-xs text-faint">{t.common.tier}</dt>
            <dd>
              <TierMark tier={decision.tier} />
            </dd>
          </div>
      </dl>
    </Card>
  );
}

function Difficulty({ decision }: { decision: Decision }) {
  const at = decision.difficulty;
  return (
    <>
      <div aria-hidden className="relative h-3 rounded-full" style={{ background: `linear-gradient(90deg, ${TIERS.map(tierColour).join(",")})` }}>
        {at === null ? null : (
          <span
            className="absolute -top-1 h-5 w-1.5 -translate-x-1/2 rounded-full border-2 border-card bg-ink"
            style={{ left: `${Math.min(99, Math.max(1, 100 * at))}%` }}
          />
        )}
      </div>
      <p className="mt-1.5">
        {at === null ? (
          <span className="text-warn">{t.story.unsure}</span>
        ) : (
          <>
            <b>{at.toFixed(2)}</b> <span className="text-faint">({t.story.confidence} {decision.confidence.toFixed(2)})</span>
          </>
        )}
      </p>
    </>
  );
}

function Reach({ decision }: { decision: Decision }) {
  const far = ZONES.indexOf(decision.reach);
  return (
    <ol className="flex flex-wrap items-center gap-1">
      {ZONES.map((zone, place) => (
        <li key={zone} className="flex items-center gap-1">
          {place ? <span aria-hidden className="text-faint">→</span> : null}
          <span className={cx("rounded-md border px-2 py-0.5", place <= far ? "border-line" : "border-dashed border-line line-through")}>
            {place <= far ? <ZoneMark zone={zone} /> : <span className="text-faint">{zone}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}

export function Candidates({ decision, answeredBy }: { decision: Decision; answeredBy: string | null }) {
  return (
    <Card title={t.story.candidates}>
      <h3 className="mb-2 text-xs font-medium text-faint">{t.story.planned}</h3>
      {decision.plan.length ? (
        <ol className="flex flex-col gap-2">
          {decision.plan.map((step, place) => {
            const won = step.deployment === answeredBy;
            return (
              <li
                key={step.deployment}
                className={cx(
                  "grid grid-cols-[1.75rem_1fr] items-center gap-x-2 gap-y-1 sm:grid-cols-[1.75rem_1fr_auto] rounded-lg border px-3 py-2 text-sm",
                  won ? "border-accent bg-accent-soft" : "border-line",
                )}
              >
                <span className="grid size-6 place-items-center rounded-full bg-page text-xs font-semibold">{place + 1}</span>
                <span className="min-w-0">
                  <b className="font-medium wrap-anywhere">{step.deployment}</b>{" "}
                  {won ? <Badge tone="good">{t.requests.answered.toLowerCase()}</Badge> : null}
                  <span className="block text-faint wrap-anywhere">{step.reason}</span>
                </span>
                <span className="col-start-2 sm:col-start-3 sm:text-right">
                  <TierMark tier={step.tier} />
                  <span className="block text-xs text-faint">
                    {step.worst_case_usd ? `${t.story.atMost} ${usd(step.worst_case_usd)}` : t.common.free}
                  </span>
                </span>
              </li>
            );
          })}
        </ol>
      ) : (
        <p className="text-sm text-bad">{t.requests.refused}</p>
      )}
      <h3 className="mt-4 mb-2 text-xs font-medium text-faint">{t.story.dropped}</h3>
      {decision.dropped.length ? (
        <ul className="flex flex-col gap-1.5">
          {decision.dropped.map((loss) => (
            <li key={loss.deployment} className="rounded-lg border border-dashed border-line px-3 py-2 text-sm">
              <span className="flex flex-wrap items-center gap-2">
                <span className="min-w-0 wrap-anywhere line-through decoration-faint">{loss.deployment}</span>
                <Badge tone="warn">{loss.rule}</Badge>
              </span>
              <span className="block text-faint wrap-anywhere">{loss.reason}</span>
            </li>
          ))}
        </ul>
      ) : (
        <p className="text-sm text-faint">{t.story.noneDropped}</p>
      )}
    </Card>
  );
}
