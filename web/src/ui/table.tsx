/** A table that a phone can scroll and a screen reader can name. */

import { memo, type ReactNode } from "react";
import { t } from "../texts";
import { cx } from "./kit";

export interface Column<T> {
  name: string;
  cell: (row: T) => ReactNode;
  right?: boolean;
  hidden?: string;
}

/** Drawn anew only when its row or the columns are others. */
const Row = memo(function Row<T>({ row, columns }: { row: T; columns: Column<T>[] }) {
  return (
    <tr className="border-b border-line/60 last:border-0 hover:bg-accent-soft/50">
      {columns.map((column) => (
        <td key={column.name} className={cx("px-2 py-1.5", column.right && "text-right whitespace-nowrap", column.hidden)}>
          {column.cell(row)}
        </td>
      ))}
    </tr>
  );
}) as <T>(props: { row: T; columns: Column<T>[] }) => ReactNode;

export function Table<T>({
  label,
  columns,
  rows,
  keyOf,
  foot,
}: {
  label: string;
  columns: Column<T>[];
  rows: T[];
  keyOf: (row: T) => string;
  foot?: ReactNode[];
}) {
  return (
    <div className="relative -mx-1 overflow-x-auto px-1" tabIndex={0} role="group" aria-label={label}>
      <table className="w-full border-collapse text-sm">
        <thead>
          <tr className="border-b border-line text-left text-xs text-faint">
            {columns.map((column) => (
              <th
                key={column.name}
                scope="col"
                className={cx("px-2 py-1.5 font-medium whitespace-nowrap", column.right && "text-right", column.hidden)}
              >
                {column.name || <span className="sr-only">{t.common.actions}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={keyOf(row)} row={row} columns={columns} />
          ))}
        </tbody>
        {foot ? (
          <tfoot>
            <tr className="border-t border-line font-medium">
              {foot.map((cell, place) => (
                <td key={columns[place]?.name ?? place} className={cx("px-2 py-1.5", columns[place]?.right && "text-right", columns[place]?.hidden)}>
                  {cell}
                </td>
              ))}
            </tr>
          </tfoot>
        ) : null}
      </table>
    </div>
  );
}
