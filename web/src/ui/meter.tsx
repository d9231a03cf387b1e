import { t } from "../texts";
import type { Budget } from "../api/shapes";
import { usd } from "../lib/format";
import { Badge, cx } from "./kit";

function windowNamed(window: string): string {
  return (t.projects.windows as Record<string, string>)[window] ?? t.projects.rolling(window);
}

/** A budget as a bar: spent, set aside, and how near the cap is. */
export function BudgetMeter({ budget, name }: { budget: Budget; name?: string }) {
  const of = budget.amount_usd || 1e-9;
  const spent = Math.min(1, budget.spent_usd / of);
  const held = Math.min(1 - spent, budget.reserved_usd / of);
  const colour = spent > 0.95 ? "bg-bad" : spent > 0.8 ? "bg-warn" : "bg-accent";
  return (
    <div className="flex flex-col gap-1 text-sm">
      <div className="flex flex-wrap items-baseline justify-between gap-2">
        <span className="min-w-0 wrap-anywhere">
          {name ? <b className="mr-2 font-medium">{name}</b> : null}
          {t.projects.spent(usd(budget.spent_usd), usd(budget.amount_usd))} {windowNamed(budget.window)}
        </span>
        <Badge tone={spent > 0.95 ? "bad" : spent > 0.8 ? "warn" : "plain"}>
          {budget.hard ? t.projects.hardShort : t.projects.soft}
        </Badge>
      </div>
      <div aria-hidden className="flex h-2.5 overflow-hidden rounded-full bg-line">
        <span className={cx("h-full", colour)} style={{ width: `${100 * spent}%` }} />
        <span className={cx("h-full opacity-40", colour)} style={{ width: `${100 * held}%` }} />
      </div>
      {budget.reserved_usd > 0 ? <span className="text-xs text-faint">{t.projects.reserved(usd(budget.reserved_usd))}</span> : null}
    </div>
  );
}
