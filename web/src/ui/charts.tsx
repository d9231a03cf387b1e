/** Charts drawn by ourselves: a picture for eyes, the same numbers as a table for everybody else. */

import { useCallback, useId, useState } from "react";
import { useWidth } from "../lib/useWidth";
import { t } from "../texts";
import { Button } from "./kit";
import { Table } from "./table";

export interface Series {
  name: string;
  colour: string;
  values: number[];
}

/** Narrower than this a chart is scrolled. */
const LEAST = 450;
const LEFT = 46;

/** Columns stacked by series over a common axis. */
export function Stacked({
  label,
  ticks,
  series,
  format,
  height = 190,
}: {
  label: string;
  ticks: string[];
  series: Series[];
  format: (value: number) => string;
  height?: number;
}) {
  const [table, setTable] = useState(false);
  const [at, setAt] = useState<number | null>(null);
  const id = useId();
  const [measure, space] = useWidth(720);
  const box = useCallback(
    (element: HTMLDivElement | null) => {
      measure(element);
      toEnd(element);
    },
    [measure],
  );
  const wide = Math.max(LEAST, space) - LEFT;
  const totals = ticks.map((_, place) => series.reduce((sum, one) => sum + (one.values[place] ?? 0), 0));
  const top = nice(Math.max(...totals, 0));
  const step = wide / Math.max(ticks.length, 1);
  const shown = at === null ? null : ticks[at];
  return (
    <figure className="flex flex-col gap-2">
      <figcaption id={id} className="sr-only">
        {label}
      </figcaption>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-xs text-faint">
        {series.map((one) => (
          <span key={one.name} className="inline-flex items-center gap-1.5">
            <span aria-hidden className="size-2.5 rounded-xs" style={{ background: one.colour }} />
            {one.name}
            {at !== null ? <b className="text-ink">{format(one.values[at] ?? 0)}</b> : null}
          </span>
        ))}
        <span className="ml-auto tabular-nums">{shown ?? ""}</span>
        <span role="status" className="sr-only">
          {at === null ? "" : `${shown}: ${series.map((one) => `${one.name} ${format(one.values[at] ?? 0)}`).join(", ")}`}
        </span>
      </div>
      {table ? (
        <Table
          label={label}
          rows={ticks.map((tick, place) => ({ tick, place }))}
          keyOf={(row) => `${row.place}`}
          columns={[
            { name: t.common.time, cell: (row) => row.tick },
            ...series.map((one) => ({ name: one.name, right: true, cell: (row: { place: number }) => format(one.values[row.place] ?? 0) })),
          ]}
        />
      ) : (
        <div
          ref={box}
          className="overflow-x-auto"
          tabIndex={0}
          role="group"
          aria-labelledby={id}
          aria-description={t.common.chartKeys}
          onKeyDown={(event) => {
            const to = stepTo(event.key, at, ticks.length);
            if (to === undefined) return;
            event.preventDefault();
            setAt(to);
          }}
          onBlur={() => setAt(null)}
        >
        <svg role="img" aria-labelledby={id} width={wide + LEFT} height={height + 20} className="block" onMouseLeave={() => setAt(null)}>
          {[0, 0.5, 1].map((part) => (
            <g key={part}>
              <line x1={LEFT} x2={wide + LEFT} y1={height - part * (height - 8)} y2={height - part * (height - 8)} stroke="var(--line)" />
              <text x="40" y={height - part * (height - 8) + 4} textAnchor="end" fontSize="12" fill="var(--faint)">
                {format(top * part)}
              </text>
            </g>
          ))}
          {ticks.map((tick, place) => {
            let y = height;
            return (
              <g key={tick} onMouseEnter={() => setAt(place)} opacity={at === null || at === place ? 1 : 0.45}>
                <rect x={LEFT + place * step} y="0" width={step} height={height} fill="transparent" />
                {series.map((one) => {
                  const tall = ((one.values[place] ?? 0) / top) * (height - 8);
                  y -= tall;
                  return (
                    <rect
                      key={one.name}
                      x={LEFT + place * step + Math.min(2, step * 0.1)}
                      y={y}
                      width={Math.max(1, Math.min(step - Math.min(4, step * 0.2), 60))}
                      height={Math.max(0, tall)}
                      fill={one.colour}
                    />
                  );
                })}
              </g>
            );
          })}
          {marks(ticks.length).map((place) => (
            <text key={place} x={LEFT + (place + (place === ticks.length - 1 && ticks.length > 8 ? 1 : 0.5)) * step} y={height + 16} textAnchor={place === ticks.length - 1 && ticks.length > 8 ? "end" : "middle"} fontSize="12" fill="var(--faint)">
              {ticks[place]}
            </text>
          ))}
        </svg>
        </div>
      )}
      <Button kind="quiet" className="-ml-3 self-start text-xs" aria-pressed={table} onClick={() => setTable(!table)}>
        {t.common.showTable}
      </Button>
    </figure>
  );
}

/** The column that a key leads to: none for Escape, undefined for a key that means nothing here. */
function stepTo(key: string, at: number | null, length: number): number | null | undefined {
  if (!length) return undefined;
  if (key === "Escape") return null;
  if (key === "Home") return 0;
  if (key === "End") return length - 1;
  if (key === "ArrowLeft") return at === null ? length - 1 : Math.max(0, at - 1);
  if (key === "ArrowRight") return at === null ? 0 : Math.min(length - 1, at + 1);
  return undefined;
}

/** Where a chart is wider than the screen, its newest part is what is seen first. */
function toEnd(box: HTMLDivElement | null): void {
  if (box) box.scrollLeft = box.scrollWidth;
}

function marks(length: number): number[] {
  if (length <= 8) return Array.from({ length }, (_, place) => place);
  return [0, 1, 2, 3, 4, 5].map((part) => Math.round(((length - 1) * part) / 5));
}

/** The next round number above. */
export function nice(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  for (const factor of [1, 2, 4, 5, 10]) {
    if (value <= factor * power) return factor * power;
  }
  return value;
}

/** Part of a whole, as a bar with a text beside it that says the same. */
export function Bars({
  rows,
  format,
}: {
  rows: { name: React.ReactNode; key: string; value: number; colour?: string }[];
  format: (value: number) => string;
}) {
  const top = Math.max(...rows.map((row) => row.value), 0) || 1;
  return (
    <ul className="flex flex-col gap-2">
      {rows.map((row) => (
        <li key={row.key} className="grid grid-cols-[minmax(7rem,35%)_1fr_auto] items-center gap-2 text-sm">
          <span className="min-w-0 wrap-anywhere">{row.name}</span>
          <span aria-hidden className="h-2.5 rounded-full bg-page">
            <span
              className="block h-full rounded-full"
              style={{ width: `${(100 * row.value) / top}%`, background: row.colour ?? "var(--accent)" }}
            />
          </span>
          <span className="text-right tabular-nums">{format(row.value)}</span>
        </li>
      ))}
    </ul>
  );
}
