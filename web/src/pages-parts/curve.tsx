import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { components } from "../api/types";
import { count, share, usd } from "../lib/format";
import { calibration } from "../lib/queries";
import { t } from "../texts";
import { nice } from "../ui/charts";
import { Asked, Badge, Button, Card, Empty } from "../ui/kit";
import { Table } from "../ui/table";

type Point = components["schemas"]["PointShape"];
type Curve = components["schemas"]["Curve"];
type Four = [number, number, number, number];

/** What quality costs in this project's own traffic, where its thresholds stand, and what is proposed instead. */
export function CostQuality({ ident, inHand, onTake }: { ident: string; inHand: Point | null; onTake: (thresholds: Four) => void }) {
  const query = useQuery(calibration(ident));
  return (
    <Card title={t.curve.title} lead={t.curve.lead}>
      <Asked query={query}>
        {(data) => (
          <div className="flex flex-col gap-3">
            {data.drift ? (
              <p className="text-sm">
                <Badge tone={data.drift.alarm ? "warn" : "good"}>{data.drift.alarm ? t.curve.drifting : t.curve.steady}</Badge>{" "}
                {t.curve.drift(data.drift.index, count(data.drift.recent), count(data.drift.earlier))}
              </p>
            ) : null}
            {data.curve ? <Found curve={data.curve} inHand={inHand} onTake={onTake} /> : <Empty>{t.curve.needs(count(data.needed), count(data.requests))}</Empty>}
          </div>
        )}
      </Asked>
    </Card>
  );
}

function Found({ curve, inHand, onTake }: { curve: Curve; inHand: Point | null; onTake: (thresholds: Four) => void }) {
  const [table, setTable] = useState(false);
  const proposed = curve.proposed;
  const moves = curve.moves.reduce((sum, one) => sum + one.count, 0);
  return (
    <div className="grid items-start gap-x-8 gap-y-3 xl:grid-cols-[3fr_2fr]">
      <div className="flex min-w-0 flex-col gap-2">
      {table ? <Points curve={curve} /> : <Picture curve={curve} inHand={inHand} />}
      <Button kind="quiet" className="-ml-3 self-start text-xs" aria-pressed={table} onClick={() => setTable(!table)}>
        {t.common.showTable}
      </Button>
      </div>
      <div className="flex flex-col gap-3">
      <p className="text-sm">{curve.reason}</p>
      <p className="text-sm text-faint">
        {t.curve.would(count(moves), usd(Math.abs(curve.saved_daily_usd)), curve.saved_daily_usd >= 0)}{" "}
        {curve.moves.map((one) => `${one.before} → ${one.after}: ${one.count}`).join("; ")}
      </p>
      <div>
        <Button disabled={proposed.thresholds.length !== 4 || !moves} onClick={() => onTake(proposed.thresholds as Four)}>
          {t.curve.take}
        </Button>
      </div>
      </div>
    </div>
  );
}

const W = 640;
const H = 220;
const LEFT = 64;

