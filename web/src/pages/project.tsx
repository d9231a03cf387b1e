import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { send } from "../api/client";
import type { Budget, Token } from "../api/shapes";
import { day, moment, usd } from "../lib/format";
import { project } from "../lib/queries";
import { PolicyEditor } from "../pages-parts/policy-editor";
import { t } from "../texts";
import { Dialog } from "../ui/dialog";
import { Asked, Badge, Button, Card, Empty, Field, Page, Problem, Select, Tick } from "../ui/kit";
import { BudgetMeter } from "../ui/meter";
import { Table } from "../ui/table";
import { TokenOnce } from "./projects";

export function Project() {
  const { id } = useParams({ from: "/projects/$id" });
  const query = useQuery({ ...project(id), refetchInterval: 10_000 });
  const [removing, setRemoving] = useState(false);
  return (
    <Page
      title={query.data?.name ?? t.common.project}
      lead={<code className="font-mono text-xs break-all">{id}</code>}
      actions={
        <>
          <Link to="/requests" search={{ projectId: id }} className="self-center text-sm text-accent underline">
            {t.requests.title}
          </Link>
          <Button kind="danger" onClick={() => setRemoving(true)}>
            {t.projects.remove}
          </Button>
        </>
      }
    >
      <Asked query={query}>
        {(data) => (
          <>
            <div className="grid gap-4 xl:grid-cols-2">
              <Budgets id={id} budgets={data.budgets} />
              <Tokens id={id} tokens={data.tokens} />
            </div>
            <PolicyEditor key={data.policy_version} id={id} policy={data.policy} />
            {removing ? <Remove id={id} name={data.name} onClose={() => setRemoving(false)} /> : null}
          </>
        )}
      </Asked>
    </Page>
  );
}

function useChange<V>(id: string, change: (value: V) => Promise<unknown>, done?: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["projects"] });
      await client.invalidateQueries({ queryKey: ["projects", id] });
      done?.();
    },
  });
}

/** What the window will have cost at the pace of its first part; nothing for a budget without an end. */
export function forecast(budget: Budget, now: Date): number | null {
  const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()));
  const until = new Date(from);
  if (budget.window === "total") return null;
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

function Budgets({ id, budgets }: { id: string; budgets: Budget[] }) {
  const [amount, setAmount] = useState("");
  const [period, setPeriod] = useState<Budget["window"]>("monthly");
  const [hard, setHard] = useState(true);
  const set = useChange(
    id,
    () =>
      send("PUT", "/api/projects/{ident}/budget", {
        path: { ident: id },
        body: { amount: Number(amount), window: period, hard },
      }),
    () => setAmount(""),
  );
  return (
    <Card title={t.projects.budgets}>
      {budgets.length ? (
        <ul className="mb-4 flex flex-col gap-4">
          {budgets.map((budget) => {
            const end = forecast(budget, new Date());
            return (
              <li key={budget.id}>
                <BudgetMeter budget={budget} />
                {end !== null && budget.spent_usd > 0 ? (
                  <p className={end > budget.amount_usd ? "text-xs font-medium text-warn" : "text-xs text-faint"}>
                    {t.projects.forecast(usd(end))}
                  </p>
                ) : null}
              </li>
            );
          })}
        </ul>
      ) : (
        <Empty>{t.projects.noBudget}</Empty>
      )}
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
            options={Object.entries(t.projects.windows) as [Budget["window"], string][]}
            onChange={setPeriod}
          />
        </div>
        <div className="flex flex-wrap items-center justify-between gap-3">
          <Tick label={t.projects.hard} checked={hard} onChange={setHard} />
          <Button type="submit" kind="primary" disabled={set.isPending || amount === ""}>
            {t.projects.setBudget}
          </Button>
        </div>
        {set.error ? <Problem error={set.error} /> : null}
      </form>
    </Card>
  );
}

