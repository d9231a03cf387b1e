import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { get, type Schema } from "../api/client";
import { ago, change, count, moment, share, usd } from "../lib/format";
import { groups } from "../lib/queries";
import { DAY_MS } from "../lib/zones";
import { t } from "../texts";
import { Asked, Card, cx, Empty } from "../ui/kit";
import { Table } from "../ui/table";

type Groups = Schema<"UsageGroups">;
const STEP_MS = 60_000;

/** Today beside yesterday up to the same time of day, who answers more or less than then, and who changed what. */
export function Changes({ admin }: { admin: boolean }) {
  const now = Math.floor(Date.now() / STEP_MS) * STEP_MS;
  const midnight = now - (now % DAY_MS);
  const iso = (at: number) => new Date(at).toISOString();
  const today = useQuery(groups({ by: ["zone", "model"], period: "daily" }));
  const then = useQuery(groups({ by: ["zone", "model"], from: iso(midnight - DAY_MS), until: iso(now - DAY_MS) }));
  return (
    <Card title={t.changes.title} lead={t.changes.lead} actions={<Link to="/usage" className="text-sm text-accent underline">{t.nav.usage}</Link>}>
      <Asked query={then}>
        {(old) => (
          <Asked query={today}>
            {(fresh) => (
              <div className="flex flex-col gap-4">
                {old.total.calls ? null : <p className="text-sm text-faint">{t.changes.quiet}</p>}
                <Figures fresh={fresh} old={old} />
                <Movers fresh={fresh} old={old} />
              </div>
            )}
          </Asked>
        )}
      </Asked>
      {admin ? <Acts since={midnight - DAY_MS} /> : null}
    </Card>
  );
}

function Figures({ fresh, old }: { fresh: Groups; old: Groups }) {
  const home = (told: Groups) => sumBy(told, "zone").get("local") ?? 0;
  const part = (some: number, of: number) => (of ? share(some, of) : "–");
  const failed = (told: Groups) => told.total.calls - told.total.succeededCalls;
  const rows = [
    { name: t.common.cost, now: usd(fresh.total.cost), was: usd(old.total.cost), moved: change(fresh.total.cost, old.total.cost, t.usage.fresh) },
    { name: t.overview.calls, now: count(fresh.total.calls), was: count(old.total.calls), moved: change(fresh.total.calls, old.total.calls, t.usage.fresh) },
    {
      name: t.overview.home,
      now: part(home(fresh), fresh.total.calls),
      was: part(home(old), old.total.calls),
      moved: points(home(fresh), fresh.total.calls, home(old), old.total.calls),
    },
    {
      name: t.changes.failed,
      now: part(failed(fresh), fresh.total.calls),
      was: part(failed(old), old.total.calls),
      moved: points(failed(fresh), fresh.total.calls, failed(old), old.total.calls),
    },
  ];
  return (
    <Table
      label={t.changes.title}
      rows={rows}
      keyOf={(row) => row.name}
      columns={[
        { name: t.usage.figure, cell: (row) => row.name },
        { name: t.changes.today, right: true, cell: (row) => <b className="font-semibold">{row.now}</b> },
        { name: t.changes.then, right: true, cell: (row) => row.was },
        { name: t.usage.change, right: true, cell: (row) => row.moved },
      ]}
    />
  );
}

/** The models whose share of the calls has moved most. */
function Movers({ fresh, old }: { fresh: Groups; old: Groups }) {
  const [now, was] = [sumBy(fresh, "model"), sumBy(old, "model")];
  if (!old.total.calls || !fresh.total.calls) return null;
  const moved = [...new Set([...now.keys(), ...was.keys()])]
    .map((name) => ({ name, by: 100 * ((now.get(name) ?? 0) / fresh.total.calls - (was.get(name) ?? 0) / old.total.calls) }))
    .filter((one) => Math.abs(one.by) >= 1)
    .sort((a, b) => Math.abs(b.by) - Math.abs(a.by))
    .slice(0, 3);
  if (!moved.length) return null;
  return (
    <p className="text-sm">
      {t.changes.movers}{" "}
      {moved.map((one, place) => (
        <span key={one.name} className="whitespace-nowrap">
          {place ? "; " : ""}
          <b className="font-medium">{one.name}</b> {signed(one.by)}
        </span>
      ))}
    </p>
  );
}

function Acts({ since }: { since: number }) {
  const query = useQuery({ queryKey: ["audit", "acts"], queryFn: () => get("/api/audit/acts", { query: { limit: 50 } }), refetchInterval: 30_000 });
  return (
    <div className="mt-4 border-t border-line pt-3">
      <h3 className="mb-2 flex justify-between text-sm font-semibold">
        {t.changes.acts} <Link to="/audit" className="font-normal text-accent underline">{t.nav.audit}</Link>
      </h3>
      <Asked query={query}>
        {(data) => {
          const recent = data.acts.filter((one) => one.at_ms >= since);
          return recent.length ? (
            <ul className="flex flex-col gap-1 text-sm">
              {recent.slice(0, 4).map((one) => (
                <li key={one.id} className="flex flex-wrap gap-x-2">
                  <time dateTime={new Date(one.at_ms).toISOString()} title={moment(one.at_ms)} className="text-faint">
                    {ago(one.at_ms, Date.now())}
                  </time>
                  <code className="font-mono text-xs leading-5">{one.action}</code>
                  <span className="min-w-0 wrap-anywhere">{one.subject}</span>
                </li>
              ))}
              {recent.length > 4 ? <li className={cx("text-faint")}>{t.changes.moreActs(recent.length - 4)}</li> : null}
            </ul>
          ) : (
            <Empty>{t.changes.noActs}</Empty>
          );
        }}
      </Asked>
    </div>
  );
}

function sumBy(told: Groups, name: "zone" | "model"): Map<string, number> {
  const found = new Map<string, number>();
  for (const one of told.groups) {
    const key = String((one as Record<string, unknown>)[name]);
    found.set(key, (found.get(key) ?? 0) + one.calls);
  }
  return found;
}

function points(now: number, of: number, was: number, ofBefore: number): string {
  return of && ofBefore ? signed(100 * (now / of - was / ofBefore)) : "–";
}

function signed(by: number): string {
  const size = Math.abs(by).toFixed(Math.abs(by) < 10 ? 1 : 0);
  return `${Number(size) === 0 ? "±" : by > 0 ? "+" : "−"}${size} ${t.changes.points}`;
}
