import type { Schema } from "../api/client";
import { count, share, usd } from "../lib/format";
import { t } from "../texts";
import { cx } from "../ui/kit";

type Told = Schema<"Trial">;

/** What the thresholds in hand would cost and how good they would be, beside those in force. */
export function Trial({ told, busy }: { told: Told | undefined; busy: boolean }) {
  if (!told) return null;
  const { present, tried } = told;
  if (!present || !tried) return <p className="text-sm text-faint">{t.curve.needs(count(told.needed), count(told.requests))}</p>;
  const rows = [
    { name: t.trial.quality, now: share(present.quality, 1), then: share(tried.quality, 1), by: tried.quality - present.quality, good: 1 },
    { name: t.trial.cost, now: usd(present.cost_usd), then: usd(tried.cost_usd), by: tried.cost_usd - present.cost_usd, good: -1 },
    { name: t.trial.cloud, now: share(present.cloud, 1), then: share(tried.cloud, 1), by: tried.cloud - present.cloud, good: -1 },
    { name: t.trial.moves, now: "", then: `${count(tried.moves)} / ${count(told.requests)}`, by: 0, good: 0 },
  ];
  return (
    <dl role="status" aria-busy={busy} className={cx("grid grid-cols-2 gap-3 lg:grid-cols-4", busy && "opacity-60")}>
      {rows.map((row) => (
        <div key={row.name} className="rounded-lg border border-line bg-page px-3 py-2">
          <dt className="text-xs text-faint">{row.name}</dt>
          <dd className={cx("text-lg font-semibold tabular-nums", row.by * row.good > 0 ? "text-good" : row.by * row.good < 0 ? "text-warn" : "")}>
            {row.now && row.by ? (
              <>
                <span className="text-sm font-normal text-faint">{row.now} → </span>
                {row.then}
              </>
            ) : (
              row.then
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