function Tokens({ id, tokens }: { id: string; tokens: Token[] }) {
  const [label, setLabel] = useState("");
  const [revoking, setRevoking] = useState<Token | null>(null);
  const [fresh, setFresh] = useState("");
  const add = useChange(
    id,
    async () => {
      const made = await send<{ token: string }>("POST", "/api/projects/{ident}/tokens", { path: { ident: id }, body: { label } });
      setFresh(made.token);
    },
    () => setLabel(""),
  );
  const revoke = useChange(
    id,
    (token: Token) => send("DELETE", "/api/projects/{ident}/tokens/{token_id}", { path: { ident: id, token_id: token.id } }),
    () => setRevoking(null),
  );
  return (
    <Card title={t.projects.tokens}>
      <Table
        label={t.projects.tokens}
        rows={[...tokens].sort((a, b) => Number(Boolean(a.revoked_ms)) - Number(Boolean(b.revoked_ms)))}
        keyOf={(row) => row.id}
        columns={[
          { name: t.projects.label, cell: (row) => <span className="wrap-anywhere">{row.label || "–"}</span> },
          { name: t.projects.token, cell: (row) => <code className="font-mono text-xs">{row.prefix}…</code> },
          { name: t.projects.created, cell: (row) => day(row.created_ms), hidden: "hidden sm:table-cell" },
          { name: t.projects.lastUsed, cell: (row) => (row.last_used_ms ? moment(row.last_used_ms) : t.common.never) },
          {
            name: "",
            right: true,
            cell: (row) =>
              row.revoked_ms ? (
                <Badge>{t.projects.revoked}</Badge>
              ) : (
                <Button kind="danger" aria-label={`${t.projects.revoke} ${row.label || row.prefix}`} onClick={() => setRevoking(row)}>
                  {t.projects.revoke}
                </Button>
              ),
          },
        ]}
      />
      {fresh ? <TokenOnce token={fresh} /> : null}
      <form
        className="mt-3 flex flex-wrap items-end gap-3 border-t border-line pt-3"
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate(undefined);
        }}
      >
        <div className="min-w-40 flex-1">
          <Field label={t.projects.label}>
            {(props) => <input {...props} maxLength={64} value={label} onChange={(event) => setLabel(event.target.value)} />}
          </Field>
        </div>
        <Button type="submit" kind="primary" disabled={add.isPending}>
          {t.projects.addToken}
        </Button>
      </form>
      {add.error ? <Problem error={add.error} /> : null}
      {revoking ? (
        <Dialog title={t.projects.revoke} onClose={() => setRevoking(null)}>
          <p className="mb-4 wrap-anywhere">{t.projects.revokeSure(revoking.label || revoking.prefix)}</p>
          {revoke.error ? <Problem error={revoke.error} /> : null}
          <div className="flex gap-2">
            <Button kind="danger" disabled={revoke.isPending} onClick={() => revoke.mutate(revoking)}>
              {t.projects.revoke}
            </Button>
            <Button onClick={() => setRevoking(null)}>{t.common.cancel}</Button>
          </div>
        </Dialog>
      ) : null}
    </Card>
  );
}

function Remove({ id, name, onClose }: { id: string; name: string; onClose: () => void }) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const [typed, setTyped] = useState("");
  const remove = useMutation({
    mutationFn: () => send("DELETE", "/api/projects/{ident}", { path: { ident: id } }),
    onSuccess: async () => {
      await navigate({ to: "/projects" });
      await client.invalidateQueries({ queryKey: ["projects"] });
    },
  });
  return (
    <Dialog title={t.projects.remove} onClose={onClose}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          remove.mutate();
        }}
      >
        <Field label={t.projects.name} hint={t.projects.removeSure}>
          {(props) => <input {...props} autoComplete="off" value={typed} onChange={(event) => setTyped(event.target.value)} />}
        </Field>
        {remove.error ? <Problem error={remove.error} /> : null}
        <Button type="submit" kind="danger" disabled={typed !== name || remove.isPending}>
          {t.projects.remove}
        </Button>
      </form>
    </Dialog>
  );
}
