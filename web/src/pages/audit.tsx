import { useQuery } from "@tanstack/react-query";
import { get } from "../api/client";
import { SENSITIVITIES } from "../api/shapes";
import { count, moment } from "../lib/format";
import { summary } from "../lib/queries";
import { RequestTable } from "../pages-parts/request-table";
import { t } from "../texts";
import { Bars } from "../ui/charts";
import { Asked, Badge, Button, Card, Empty, Page, Problem, SensitivityMark } from "../ui/kit";
import { Table } from "../ui/table";

export function Audit() {
  const told = useQuery(summary());
  const egress = useQuery({
    queryKey: ["requests", "egress"],
    queryFn: () => get("/api/requests", { query: { zone: "public", limit: 20 } as never }),
  });
  return (
    <Page title={t.audit.title} lead={t.audit.lead}>
      <div className="grid gap-4 lg:grid-cols-2">
        <Chain />
        <Card title={t.audit.export} lead={t.audit.exportLead}>
          <a
            href="/api/audit/export"
            download
            className="inline-flex min-h-9 items-center rounded-lg border border-line bg-card px-3 text-sm font-medium hover:bg-accent-soft"
          >
            {t.audit.download}
          </a>
        </Card>
        <Card title={t.audit.findings} lead={t.audit.findingsLead}>
          <Asked query={told}>
            {(data) =>
              Object.keys(data.findings).length ? (
                <Table
                  label={t.audit.findings}
                  rows={Object.entries(data.findings)}
                  keyOf={([rule]) => rule}
                  columns={[
                    { name: t.audit.rule, cell: ([rule]) => <code className="font-mono text-xs">{rule}</code> },
                    { name: t.audit.requests, right: true, cell: ([, value]) => count(value) },
                  ]}
                />
              ) : (
                <Empty>{t.audit.noFindings}</Empty>
              )
            }
          </Asked>
        </Card>
        <Card title={t.audit.sensitivity} lead={t.audit.findingsLead}>
          <Asked query={told}>
            {(data) => (
              <Bars
                rows={SENSITIVITIES.map((one) => ({ key: one, name: <SensitivityMark value={one} />, value: data.sensitivities[one] ?? 0 }))}
                format={count}
              />
            )}
          </Asked>
        </Card>
      </div>
      <Acts />
      <Card title={t.audit.egress} lead={t.audit.egressLead}>
        <Asked query={egress}>
          {(data) => (data.requests.length ? <RequestTable rows={data.requests} /> : <Empty>{t.audit.noEgress}</Empty>)}
        </Asked>
      </Card>
    </Page>
  );
}

function Acts() {
  const query = useQuery({ queryKey: ["audit", "acts"], queryFn: () => get("/api/audit/acts", { query: { limit: 50 } }) });
  return (
    <Card title={t.audit.acts} lead={t.audit.actsLead}>
      <Asked query={query}>
        {(data) =>
          data.acts.length ? (
            <Table
              label={t.audit.acts}
              rows={data.acts}
              keyOf={(row) => row.id}
              columns={[
                { name: t.common.time, cell: (row) => <span className="whitespace-nowrap">{moment(row.at_ms)}</span> },
                { name: t.alerts.what, cell: (row) => <code className="font-mono text-xs whitespace-nowrap">{row.action}</code> },
                { name: t.audit.of, cell: (row) => <span className="wrap-anywhere">{row.subject}</span> },
                { name: t.audit.by, cell: (row) => <span className="whitespace-nowrap">{row.actor}</span> },
                {
                  name: t.audit.detail,
                  cell: (row) => <span className="block max-w-xl min-w-40 font-mono text-xs break-all">{row.detail ? JSON.stringify(row.detail) : "–"}</span>,
                },
              ]}
            />
          ) : (
            <Empty>{t.audit.noActs}</Empty>
          )
        }
      </Asked>
    </Card>
  );
}

function Chain() {
  const verdict = useQuery({ queryKey: ["audit"], queryFn: () => get("/api/audit/verify"), enabled: false });
  return (
    <Card title={t.audit.chain} lead={t.audit.chainLead}>
      <Button kind="primary" disabled={verdict.isFetching} onClick={() => void verdict.refetch()}>
        {t.audit.verify}
      </Button>
      <div aria-live="polite" className="mt-3 text-sm">
        {verdict.error ? <Problem error={verdict.error} /> : null}
        {verdict.data?.ok ? <Badge tone="good">{t.audit.whole(verdict.data.links)}</Badge> : null}
        {verdict.data && !verdict.data.ok ? (
          <div className="text-bad">
            <p className="font-medium">{t.audit.broken}</p>
            <ul className="list-disc pl-5">
              {verdict.data.faults.map((fault) => (
                <li key={fault} className="wrap-anywhere">
                  {fault}
                </li>
              ))}
            </ul>
          </div>
        ) : null}
      </div>
    </Card>
  );
}
