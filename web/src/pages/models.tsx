import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Deployment } from "../api/shapes";
import { count, ms, usd } from "../lib/format";
import { backends } from "../lib/queries";
import { BackendActions, NewBackend } from "../pages-parts/backend-actions";
import { LocalModels } from "../pages-parts/local-models";
import { t } from "../texts";
import { Asked, Badge, Button, Card, Empty, Page, TierMark, ZoneMark } from "../ui/kit";
import { Table } from "../ui/table";

export function Models() {
  const query = useQuery(backends);
  const [adding, setAdding] = useState(false);
  return (
    <Page
      title={t.models.title}
      lead={t.models.lead}
      actions={
        <Button kind="primary" onClick={() => setAdding(true)}>
          {t.backend.add}
        </Button>
      }
    >
      {adding ? <NewBackend onClose={() => setAdding(false)} /> : null}
      <Asked query={query}>
        {(data) =>
          data.backends.length ? (
            <div className="flex flex-col gap-4">
              {data.backends.map((one) => (
                <Card
                  key={one.name}
                  title={<span className="wrap-anywhere">{one.name}</span>}
                  lead={
                    <span className="break-all">
                      {one.kind} {one.version} · {one.url}
                      {one.region ? ` · ${one.region}` : ""}
                    </span>
                  }
                  actions={
                    <span className="flex items-center gap-3">
                      <ZoneMark zone={one.zone} />
                      {one.drained ? <Badge tone="warn">{t.backend.drained}</Badge> : null}
                      <Badge tone={one.up ? "good" : "bad"}>{one.up ? t.common.up : t.common.down}</Badge>
                    </span>
                  }
                >
                  {one.deployments.length ? <Deployments name={one.name} rows={one.deployments} /> : <Empty>{t.state.nothing}</Empty>}
                  <BackendActions backend={one} />
                </Card>
              ))}
            </div>
          ) : (
            <Card>
              <Empty>{t.models.empty}</Empty>
            </Card>
          )
        }
      </Asked>
      <LocalModels />
    </Page>
  );
}

function Deployments({ name, rows }: { name: string; rows: Deployment[] }) {
  return (
    <Table
      label={`${t.models.deployment}: ${name}`}
      rows={rows}
      keyOf={(row) => row.name}
      columns={[
        { name: t.common.model, cell: (row) => <Named row={row} /> },
        {
          name: t.models.tiers,
          cell: (row) => (
            <span className="flex flex-wrap gap-2">
              {row.tiers.length ? row.tiers.map((tier) => <TierMark key={tier} tier={tier} />) : "–"}
            </span>
          ),
        },
        {
          name: t.common.status,
          cell: (row) => (
            <Badge tone={!row.up ? "bad" : row.breaker === "closed" ? "good" : "warn"}>
              {row.up ? (t.models.breaker[row.breaker] ?? row.breaker) : t.common.down}
            </Badge>
          ),
        },
        { name: t.models.load, cell: (row) => <Load row={row} /> },
        { name: t.models.ttft, right: true, cell: (row) => ms(row.ttft_ms === null ? null : Math.round(row.ttft_ms)) },
        { name: t.models.window, right: true, cell: (row) => (row.context_window ? count(row.context_window) : "–") },
        {
          name: t.models.price,
          right: true,
          cell: (row) =>
            !row.price_known ? (
              <Badge tone="warn">{t.common.unknown}</Badge>
            ) : row.usd_per_million_in || row.usd_per_million_out ? (
              `${usd(row.usd_per_million_in ?? 0)} / ${usd(row.usd_per_million_out ?? 0)}`
            ) : (
              t.common.free
            ),
        },
        { name: t.models.capabilities, cell: (row) => row.capabilities.join(", ") || "–", hidden: "hidden xl:table-cell" },
      ]}
    />
  );
}

function Named({ row }: { row: Deployment }) {
  return (
    <span className="block min-w-28">
      <b className="block font-medium wrap-anywhere">{row.model}</b>
      {row.ends ? <span className="block max-w-72 text-sm text-warn">{row.ends}</span> : null}
    </span>
  );
}

function Load({ row }: { row: Deployment }) {
  return (
    <span className="flex min-w-24 flex-col gap-1">
      <span className="whitespace-nowrap">{t.models.inFlight(row.in_flight, row.capacity)}</span>
      {row.capacity ? (
        <span aria-hidden className="h-1.5 rounded-full bg-line">
          <span className="block h-full rounded-full bg-accent" style={{ width: `${Math.min(100, (100 * row.in_flight) / row.capacity)}%` }} />
        </span>
      ) : null}
      {row.queued ? <span className="whitespace-nowrap text-faint">{t.models.queue(row.queued, ms(row.wait_ms))}</span> : null}
      {row.others ? <span className="whitespace-nowrap text-faint">{t.models.others(row.others)}</span> : null}
    </span>
  );
}