function Picture({ curve, inHand }: { curve: Curve; inHand: Point | null }) {
  const all = [...curve.points, curve.present, curve.proposed, ...(inHand ? [inHand] : [])];
  const top = nice(Math.max(...all.map((one) => one.cost_interval_usd[1] ?? one.cost_usd)));
  const low = Math.min(0.9, Math.floor(10 * Math.min(...all.map((one) => one.quality_interval[0] ?? one.quality))) / 10);
  const x = (cost: number) => LEFT + (cost / top) * (W - LEFT - 20);
  const y = (quality: number) => H - ((quality - low) / (1 - low)) * (H - 16);
  const line = [...curve.points].sort((a, b) => a.cost_usd - b.cost_usd);
  const mark = (one: Point, name: string, colour: string) => (
    <g>
      <line x1={x(one.cost_usd)} x2={x(one.cost_usd)} y1={y(one.quality_interval[0] ?? one.quality)} y2={y(one.quality_interval[1] ?? one.quality)} stroke={colour} strokeWidth="2" />
      <line x1={x(one.cost_interval_usd[0] ?? one.cost_usd)} x2={x(one.cost_interval_usd[1] ?? one.cost_usd)} y1={y(one.quality)} y2={y(one.quality)} stroke={colour} strokeWidth="2" />
      <circle cx={x(one.cost_usd)} cy={y(one.quality)} r="5" fill={colour} />
      <text x={x(one.cost_usd) + 8} y={y(one.quality) + (name === t.curve.present ? 16 : -8)} fontSize="12" fill="var(--ink)">
        {name}
      </text>
    </g>
  );
  const same = curve.present.cost_usd === curve.proposed.cost_usd && curve.present.quality === curve.proposed.quality;
  const told = `${t.curve.present}: ${say(curve.present)}. ${t.curve.proposed}: ${say(curve.proposed)}`;
  return (
    <div className="overflow-x-auto" tabIndex={0} role="group" aria-label={t.curve.title}>
      <svg role="img" aria-label={`${t.curve.title}. ${told}`} viewBox={`0 0 ${W} ${H + 36}`} className="w-full max-w-3xl min-w-[30rem]">
        {[low, (low + 1) / 2, 1].map((quality) => (
          <g key={quality}>
            <line x1={LEFT} x2={W} y1={y(quality)} y2={y(quality)} stroke="var(--line)" />
            <text x={LEFT - 8} y={y(quality) + 4} textAnchor="end" fontSize="11" fill="var(--faint)">
              {share(quality, 1)}
            </text>
          </g>
        ))}
        {[0, 0.5, 1].map((part) => (
          <text key={part} x={x(part * top)} y={H + 16} textAnchor={part === 1 ? "end" : "middle"} fontSize="11" fill="var(--faint)">
            {usd(part * top)}
          </text>
        ))}
        <text x={(W + LEFT) / 2} y={H + 32} textAnchor="middle" fontSize="11" fill="var(--faint)">
          {t.curve.cost}
        </text>
        <text x="12" y={H / 2} transform={`rotate(-90 12 ${H / 2})`} textAnchor="middle" fontSize="11" fill="var(--faint)">
          {t.curve.quality}
        </text>
        <polyline fill="none" stroke="var(--accent)" strokeWidth="2" points={line.map((one) => `${x(one.cost_usd)},${y(one.quality)}`).join(" ")} />
        {same ? null : mark(curve.present, t.curve.present, "var(--ink)")}
        {inHand ? mark(inHand, t.trial.mark, "var(--public)") : null}
        {mark(curve.proposed, same ? t.curve.both : t.curve.proposed, "var(--good)")}
      </svg>
    </div>
  );
}

function say(one: Point): string {
  return `${t.curve.quality} ${share(one.quality, 1)}, ${usd(one.cost_usd)} ${t.curve.cost}, ${t.curve.cloud} ${share(one.cloud, 1)}`;
}

function Points({ curve }: { curve: Curve }) {
  const rows = [
    { name: t.curve.present, one: curve.present },
    { name: t.curve.proposed, one: curve.proposed },
    ...curve.points.map((one) => ({ name: one.dial === null ? "–" : one.dial.toFixed(2), one })),
  ];
  const range = (pair: number[], format: (value: number) => string) => pair.map(format).join(" – ");
  return (
    <Table
      label={t.curve.title}
      rows={rows}
      keyOf={(row) => row.name + row.one.thresholds.join()}
      columns={[
        { name: t.curve.dial, cell: (row) => row.name },
        { name: t.curve.quality, right: true, cell: (row) => `${share(row.one.quality, 1)} (${range(row.one.quality_interval, (v) => share(v, 1))})` },
        { name: t.curve.cost, right: true, cell: (row) => `${usd(row.one.cost_usd)} (${range(row.one.cost_interval_usd, usd)})` },
        { name: t.curve.cloud, right: true, cell: (row) => share(row.one.cloud, 1) },
        { name: t.routing.moved, right: true, cell: (row) => count(row.one.moves) },
      ]}
    />
  );
}
