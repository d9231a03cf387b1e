import { useMemo } from "react";
import type { RequestLine } from "../api/shapes";
import { ms, moment, usd } from "../lib/format";
import { useProjectNames } from "../lib/useProjectNames";
import { t } from "../texts";
import { SensitivityMark, StatusMark, TierMark, ZoneMark } from "../ui/kit";
import { Table, type Column } from "../ui/table";

/** Requests, one a line; the time leads to the whole story. */
export function RequestTable({ rows }: { rows: RequestLine[] }) {
  const name = useProjectNames();
  const columns = useMemo(() => columnsOf(name), [name]);
  return <Table label={t.requests.title} rows={rows} keyOf={keyOf} columns={columns} />;
}

function keyOf(row: RequestLine): string {
  return row.id;
}

function columnsOf(name: (id: string) => string): Column<RequestLine>[] {
  return [
    {
      name: t.common.time,
      // A plain link: one that the router watches costs more than all the rest of the line.
      cell: (row) => (
        <a
          href={`#/requests/${encodeURIComponent(row.id)}`}
          title={`${new Date(row.at_ms).toISOString()}\n${row.id}`}
          className="font-medium whitespace-nowrap text-accent underline"
        >
          {moment(row.at_ms)}
        </a>
      ),
    },
    { name: t.common.status, cell: (row) => <StatusMark status={row.status} error={row.error} /> },
    { name: t.common.tier, cell: (row) => <TierMark tier={row.tier ?? row.target} /> },
    { name: t.common.zone, cell: (row) => <ZoneMark zone={row.zone} /> },
    {
      name: t.requests.answered,
      cell: (row) => <span className="whitespace-nowrap">{row.answered_by ?? (row.status === null ? "…" : t.requests.refused)}</span>,
    },
    { name: t.requests.asked, cell: (row) => row.asked_model, hidden: "hidden lg:table-cell" },
    { name: t.common.project, cell: (row) => name(row.project_id), hidden: "hidden md:table-cell" },
    { name: t.requests.sensitivity, cell: (row) => <SensitivityMark value={row.sensitivity} />, hidden: "hidden xl:table-cell" },
    { name: t.common.latency, right: true, cell: (row) => ms(row.latency_ms) },
    { name: t.common.cost, right: true, cell: (row) => usd(row.cost_usd) },
  ];
}
