import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { get } from "../api/client";
import { SENSITIVITIES, TIERS, ZONES } from "../api/shapes";
import { NAMES, type Filters } from "../lib/filters";
import { matches } from "../lib/matches";
import { useLive } from "../lib/live";
import { projects, session } from "../lib/queries";
import { RequestTable } from "../pages-parts/request-table";
import { t } from "../texts";
import { Asked, Badge, Button, Card, Copy, Empty, Field, Page, Select, Tick } from "../ui/kit";

type Asking = NonNullable<Parameters<typeof get<"/api/requests">>[1]>["query"];

const SHOWN = 60;

export function Requests() {
  const filters = useSearch({ from: "/requests" });
  const [follow, setFollow] = useState(true);
  const lines = useLive("lines");
  const lost = useLive("lost");
  const set = NAMES.filter((name) => filters[name] !== undefined).length;
  const ended = lines.filter((line) => !set || matches(line, filters));
  const found = useInfiniteQuery({
    queryKey: ["requests", filters],
    initialPageParam: "",
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) =>
      get("/api/requests", { query: { ...filters, before: pageParam, limit: 50 } as Asking, signal }),
    getNextPageParam: (page) => page.next,
  });
  const listed = found.data?.pages.flatMap((page) => page.requests) ?? [];
  const known = new Set(ended.map((line) => line.id));
  const both = follow ? [...ended, ...listed.filter((line) => !known.has(line.id))].sort((a, b) => b.at_ms - a.at_ms) : listed;
  // A table that moves is short; what has been loaded by hand stays.
  const rows = follow && (found.data?.pages.length ?? 0) < 2 ? both.slice(0, SHOWN) : both;
  const short = (found.data?.pages.at(-1)?.requests.length ?? 0) < 50;
  return (
    <Page
      title={t.requests.title}
      lead={t.requests.lead}
      actions={
        <Tick label={t.requests.live} checked={follow} onChange={setFollow} />
      }
    >
      <FilterForm filters={filters} count={set} />
      <Card>
        <Asked query={found}>
          {() => (
            <>
              {rows.length ? <RequestTable rows={rows} /> : <Empty>{set ? t.requests.empty : t.requests.emptyNone}</Empty>}
              {lost && follow ? <p className="pt-2 text-xs text-faint">{t.requests.lost(lost)}</p> : null}
              {found.hasNextPage ? (
                <div className="flex flex-wrap items-center gap-3 pt-3">
                  <Button disabled={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
                    {t.common.more}
                  </Button>
                  {short ? <span className="text-sm text-faint">{t.requests.partial}</span> : null}
                </div>
              ) : null}
            </>
          )}
        </Asked>
      </Card>
    </Page>
  );
}

function FilterForm({ filters, count }: { filters: Filters; count: number }) {
  const navigate = useNavigate({ from: "/requests" });
  const [open, setOpen] = useState(count > 0 || window.innerWidth >= 1024);
  const { data: who } = useQuery(session);
  const all = useQuery({ ...projects, enabled: who?.kind === "admin" });
  const change = (name: keyof Filters, value: string) =>
    void navigate({ search: (before: Filters) => ({ ...before, [name]: value || undefined }), replace: true });
  const options = (values: readonly string[]) => [["", t.common.any], ...values.map((one) => [one, one])] as [string, string][];
  const number = (name: keyof Filters, label: string, step: string) => (
    <Typed label={label} type="number" step={step} value={filters[name] ?? ""} onDone={(value) => change(name, value)} />
  );
  const moment = (name: "since_ms" | "until_ms", label: string) => (
    <Typed
      label={label}
      type="datetime-local"
      value={filters[name] ? local(Number(filters[name])) : ""}
      onDone={(value) => change(name, value ? String(new Date(value).getTime()) : "")}
    />
  );
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)} className="rounded-xl border border-line bg-card p-4 shadow-xs">
      <summary className="text-base font-semibold">
        {t.requests.filters} {count ? <Badge tone="good">{count}</Badge> : null}
      </summary>
      <div className="mt-3 grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-6">
        {who?.kind === "admin" ? (
          <Select
            label={t.common.project}
            value={filters.projectId ?? ""}
            options={[["", t.common.any], ...(all.data?.projects ?? []).map((one) => [one.id, one.name] as [string, string])]}
            onChange={(value) => change("projectId", value)}
          />
        ) : null}
        <Typed label={t.requests.model} type="search" value={filters.model ?? ""} onDone={(value) => change("model", value)} />
        <Select label={t.common.tier} value={filters.tier ?? ""} options={options(TIERS)} onChange={(value) => change("tier", value)} />
        <Select label={t.common.zone} value={filters.zone ?? ""} options={options(ZONES)} onChange={(value) => change("zone", value)} />
        <Select
          label={t.requests.sensitivity}
          value={filters.sensitivity ?? ""}
          options={options(SENSITIVITIES)}
          onChange={(value) => change("sensitivity", value)}
        />
        <Select
          label={t.common.status}
          value={filters.status ?? ""}
          options={[["", t.common.any], ...Object.entries(t.requests.statuses)] as [string, string][]}
          onChange={(value) => change("status", value)}
        />
        {number("min_latency_ms", t.requests.minLatency, "1")}
        {number("max_latency_ms", t.requests.maxLatency, "1")}
        {number("min_cost_usd", t.requests.minCost, "any")}
        {number("max_cost_usd", t.requests.maxCost, "any")}
        {moment("since_ms", t.requests.since)}
        {moment("until_ms", t.requests.until)}
      </div>
      <div className="mt-3 flex flex-wrap items-center gap-2">
        <Button disabled={!count} onClick={() => void navigate({ search: {} })}>
          {t.requests.clear}
        </Button>
        <Copy text={window.location.href} label={t.requests.copyLink} />
        {(["backend", "token"] as const).map((name) =>
          filters[name] ? (
            <Button key={name} kind="quiet" onClick={() => change(name, "")} aria-label={t.requests.without(t.usage.dims[name])}>
              {t.usage.dims[name]}: {filters[name]} ✕
            </Button>
          ) : null,
        )}
      </div>
    </details>
  );
}

function local(at: number): string {
  return new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** An input whose value counts when it is left or confirmed, not while it is typed. */
function Typed({ label, type, step, value, onDone }: { label: string; type: string; step?: string; value: string; onDone: (value: string) => void }) {
  return (
    <Field label={label}>
      {(props) => (
        <input
          {...props}
          key={value}
          type={type}
          {...(step ? { step, min: 0 } : {})}
          defaultValue={value}
          onBlur={(event) => event.target.value !== value && onDone(event.target.value)}
          onKeyDown={(event) => event.key === "Enter" && event.currentTarget.value !== value && onDone(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
