import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { get } from "../api/client";
import { TIERS, ZONES, type Backend, type Sum, type Usage as Used, type Zone } from "../api/shapes";
import { count, share, usd } from "../lib/format";
import { backends, daily, session, usage, usageBefore, type Period } from "../lib/queries";
import { priced, saved } from "../lib/savings";
import { t } from "../texts";
import { Stacked } from "../ui/charts";
import { Asked, Button, Card, Empty, Page, Problem, Select } from "../ui/kit";
import { Table } from "../ui/table";

type Dim = keyof typeof t.usage.dims;
type Measure = keyof typeof t.usage.measures;
const DIMS = Object.entries(t.usage.dims) as [Dim, string][];

export function Usage() {
  const { data: who } = useQuery(session);
  const [period, setPeriod] = useState<Period>("weekly");
  const used = useQuery(usage(period));
  const days = useQuery(daily(period));
  const fleet = useQuery({ ...backends, enabled: who?.kind === "admin" });
  return (
    <Page
      title={t.usage.title}
      lead={t.usage.lead}
      actions={
        <>
          <Select
            label={t.usage.period}
            value={period}
            options={Object.entries(t.usage.periods) as [Period, string][]}
            onChange={setPeriod}
          />
          <a
            href={`/api/usage/export?period=${period}`}
            download
            className="inline-flex min-h-9 items-center self-end rounded-lg border border-line bg-card px-3 text-sm font-medium hover:bg-accent-soft"
          >
            {t.usage.csv}
          </a>
        </>
      }
    >
      <Asked query={used}>
        {(data) =>
          data.totalCalls ? (
            <>
              <Totals used={data} />
              {period === "all" ? null : <Before used={data} period={period} />}
              <Cross period={period} />
              <div className="grid gap-4 xl:grid-cols-[2fr_1fr]">
                <Card title={t.usage.perDay}>
                  <Asked query={days}>
                    {(told) => (
                      <Stacked
                        label={t.usage.perDay}
                        ticks={told.days.map((one) => one.date.slice(5))}
                        series={[{ name: t.usage.measures.cost, colour: "var(--accent)", values: told.days.map((one) => one.cost) }]}
                        format={usd}
                      />
                    )}
                  </Asked>
                </Card>
                {fleet.data ? <Savings used={data} backends={fleet.data.backends} /> : null}
              </div>
            </>
          ) : (
            <Card>
              <Empty>{t.usage.empty}</Empty>
            </Card>
          )
        }
      </Asked>
    </Page>
  );
}

