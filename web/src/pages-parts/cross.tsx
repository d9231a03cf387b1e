import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import { TIERS, ZONES, type Sum } from "../api/shapes";
import type { Schema } from "../api/client";
import { saveCsv } from "../lib/csv";
import type { Filters } from "../lib/filters";
import { count, usd } from "../lib/format";
import { groups, type Period } from "../lib/queries";
import { addDays, beginning } from "../lib/zones";
import { t } from "../texts";
import { Asked, Button, Card, Select } from "../ui/kit";
import { Table } from "../ui/table";

type Dim = keyof typeof t.usage.dims;
type Measure = keyof typeof t.usage.measures;
type Group = Schema<"GroupSums">;
const DIMS = Object.entries(t.usage.dims) as [Dim, string][];
const NOBODY = "none";

interface Cell {
  row: string;
  column: string;
  sums: Sum;
}

/** Usage by two dimensions; each figure leads to the requests behind it. */
export function Cross({ period, zone }: { period: Period; zone: string }) {
  const [rows, setRows] = useState<Dim>("tier");
  const [columns, setColumns] = useState<Dim>("zone");
  const [measure, setMeasure] = useState<Measure>("cost");
  const query = useQuery({ ...groups({ period, timeZone: zone, by: [rows, columns] }), placeholderData: keepPreviousData });
  const show = (value: number) => (measure === "cost" ? usd(value) : count(value));
  const found = query.isPlaceholderData ? [] : (query.data?.groups ?? []);
  const ids = new Map<string, string>();
  const cells: Cell[] = found.map((group) => ({ row: named(group, rows, ids), column: named(group, columns, ids), sums: group }));
  const across = inOrder(cells.map((cell) => cell.column));
  const down = inOrder(cells.map((cell) => cell.row));
  const sum = (some: Cell[]) => some.reduce((total, cell) => total + cell.sums[measure], 0);
  const at = (row: string, column: string) => cells.filter((cell) => cell.row === row && cell.column === column);
  const span: Filters = period === "all" ? {} : { since_ms: String(query.data?.fromMs ?? 0) };
  const drill = (row: string | null, column: string | null, some: Cell[], strong = false) => {
    const figure = show(sum(some));
    const filters = { ...span, ...filtersOf(rows, row, zone, ids), ...filtersOf(columns, column, zone, ids) };
    const calls = some.reduce((total, cell) => total + cell.sums.calls, 0);
    return calls ? (
      <Link
        to="/requests"
        search={filters}
        aria-label={t.usage.drill(figure, [row, column].filter(Boolean).join(", "))}
        className={`underline decoration-line underline-offset-4 hover:decoration-accent ${strong ? "font-semibold" : ""}`}
      >
        {figure}
      </Link>
    ) : (
      <span className="text-faint">{show(0)}</span>
    );
  };
  const title = `${t.usage.dims[rows]} × ${t.usage.dims[columns]}`;
  return (
    <Card
      title={title}
      lead={t.usage.crossLead}
      actions={
        <Button
          disabled={!cells.length}
          onClick={() =>
            saveCsv("larouter-usage-table.csv", [
              [t.usage.dims[rows], ...across, t.common.total],
              ...down.map((row) => [row, ...across.map((column) => sum(at(row, column))), sum(cells.filter((cell) => cell.row === row))]),
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
            label={title}
            rows={down}
            keyOf={(row) => row}
            columns={[
              { name: t.usage.dims[rows], cell: (row) => <b className="block min-w-24 font-medium wrap-anywhere">{row}</b> },
              ...across.map((column) => ({ name: column, right: true, cell: (row: string): ReactNode => drill(row, column, at(row, column)) })),
              { name: t.common.total, right: true, cell: (row) => drill(row, null, cells.filter((cell) => cell.row === row), true) },
            ]}
            foot={[t.common.total, ...across.map((column) => drill(null, column, cells.filter((cell) => cell.column === column))), drill(null, null, cells, true)]}
          />
        )}
      </Asked>
      {query.data?.next ? <p className="pt-2 text-sm text-warn">{t.usage.cut(count(query.data.groups.length), count(query.data.count))}</p> : null}
    </Card>
  );
}

/** What a group is called; a project by its name, whose id is kept. */
function named(group: Group, dim: Dim, ids: Map<string, string>): string {
  const value: unknown = (group as Record<string, unknown>)[dim];
  if (typeof value !== "object" || value === null) return String(value ?? "");
  const { id, name } = value as { id: string; name: string };
  const told = name || id;
  ids.set(told, id);
  return told;
}

/** The filters that find the requests of a row or a column. */
function filtersOf(dim: Dim, value: string | null, zone: string, ids: Map<string, string>): Filters {
  if (value === null || value === "" || value === NOBODY) return {};
  if (dim === "project") return { projectId: ids.get(value) ?? value };
  if (dim === "day") return { since_ms: String(beginning(zone, value)), until_ms: String(beginning(zone, addDays(value, 1)) - 1) };
  if (dim === "hour") return { since_ms: String(Date.parse(value)), until_ms: String(Date.parse(value) + 3_599_999) };
  return { [dim]: value };
}

/** Tiers and zones in their own order, everything else as it came. */
function inOrder(names: string[]): string[] {
  const known: string[] = [...TIERS, ...ZONES];
  return [...new Set(names)].sort((a, b) => known.indexOf(a) - known.indexOf(b));
}
