import { useState } from "react";
import { count, share, usd } from "../lib/format";
import type { Period } from "../lib/queries";
import { useSavings } from "../lib/savings";
import { t } from "../texts";
import { Badge, Card, Empty, Problem, Select } from "../ui/kit";

/** What the same answers would have cost on one model, less everything that was paid. */
export function Savings({ period }: { period: Period }) {
  const [baseline, setBaseline] = useState("");
  const { found, error } = useSavings(period, baseline);
  const told = found?.told;
  return (
    <Card title={t.usage.savings} actions={found?.simulated ? <Badge>{t.usage.simulated}</Badge> : null}>
      {error ? <Problem error={error} /> : null}
      {told ? (
        <div className="flex flex-col gap-3">
          <Select
            label={t.usage.against}
            value={told.baselineModel}
            options={told.baselines.map((one) => [one, one] as const)}
            onChange={setBaseline}
          />
          {told.answers ? (
            <>
              <p className="text-2xl font-semibold tabular-nums">
                {told.saved < 0
                  ? t.usage.spentMore(usd(-told.saved))
                  : t.usage.savedUsd(usd(told.saved), share(told.savedShare ?? 0, 1))}
              </p>
              <p className="text-sm">{t.usage.savedOf(usd(told.paid), usd(told.baseline), told.baselineModel, count(told.answers))}</p>
              <p className="text-sm">{t.usage.atLeast(usd(told.atLeast))}</p>
            </>
          ) : (
            <Empty>{t.usage.noAnswers}</Empty>
          )}
          {told.unpricedAttempts ? <p className="text-sm text-warn">{t.usage.unpricedSaved(count(told.unpricedAttempts))}</p> : null}
          <p className="text-sm text-faint">{t.usage.method}</p>
        </div>
      ) : null}
    </Card>
  );
}
