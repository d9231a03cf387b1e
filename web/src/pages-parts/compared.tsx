import { useQuery } from "@tanstack/react-query";
import { ZONES, type Sum, type Zone } from "../api/shapes";
import type { Schema } from "../api/client";
import { saveCsv } from "../lib/csv";
import { change, count, usd } from "../lib/format";
import { before, groups, type Period } from "../lib/queries";
import { t } from "../texts";
import { Button, Card, Problem } from "../ui/kit";
import { Table } from "../ui/table";

type Groups = Schema<"UsageGroups">;

/** The figures of a period, those of as many days before, and how they have changed. */
export function Compared({ now, period, zone }: { now: Groups; period: Exclude<Period, "all">; zone: string }) {
  const query = useQuery(groups({ by: ["zone"], timeZone: zone, ...before(period, zone, Date.now()) }));
  const old = query.data;
  if (!old) return query.error ? <Problem error={query.error} /> : null;
  const rows = [
    { name: t.usage.measures.cost, now: now.total.cost, was: old.total.cost, format: usd },
    { name: t.usage.measures.calls, now: now.total.calls, was: old.total.calls, format: count },
    { name: t.usage.measures.tokens, now: now.total.tokens, was: old.total.tokens, format: count },
    ...ZONES.map((one) => ({ name: t.usage.callsIn(one), now: calls(now, one), was: calls(old, one), format: count })),
  ];
  return (
    <Card
      title={t.usage.before}
      lead={t.usage.beforeLead[period]}
      actions={
        <Button
          onClick={() =>
            saveCsv(`larouter-usage-compared-${period}.csv`, [
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
          { name: t.usage.change, right: true, cell: (row) => change(row.now, row.was, t.usage.fresh) },
        ]}
      />
    </Card>
  );
}

/** The calls in a zone. */
export function calls(found: Groups, zone: Zone): number {
  return found.groups.filter((one) => (one as Sum & { zone?: string }).zone === zone).reduce((sum, one) => sum + one.calls, 0);
}
