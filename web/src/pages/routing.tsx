import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { send } from "../api/client";
import type { Summary } from "../api/shapes";
import { TIERS } from "../api/shapes";
import { count } from "../lib/format";
import { project, projects, session, summary, trial as trialOf } from "../lib/queries";
import { useSettled } from "../lib/useSettled";
import { useWidth } from "../lib/useWidth";
import { CostQuality } from "../pages-parts/curve";
import { Opinions } from "../pages-parts/opinions";
import { Replayed } from "../pages-parts/replayed";
import { Thresholds } from "../pages-parts/thresholds";
import { Trial } from "../pages-parts/trial";
import { t } from "../texts";
import { Bars } from "../ui/charts";
import { Asked, Button, Card, Empty, Page, Problem, Select, TierMark, tierColour } from "../ui/kit";

type Four = [number, number, number, number];

export function Routing() {
  const { data: who } = useQuery(session);
  const admin = who?.kind === "admin";
  const all = useQuery({ ...projects, enabled: admin });
  const [chosen, setChosen] = useState("");
  const ident = admin ? chosen || all.data?.projects[0]?.id || "" : "";
  const told = useQuery(summary(ident || undefined));
  const own = useQuery({ ...project(ident), enabled: Boolean(ident) });
  const [moved, setMoved] = useState<Four | null>(null);
  const thresholds = moved ?? own.data?.policy.thresholds ?? ([0.1, 0.3, 0.5, 0.75] as Four);
  const settled = useSettled(thresholds, 150);
  const rising = settled.every((value, place) => place === 0 || value >= (settled[place - 1] ?? 0));
  const trial = useQuery({ ...trialOf(ident, settled), enabled: Boolean(ident && own.data && rising), placeholderData: keepPreviousData });
  const busy = trial.isFetching || settled !== thresholds;
  return (
    <Page
      title={t.routing.title}
      lead={t.routing.lead}
      actions={
        admin ? (
          <div className="w-52">
            <Select
              label={t.common.project}
              value={ident}
              options={(all.data?.projects ?? []).map((one) => [one.id, one.name] as const)}
              onChange={(value) => {
                setChosen(value);
                setMoved(null);
              }}
            />
          </div>
        ) : null
      }
    >
      <Asked query={told}>
        {(data) =>
          data.decisions ? (
            <>
              <Card title={t.routing.difficulty} lead={`${t.routing.of} · ${t.routing.unsure(count(data.unsure), count(data.decisions))}`}>
                <Histogram data={data} thresholds={thresholds} />
                {ident && own.data ? (
                  <Dial key={own.data.policy_version} ident={ident} thresholds={thresholds} changed={moved !== null} onChange={setMoved}>
                    <Trial told={trial.data} busy={busy} />
                  </Dial>
                ) : null}
              </Card>
              {ident ? <CostQuality ident={ident} inHand={moved ? (trial.data?.tried ?? null) : null} onTake={setMoved} /> : null}
              <div className="grid gap-4 lg:grid-cols-2">
                <Card title={t.common.tier} lead={t.routing.of}>
                  <Bars
                    rows={TIERS.map((tier) => ({ key: tier, name: <TierMark tier={tier} />, value: data.tiers[tier] ?? 0, colour: tierColour(tier) }))}
                    format={count}
                  />
                </Card>
                <Card title={t.routing.lost} lead={t.routing.of}>
                  {Object.keys(data.dropped_by).length ? (
                    <Bars rows={Object.entries(data.dropped_by).map(([key, value]) => ({ key, name: key, value }))} format={count} />
                  ) : (
                    <Empty>{t.story.noneDropped}</Empty>
                  )}
                </Card>
              </div>
            </>
          ) : (
            <Card>
              <Empty>{t.routing.empty}</Empty>
            </Card>
          )
        }
      </Asked>
      <Opinions {...(ident ? { projectId: ident } : {})} />
    </Page>
  );
}

