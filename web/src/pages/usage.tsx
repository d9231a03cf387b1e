import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Schema } from "../api/client";
import { count, share, usd } from "../lib/format";
import { DAYS, groups, usage, type Period } from "../lib/queries";
import { addDays, dateIn, keepZone, keptZone, zones } from "../lib/zones";
import { Compared } from "../pages-parts/compared";
import { Cross } from "../pages-parts/cross";
import { Savings } from "../pages-parts/savings";
import { t } from "../texts";
import { Stacked } from "../ui/charts";
import { Asked, Card, Empty, Page, Select } from "../ui/kit";

type Groups = Schema<"UsageGroups">;

export function Usage() {
  const [period, setPeriod] = useState<Period>("weekly");
  const [zone, setZone] = useState(keptZone);
  const found = useQuery(groups({ period, timeZone: zone, by: ["zone"] }));
  return (
    <Page
      title={t.usage.title}
      lead={t.usage.lead}
      actions={
        <>
          <Select label={t.usage.period} value={period} options={Object.entries(t.usage.periods) as [Period, string][]} onChange={setPeriod} />
          <Select
            label={t.usage.zone}
            value={zone}
            options={zones().map((one) => [one, one.replaceAll("_", " ")] as const)}
            onChange={(one) => {
              keepZone(one);
              setZone(one);
            }}
          />
          <a
            href={`/api/usage/export?period=${period}`}
            download
            className="inline-flex min-h-9 items-center self-end rounded-lg border border-line bg-card px-3 text-sm font-medium hover:bg-accent-soft"
          >
            {t.usage.csv}
          </a>
        </>
      }
    >
      <Asked query={found}>
        {(data) =>
          data.total.calls ? (
            <>
              <Totals found={data} zone={zone} period={period} />
              <Cross period={period} zone={zone} />
              <div className="grid gap-4 xl:grid-cols-[2fr_1fr]">
                <PerDay period={period} zone={zone} />
                <Savings period={period} />
              </div>
              {period === "all" ? null : <Compared now={data} period={period} zone={zone} />}
            </>
          ) : (
            <Card>
              <Empty>{t.usage.empty}</Empty>
            </Card>
          )
        }
      </Asked>
    </Page>
  );
}

function Totals({ found, zone, period }: { found: Groups; zone: string; period: Period }) {
  const utc = useQuery(usage(period));
  const total = found.total;
  const days = [dateIn(zone, found.fromMs), dateIn(zone, Math.min(found.untilMs - 1, Date.now()))];
  return (
    <Card>
      <dl className="grid grid-cols-2 gap-x-10 gap-y-3 sm:flex sm:flex-wrap">
        {[
          [t.common.cost, usd(total.cost)],
          [t.usage.measures.calls, `${count(total.calls)} (${share(total.succeededCalls, total.calls)} ${t.requests.statuses.ok})`],
          [t.story.tokensInOut, `${count(total.inputTokens)} / ${count(total.outputTokens)}`],
          [t.usage.period, days[0] === days[1] ? days[0] : `${days[0]} – ${days[1]}`],
        ].map(([name, value]) => (
          <div key={name} className="min-w-0">
            <dt className="text-xs text-faint">{name}</dt>
            <dd className="text-lg font-semibold wrap-anywhere tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      {utc.data?.unpricedAttempts ? <p className="mt-2 text-sm text-warn">{t.usage.unpriced(utc.data.unpricedAttempts)}</p> : null}
    </Card>
  );
}

function PerDay({ period, zone }: { period: Period; zone: string }) {
  const query = useQuery(groups({ period, timeZone: zone, by: ["day"] }));
  return (
    <Card title={t.usage.perDay}>
      <Asked query={query}>
        {(told) => {
          const costs = new Map(told.groups.map((one) => [(one as { day?: string }).day ?? "", one.cost]));
          const days = daysOf(told, period, zone);
          return (
            <Stacked
              label={t.usage.perDay}
              ticks={days.map((one) => one.slice(5))}
              series={[{ name: t.usage.measures.cost, colour: "var(--accent)", values: days.map((one) => costs.get(one) ?? 0) }]}
              format={usd}
            />
          );
        }}
      </Asked>
    </Card>
  );
}

/** Every day of a period, quiet ones included; of all time the last 90 at most. */
function daysOf(told: Groups, period: Period, zone: string): string[] {
  const last = dateIn(zone, Date.now());
  const first = dateIn(zone, told.fromMs);
  const most = period === "all" ? 90 : DAYS[period];
  const days = [last];
  while (days.length < most && (days[0] ?? "") > first) days.unshift(addDays(days[0] ?? last, -1));
  return days;
}
