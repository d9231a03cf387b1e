import { TIERS } from "../api/shapes";
import { t } from "../texts";
import { tierColour } from "../ui/kit";

type Four = [number, number, number, number];

/** Where one tier ends and the next begins: four sliders over one line from easy to hard. */
export function Thresholds({ values, onChange }: { values: Four; onChange: (values: Four) => void }) {
  const edges = [0, ...values, 1];
  return (
    <div className="flex flex-col gap-3">
      <div aria-hidden className="flex h-4 overflow-hidden rounded-full">
        {TIERS.map((tier, place) => (
          <span
            key={tier}
            style={{
              width: `${100 * Math.max(0, (edges[place + 1] ?? 1) - (edges[place] ?? 0))}%`,
              background: tierColour(tier),
            }}
          />
        ))}
      </div>
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
        {TIERS.slice(1).map((tier, place) => (
          <label key={tier} className="flex flex-col gap-1 text-xs font-medium text-faint">
            <span className="flex justify-between">
              {tier} <output className="text-ink tabular-nums">{(values[place] ?? 0).toFixed(2)}</output>
            </span>
            <input
              type="range"
              min={0}
              max={1}
              step={0.01}
              aria-label={t.routing.begins(tier)}
              value={values[place]}
              className="accent-(--accent)"
              onChange={(event) => onChange(values.map((old, at) => (at === place ? event.target.valueAsNumber : old)) as Four)}
            />
          </label>
        ))}
      </div>
    </div>
  );
}
