import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import { TIERS, ZONES } from "../api/shapes";
import { clock, count, ms, rate, share, usd } from "../lib/format";
import { useLive } from "../lib/live";
import { backends, projects, session, usage } from "../lib/queries";
import { useSavings } from "../lib/savings";
import { Changes } from "../pages-parts/changes";
import { FirstRun } from "../pages-parts/first-run";
import { RequestTable } from "../pages-parts/request-table";
import { t } from "../texts";
import { Bars, Stacked } from "../ui/charts";
import { Asked, Badge, Card, Empty, Page, TierMark, tierColour, ZoneMark } from "../ui/kit";
import { BudgetMeter } from "../ui/meter";

export function Overview() {
  const connected = useLive("connected");
  const quiet = useLive("lines").length === 0;
  const { data: who } = useQuery(session);
  const admin = who?.kind === "admin";
  const everything = useQuery(usage("all"));
  const fresh = everything.data?.totalCalls === 0 && quiet;
  const [first, setFirst] = useState(false);
  if (fresh && admin && !first) setFirst(true);
  return (
    <Page
      title={t.overview.title}
      lead={t.overview.lead}
      actions={<Badge tone={connected ? "good" : "warn"}>{connected ? `● ${t.overview.live}` : t.overview.paused}</Badge>}
    >
      {first ? <FirstRun onClose={() => setFirst(false)} /> : null}
      <Figures />
      <div className="grid gap-4 xl:grid-cols-[2fr_1fr]">
        <Card title={t.overview.split} lead={t.overview.splitLead}>
          <Split />
        </Card>
        <Tiers />
      </div>
      <div className="grid gap-4 lg:grid-cols-2">
        <Changes admin={admin} />
        {admin ? (
          <div className="flex min-w-0 flex-col gap-4">
            <BudgetsCard />
            <FleetCard />
          </div>
        ) : null}
      </div>
      <Card title={t.overview.latest} actions={<Link to="/requests" className="text-sm text-accent underline">{t.story.back}</Link>}>
        <Latest />
      </Card>
    </Page>
  );
}

function Tiers() {
  const totals = useLive("totals");
  return (
    <Card title={t.overview.tiers}>
      {totals ? (
        <Bars
          rows={TIERS.map((tier) => ({ key: tier, name: <TierMark tier={tier} />, value: totals.tiers[tier] ?? 0, colour: tierColour(tier) }))}
          format={count}
        />
      ) : (
        <Empty>{t.state.nothing}</Empty>
      )}
    </Card>
  );
}

function Latest() {
  const lines = useLive("lines");
  if (!lines.length) return <Empty>{t.requests.emptyNone}</Empty>;
  return <RequestTable rows={lines.slice(0, 8).sort((a, b) => b.at_ms - a.at_ms)} />;
}

function Figures() {
  const rates = useLive("rates");
  const totals = useLive("totals");
  const today = useQuery(usage("daily"));
  const used = today.data;
  const { found: win } = useSavings("daily");
  const local = used?.byZone.local?.calls ?? 0;
  return (
    <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      <Figure
        name={t.overview.requestsPerSecond}
        value={`${rate(rates.requests)} ${t.unit.perSecond}`}
        more={`${rate(rates.tokens)} ${t.unit.tokens}${t.unit.perSecond}`}
      />
      <Figure
        name={t.overview.costToday}
        value={used ? usd(used.totalCost) : "–"}
        more={used?.totalCalls ? t.overview.each(usd(used.totalCost / used.totalCalls)) : null}
      />
      <Figure
        name={t.overview.savedToday}
        value={win?.told.answers ? usd(win.told.saved) : "–"}
        more={
          win?.told.answers
            ? [t.overview.savedHow(win.told.baselineModel, usd(win.told.baseline)), win.simulated ? t.overview.savedSimulated : ""].join(" ")
            : win
              ? t.overview.savedNone
              : null
        }
      />
      <Figure
        name={t.overview.home}
        value={used ? share(local, used.totalCalls) : "–"}
        more={used ? t.overview.homeLead(count(local), count(used.totalCalls)) : null}
      />
      <Percentiles name={t.overview.added} value={totals?.overhead_ms} />
      <Percentiles name={t.overview.firstToken} value={totals?.ttft_ms} />
      <Figure
        name={t.overview.errors}
        value={totals ? count(totals.errors) : "–"}
        more={totals ? t.overview.errorsOf(share(totals.errors, totals.requests)) : null}
      />
      <Figure
        name={t.overview.today}
        value={used ? count(used.totalCalls) : "–"}
        more={used ? `${count(used.inputTokens + used.outputTokens)} ${t.unit.tokens}` : null}
      />
    </div>
  );
}

