import { useState } from "react";
import { send } from "../api/client";
import type { Budget } from "../api/shapes";
import { usd } from "../lib/format";
import { useChange } from "../lib/useChange";
import { t } from "../texts";
import { Button, Card, Empty, Field, Problem, Select, Tick } from "../ui/kit";
import { BudgetMeter } from "../ui/meter";

type Scope = keyof typeof t.projects.scopes;

/** What the window will have cost at the pace of its first part; nothing for a budget without an end. */
function forecast(budget: Budget, now: Date): number | null {
  const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()));
  const until = new Date(from);
  if (!["daily", "weekly", "monthly"].includes(budget.window)) return null;
  if (budget.window === "daily") until.setUTCDate(until.getUTCDate() + 1);
  if (budget.window === "weekly") {
    from.setUTCDate(from.getUTCDate() - ((from.getUTCDay() + 6) % 7));
    until.setTime(from.getTime() + 7 * 86_400_000);
  }
  if (budget.window === "monthly") {
    from.setUTCDate(1);
    until.setTime(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1, 1));
  }
  const gone = (now.getTime() - from.getTime()) / (until.getTime() - from.getTime());
  return gone > 0.02 ? budget.spent_usd / gone : null;
}

/** What a project, or a part of what it does, may spend. */
export function Budgets({ id, budgets }: { id: string; budgets: Budget[] }) {
  const remove = useChange(id, (budget: Budget) =>
    send("DELETE", "/api/projects/{ident}/budgets/{budget_id}", { path: { ident: id, budget_id: budget.id } }),
  );
  return (
    <Card title={t.projects.budgets}>
      {budgets.length ? (
        <ul className="mb-4 flex flex-col gap-4">
          {budgets.map((budget) => (
            <li key={`${budget.id} ${budget.subject}`} className="flex items-start gap-3">
              <div className="min-w-0 flex-1">
                <BudgetMeter budget={budget} name={covers(budget)} />
                <Ends budget={budget} />
              </div>
              <Button
                kind="quiet"
                disabled={remove.isPending}
                aria-label={`${t.projects.removeBudget}: ${covers(budget) || usd(budget.amount_usd)}`}
                onClick={() => {
                  if (window.confirm(t.projects.removeBudgetSure)) remove.mutate(budget);
                }}
              >
                {t.projects.removeBudget}
              </Button>
            </li>
          ))}
        </ul>
      ) : (
        <Empty>{t.projects.noBudget}</Empty>
      )}
      {remove.error ? <Problem error={remove.error} /> : null}
      <NewBudget id={id} />
    </Card>
  );
}

function Ends({ budget }: { budget: Budget }) {
  const end = forecast(budget, new Date());
  if (end === null || budget.spent_usd <= 0) return null;
  return (
    <p className={end > budget.amount_usd ? "text-xs font-medium text-warn" : "text-xs text-faint"}>{t.projects.forecast(usd(end))}</p>
  );
}

/** Of what the budget is, in words; nothing for one of the whole project. */
function covers(budget: Budget): string {
  const whose = budget.subject || budget.value;
  const parts = [budget.scope === "project" ? "" : `${t.projects.scopes[budget.scope as Scope] ?? budget.scope} ${whose}`.trim()];
  parts.push(...budget.tiers, ...budget.models);
  return parts.filter(Boolean).join(", ");
}

function NewBudget({ id }: { id: string }) {
  const [amount, setAmount] = useState("");
  const [period, setPeriod] = useState<keyof typeof t.projects.windows>("monthly");
  const [scope, setScope] = useState<Scope>("project");
  const [value, setValue] = useState("");
  const [pressure, setPressure] = useState("");
  const [hard, setHard] = useState(true);
  const set = useChange(
    id,
    () =>
      send("PUT", "/api/projects/{ident}/budget", {
        path: { ident: id },
        body: { amount: Number(amount), window: period, hard, scope, value: scope === "project" ? "" : value, pressure: Number(pressure) || 0 },
      }),
    () => setAmount(""),
  );
  return (
    <form
      aria-label={t.projects.setBudget}
      className="flex flex-col gap-3 border-t border-line pt-3"
      onSubmit={(event) => {
        event.preventDefault();
        set.mutate(undefined);
      }}
    >
      <div className="grid grid-cols-2 gap-3">
        <Field label={t.projects.amount}>
          {(props) => (
            <input {...props} type="number" min={0} step="any" required value={amount} onChange={(event) => setAmount(event.target.value)} />
          )}
        </Field>
        <Select
          label={t.projects.window}
          value={period}
          options={Object.entries(t.projects.windows) as [keyof typeof t.projects.windows, string][]}
          onChange={setPeriod}
        />
        <Select label={t.projects.scope} value={scope} options={Object.entries(t.projects.scopes) as [Scope, string][]} onChange={setScope} />
        {scope === "project" ? null : (
          <Field label={t.projects.scopeValue} hint={t.projects.scopeHints[scope]}>
            {(props) => <input {...props} maxLength={200} required={scope === "tag"} value={value} onChange={(event) => setValue(event.target.value)} />}
          </Field>
        )}
        <Field label={t.projects.pressure} hint={t.projects.pressureHint}>
          {(props) => (
            <input {...props} type="number" min={0} max={99} placeholder="0" value={pressure} onChange={(event) => setPressure(event.target.value)} />
          )}
        </Field>
      </div>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Tick label={t.projects.hard} checked={hard} onChange={setHard} />
        <Button type="submit" kind="primary" disabled={set.isPending || amount === ""}>
          {t.projects.setBudget}
        </Button>
      </div>
      {set.error ? <Problem error={set.error} /> : null}
    </form>
  );
}
