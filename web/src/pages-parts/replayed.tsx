import type { Findings } from "../api/shapes";
import { count, share, usd } from "../lib/format";
import { t } from "../texts";
import { Badge } from "../ui/kit";
import { Table } from "../ui/table";

/** What a replay found: how many would move, what it would cost, and whether any would go further. */
export function Replayed({ found }: { found: Findings }) {
  if (!found.decisions) return <p className="text-sm text-faint">{t.projects.nothingMoves}</p>;
  const change = found.worst_case_change_usd;
  return (
    <div className="flex flex-col gap-3 rounded-lg border border-line bg-page p-3">
      <p className="flex flex-wrap items-center gap-3 font-medium">
        <span>
          {count(found.moved)} / {count(found.decisions)} ({share(found.moved, found.decisions)}) {t.routing.moved}
        </span>
        <Badge tone={change > 0 ? "warn" : "good"}>
          {t.routing.worst}: {change > 0 ? "+" : ""}
          {usd(change)}
        </Badge>
        <Badge tone={found.wider ? "bad" : "good"}>{found.wider ? t.projects.wider(found.wider) : t.projects.noneWider}</Badge>
      </p>
      {found.moves.length ? (
        <Table
          label={t.routing.moves}
          rows={found.moves}
          keyOf={(row) => `${row.from} ${row.to}`}
          columns={[
            { name: t.requests.since, cell: (row) => row.from },
            { name: "→", cell: (row) => row.to },
            { name: t.audit.requests, right: true, cell: (row) => count(row.count) },
          ]}
        />
      ) : null}
    </div>
  );
}