function Figure({ name, value, more }: { name: string; value: ReactNode; more?: ReactNode }) {
  return (
    <div className="min-w-0 rounded-xl border border-line bg-card p-3 shadow-xs sm:p-4">
      <p className="text-xs font-medium text-faint">{name}</p>
      <p className="text-xl font-semibold tracking-tight tabular-nums sm:text-2xl">{value}</p>
      {more ? <p className="text-xs text-faint">{more}</p> : null}
    </div>
  );
}

function Percentiles({ name, value }: { name: string; value: { p50: number; p95: number } | null | undefined }) {
  return (
    <Figure
      name={name}
      value={value ? ms(value.p50) : "–"}
      more={value ? `${t.overview.median} · ${t.overview.p95} ${ms(value.p95)}` : null}
    />
  );
}

function Split() {
  const minutes = useLive("minutes");
  const totals = useLive("totals");
  if (!minutes.length) return <Empty>{t.state.nothing}</Empty>;
  const end = Math.max(minutes.at(-1)?.at_ms ?? 0, totals ? totals.now_ms - (totals.now_ms % 60_000) : 0);
  const slots = Array.from({ length: 30 }, (_, place) => end - (29 - place) * 60_000);
  const found = slots.map((at) => minutes.find((one) => one.at_ms === at));
  return (
    <Stacked
      label={t.overview.split}
      ticks={slots.map((at) => clock(at).slice(0, 5))}
      series={ZONES.map((zone) => ({ name: zone, colour: `var(--${zone})`, values: found.map((one) => one?.zones[zone] ?? 0) }))}
      format={(value) => (Number.isInteger(value) ? count(value) : value.toFixed(1))}
    />
  );
}

function FleetCard() {
  const query = useQuery(backends);
  return (
    <Card title={t.overview.fleet} lead={t.overview.fleetLead} actions={<Link to="/models" className="text-sm text-accent underline">{t.nav.models}</Link>}>
      <Asked query={query}>
        {(data) =>
          data.backends.length ? (
            <ul className="divide-y divide-line/60">
              {data.backends.map((one) => (
                <li key={one.name} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5 text-sm">
                  <Badge tone={one.up ? "good" : "bad"}>{one.up ? t.common.up : t.common.down}</Badge>
                  <span className="min-w-0 font-medium wrap-anywhere">{one.name}</span>
                  <ZoneMark zone={one.zone} />
                  <span className="ml-auto text-faint">
                    {t.models.inFlight(one.deployments.reduce((sum, part) => sum + part.in_flight, 0), null)}
                  </span>
                </li>
              ))}
            </ul>
          ) : (
            <Empty>{t.models.empty}</Empty>
          )
        }
      </Asked>
    </Card>
  );
}

function BudgetsCard() {
  const query = useQuery(projects);
  return (
    <Card title={t.overview.budgets} lead={t.overview.budgetsLead} actions={<Link to="/projects" className="text-sm text-accent underline">{t.nav.projects}</Link>}>
      <Asked query={query}>
        {(data) => {
          const all = data.projects
            .flatMap((project) => project.budgets.map((budget) => ({ project, budget })))
            .sort((a, b) => b.budget.spent_usd / (b.budget.amount_usd || 1) - a.budget.spent_usd / (a.budget.amount_usd || 1));
          if (!all.length) return <Empty>{t.overview.noBudgets}</Empty>;
          return (
            <ul className="flex flex-col gap-3">
              {all.slice(0, 6).map(({ project, budget }) => (
                <li key={budget.id}>
                  <BudgetMeter budget={budget} name={project.name} />
                </li>
              ))}
            </ul>
          );
        }}
      </Asked>
    </Card>
  );
}