function Totals({ used }: { used: Used }) {
  return (
    <Card>
      <dl className="flex flex-wrap gap-x-10 gap-y-3">
        {[
          [t.common.cost, usd(used.totalCost)],
          [t.usage.measures.calls, `${count(used.totalCalls)} (${share(used.succeededCalls, used.totalCalls)} ${t.requests.statuses.ok})`],
          [t.story.tokensInOut, `${count(used.inputTokens)} / ${count(used.outputTokens)}`],
          [t.usage.period, `${used.from} – ${used.to}`],
        ].map(([name, value]) => (
          <div key={name}>
            <dt className="text-xs text-faint">{name}</dt>
            <dd className="text-lg font-semibold tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      {used.unpricedAttempts ? <p className="mt-2 text-sm text-warn">{t.usage.unpriced(used.unpricedAttempts)}</p> : null}
    </Card>
  );
}

/** The same figures of the days before, and how they have changed. */
function Before({ used, period }: { used: Used; period: Exclude<Period, "all"> }) {
  const query = useQuery(usageBefore(period));
  const old = query.data?.total;
  if (!old) return query.error ? <Problem error={query.error} /> : null;
  const zone = (name: Zone, cost: (sum: Sum) => number) =>
    (query.data?.groups ?? []).filter((one) => one.zone === name).reduce((sum, one) => sum + cost(one), 0);
  const rows = [
    { name: t.usage.measures.cost, now: used.totalCost, was: old.cost, format: usd },
    { name: t.usage.measures.calls, now: used.totalCalls, was: old.calls, format: count },
    { name: t.usage.measures.tokens, now: used.inputTokens + used.outputTokens, was: old.tokens, format: count },
    ...ZONES.map((one) => ({
      name: t.usage.callsIn(one),
      now: used.byZone[one]?.calls ?? 0,
      was: zone(one, (sum) => sum.calls),
      format: count,
    })),
  ];
  return (
    <Card
      title={t.usage.before}
      lead={t.usage.beforeLead[period]}
      actions={
        <Button
          onClick={() =>
            download(`larouter-usage-compared-${period}.csv`, [
              [t.usage.figure, t.usage.periods[period], t.usage.was, t.usage.percent],
              ...rows.map((row) => [row.name, row.now, row.was, row.was ? (100 * (row.now - row.was)) / row.was : ""]),
            ])
          }
        >
          {t.usage.csvBefore}
        </Button>
      }
    >
      <Table
        label={t.usage.before}
        rows={rows}
        keyOf={(row) => row.name}
        columns={[
          { name: t.usage.figure, cell: (row) => row.name },
          { name: t.usage.periods[period], right: true, cell: (row) => row.format(row.now) },
          { name: t.usage.was, right: true, cell: (row) => row.format(row.was) },
          { name: t.usage.change, right: true, cell: (row) => change(row.now, row.was) },
        ]}
      />
    </Card>
  );
}

function change(now: number, was: number): string {
  if (!was) return now ? t.usage.fresh : "–";
  const percent = (100 * (now - was)) / was;
  return `${percent > 0 ? "+" : percent < 0 ? "−" : ""}${Math.abs(percent).toFixed(Math.abs(percent) < 10 ? 1 : 0)} %`;
}

function Cross({ period }: { period: Period }) {
  const [rows, setRows] = useState<Dim>("tier");
  const [columns, setColumns] = useState<Dim>("zone");
  const [measure, setMeasure] = useState<Measure>("cost");
  const query = useQuery({
    queryKey: ["usage", "cross", period, rows, columns],
    queryFn: () => get("/api/usage/cross", { query: { period, rows, columns } }),
  });
  const show = (value: number) => (measure === "cost" ? usd(value) : count(value));
  const cells = query.data?.cells ?? [];
  const across = inOrder(cells.map((cell) => cell.column));
  const down = inOrder(cells.map((cell) => cell.row));
  const sum = (some: Sum[]) => some.reduce((total, cell) => total + cell[measure], 0);
  const at = (row: string, column: string) => sum(cells.filter((cell) => cell.row === row && cell.column === column));
  return (
    <Card
      title={`${t.usage.dims[rows]} × ${t.usage.dims[columns]}`}
      actions={
        <Button
          disabled={!cells.length}
          onClick={() =>
            download("larouter-usage-table.csv", [
              [t.usage.dims[rows], ...across, t.common.total],
              ...down.map((row) => [row, ...across.map((column) => at(row, column)), sum(cells.filter((cell) => cell.row === row))]),
            ])
          }
        >
          {t.usage.csvTable}
        </Button>
      }
    >
      <div className="mb-3 grid grid-cols-1 gap-3 sm:grid-cols-3">
        <Select label={t.usage.rows} value={rows} options={DIMS} onChange={setRows} />
        <Select label={t.usage.columns} value={columns} options={DIMS} onChange={setColumns} />
        <Select
          label={t.usage.measure}
          value={measure}
          options={Object.entries(t.usage.measures) as [Measure, string][]}
          onChange={setMeasure}
        />
      </div>
      <Asked query={query}>
        {() => (
          <Table
            label={`${t.usage.dims[rows]} × ${t.usage.dims[columns]}`}
            rows={down}
            keyOf={(row) => row}
            columns={[
              { name: t.usage.dims[rows], cell: (row) => <b className="block min-w-24 font-medium wrap-anywhere">{row}</b> },
              ...across.map((column) => ({ name: column, right: true, cell: (row: string) => show(at(row, column)) })),
              { name: t.common.total, right: true, cell: (row) => <b>{show(sum(cells.filter((cell) => cell.row === row)))}</b> },
            ]}
            foot={[
              t.common.total,
              ...across.map((column) => show(sum(cells.filter((cell) => cell.column === column)))),
              show(sum(cells)),
            ]}
          />
        )}
      </Asked>
    </Card>
  );
}

function Savings({ used, backends: fleet }: { used: Used; backends: Backend[] }) {
  const choices = priced(fleet);
  const [model, setModel] = useState("");
  const found = saved(used, fleet, model);
  return (
    <Card title={t.usage.savings}>
      {found ? (
        <div className="flex flex-col gap-3">
          <Select
            label={t.usage.against}
            value={found.model}
            options={choices.map((one) => [one.model, one.model] as const)}
            onChange={setModel}
          />
          <p className="text-2xl font-semibold">{t.usage.savedUsd(usd(found.usd), share(found.usd, found.baseline))}</p>
          <p className="text-sm text-faint">{t.usage.method}</p>
        </div>
      ) : (
        <Empty>{t.overview.savedNone}</Empty>
      )}
    </Card>
  );
}

/** Tiers and zones in their own order, everything else as it came. */
function inOrder(names: string[]): string[] {
  const known: string[] = [...TIERS, ...ZONES];
  return [...new Set(names)].sort((a, b) => known.indexOf(a) - known.indexOf(b));
}

/** A table as a CSV file; a cell that a spreadsheet would run as a formula is made text. */
function download(name: string, rows: (string | number)[][]): void {
  const cell = (value: string | number) =>
    typeof value === "number" ? String(value) : `"${(/^[=+\-@\t\r]/.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`;
  const text = rows.map((row) => row.map(cell).join(",")).join("\r\n");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