/** How many requests are how hard, each bar in the colour of the tier that the thresholds give it. */
function Histogram({ data, thresholds }: { data: Summary; thresholds: Four }) {
  const top = Math.max(...data.difficulty, 1);
  const bins = data.difficulty.length;
  const tierAt = (at: number) => TIERS[thresholds.filter((edge) => at >= edge).length] ?? "FRONTIER";
  const said = data.difficulty
    .map((value, place) => (value ? `${(place / bins).toFixed(2)}: ${value}` : ""))
    .filter(Boolean)
    .join("; ");
  const [measure, space] = useWidth(800);
  const wide = Math.max(300, space);
  return (
    <div ref={measure}>
    <svg role="img" aria-label={`${t.routing.difficulty}. ${said}`} width={wide} height="190" className="block max-w-full">
      {data.difficulty.map((value, place) => {
        const tall = value ? Math.max(2, (150 * value) / top) : 0;
        return (
          <rect
            key={place}
            x={place * (wide / bins) + 1}
            y={160 - tall}
            width={Math.max(1, wide / bins - 2)}
            height={tall}
            fill={tierColour(tierAt((place + 0.5) / bins))}
          >
            <title>{`${(place / bins).toFixed(2)} – ${((place + 1) / bins).toFixed(2)}: ${count(value)}`}</title>
          </rect>
        );
      })}
      <line x1="0" x2={wide} y1="160" y2="160" stroke="var(--line)" />
      {thresholds.map((edge, place) => (
        <g key={place}>
          <line x1={edge * wide} x2={edge * wide} y1="4" y2="164" stroke="var(--ink)" strokeDasharray="4 3" />
          <text x={Math.min(edge * wide + 4, wide - 80)} y={14 + (place % 2) * 14} fontSize="12" fill="var(--faint)">
            {TIERS[place + 1]}
          </text>
        </g>
      ))}
      {[0, 0.25, 0.5, 0.75, 1].map((at) => (
        <text key={at} x={at * wide} y="180" fontSize="12" fill="var(--faint)" textAnchor={at === 0 ? "start" : at === 1 ? "end" : "middle"}>
          {at}
        </text>
      ))}
    </svg>
    </div>
  );
}

interface DialProps {
  ident: string;
  thresholds: Four;
  changed: boolean;
  onChange: (values: Four | null) => void;
  children: ReactNode;
}

function Dial({ ident, thresholds, changed, onChange, children }: DialProps) {
  const client = useQueryClient();
  const own = useQuery(project(ident));
  const policy = own.data && { ...own.data.policy, thresholds };
  const rising = thresholds.every((value, place) => place === 0 || value >= (thresholds[place - 1] ?? 0));
  const replay = useMutation({
    mutationFn: () => send("POST", "/api/replay", { body: { project: ident, last: 2000, policy: policy ?? null } }),
  });
  const keep = useMutation({
    mutationFn: () => send("PUT", "/api/projects/{ident}/policy", { path: { ident }, body: { ...policy } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["projects"] });
      onChange(null);
    },
  });
  return (
    <div className="mt-4 flex flex-col gap-3 border-t border-line pt-4">
      <h3 className="text-sm font-semibold">{t.routing.thresholds}</h3>
      <Thresholds values={thresholds} onChange={onChange} />
      {rising ? children : <p className="text-sm text-bad">{t.projects.faults.thresholds}</p>}
      <div className="flex flex-wrap gap-2">
        <Button kind="primary" disabled={!policy || !rising || replay.isPending} onClick={() => replay.mutate()}>
          {t.routing.replay}
        </Button>
        <Button disabled={!policy || !changed || !rising || keep.isPending} onClick={() => keep.mutate()}>
          {t.routing.keep}
        </Button>
        {changed ? (
          <Button kind="quiet" onClick={() => onChange(null)}>
            {t.routing.back}
          </Button>
        ) : null}
      </div>
      <div aria-live="polite">
        {replay.error || keep.error ? <Problem error={replay.error ?? keep.error} /> : null}
        {replay.data ? <Replayed found={replay.data} /> : null}
      </div>
    </div>
  );
}
