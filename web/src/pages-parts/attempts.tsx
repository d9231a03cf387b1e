import type { Story } from "../api/shapes";
import { count, ms, usd } from "../lib/format";
import { t } from "../texts";
import { Badge, Card, Empty, ZoneMark } from "../ui/kit";

/** Attempts as bars on the request's own time line; the notch is the first token. */
export function Attempts({ story }: { story: Story }) {
  const end = Math.max(
    story.outcome?.latency_ms ?? 0,
    ...story.attempts.map((one) => one.started_ms - story.at_ms + one.latency_ms),
    1,
  );
  return (
    <Card title={t.story.attempts}>
      {story.passed_over.length ? (
        <ul className="mb-4 flex flex-col gap-2 text-sm">
          {story.passed_over.map((one) => (
            <li key={`${one.deployment} ${one.error}`} className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <b className="font-medium wrap-anywhere">{one.deployment}</b>
              <Badge tone="warn">{t.story.notAsked}</Badge>
              <span className="text-faint wrap-anywhere">{one.reason}</span>
            </li>
          ))}
        </ul>
      ) : null}
      {story.attempts.length ? (
        <ol className="flex flex-col gap-4">
          {story.attempts.map((one) => {
            const from = Math.max(0, one.started_ms - story.at_ms);
            return (
              <li key={one.number} className="text-sm">
                <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
                  <b className="font-medium wrap-anywhere">{one.deployment}</b>
                  <ZoneMark zone={one.zone} />
                  <Badge tone={one.status === "ok" ? "good" : one.status === "failed" ? "bad" : "warn"}>
                    {one.status}
                    {one.error ? `: ${one.error}` : ""}
                  </Badge>
                  <span className="ml-auto text-faint tabular-nums">
                    {one.queued_ms ? `${t.story.queued} ${ms(one.queued_ms)} · ` : ""}
                    {t.story.firstToken} {ms(one.ttft_ms)} · {ms(one.latency_ms)}
                  </span>
                </div>
                <div aria-hidden className="relative mt-1.5 h-4 rounded bg-page">
                  <span
                    className="absolute inset-y-0 rounded"
                    style={{
                      left: `${(100 * from) / end}%`,
                      width: `${Math.max(0.5, (100 * one.latency_ms) / end)}%`,
                      background: one.status === "ok" ? `var(--${one.zone})` : "var(--bad)",
                    }}
                  />
                  {one.ttft_ms === null ? null : (
                    <span className="absolute inset-y-0 w-0.5 bg-ink" style={{ left: `${Math.min(99.5, (100 * (from + one.ttft_ms)) / end)}%` }} />
                  )}
                </div>
              </li>
            );
          })}
          <li aria-hidden className="flex justify-between text-xs text-faint tabular-nums">
            <span>0 ms</span>
            <span>{ms(end)}</span>
          </li>
        </ol>
      ) : (
        <Empty>{story.outcome ? t.story.noAttempts : t.story.sentence.running}</Empty>
      )}
    </Card>
  );
}

/** What was set aside, and what was taken of it. */
export function Money({ story }: { story: Story }) {
  const plan = new Map(story.decision.plan.map((step) => [step.deployment, step.worst_case_usd]));
  const reserved = story.attempts.reduce((sum, one) => sum + (plan.get(one.deployment) ?? 0), 0);
  const settled = story.attempts.reduce((sum, one) => sum + one.cost_usd, 0);
  const rejected = story.attempts.reduce((sum, one) => sum + (one.status === "rejected" ? one.cost_usd : 0), 0);
  const top = Math.max(reserved, settled) || 1;
  const tokens = story.attempts.reduce((sum, one) => [sum[0] + one.input_tokens, sum[1] + one.output_tokens] as [number, number], [0, 0] as [number, number]);
  return (
    <Card title={t.story.money}>
      <dl className="flex flex-col gap-3 text-sm">
        {(
          [
            [t.story.reserved, reserved, "var(--line)"],
            [t.story.settled, settled, "var(--accent)"],
            ...(rejected ? [[t.story.rejected, rejected, "var(--bad)"] as const] : []),
          ] as const
        ).map(([name, value, colour]) => (
          <div key={name}>
            <dt className="text-faint">{name}</dt>
            <dd className="flex items-center gap-3">
              <span aria-hidden className="h-3 flex-1 rounded-full bg-page">
                <span className="block h-full rounded-full" style={{ width: `${(100 * value) / top}%`, background: colour }} />
              </span>
              <b className="min-w-16 text-right font-medium tabular-nums">{usd(value)}</b>
            </dd>
          </div>
        ))}
        <div className="flex justify-between gap-2">
          <dt className="text-faint">{t.story.tokensInOut}</dt>
          <dd className="tabular-nums">
            {count(tokens[0])} / {count(tokens[1])}
          </dd>
        </div>
        {story.attempts.some((one) => !one.cost_known) ? <p className="text-warn">{t.story.priceUnknown}</p> : null}
      </dl>
    </Card>
  );
}
