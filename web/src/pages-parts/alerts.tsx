import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send, type Schema } from "../api/client";
import { moment } from "../lib/format";
import { alerts, channels } from "../lib/queries";
import { useProjectNames } from "../lib/useProjectNames";
import { t } from "../texts";
import { Asked, Badge, Button, Card, Empty, Problem } from "../ui/kit";
import { Table } from "../ui/table";
import { NewChannel } from "./new-channel";

type Channel = Schema<"ChannelTold">;
type Delivery = Schema<"DeliveryTold">;

/** Where alerts are sent, whether they arrive there, and what was told lately. */
export function Alerts() {
  const query = useQuery(channels);
  const [adding, setAdding] = useState(false);
  return (
    <Card
      title={t.alerts.title}
      lead={t.alerts.lead}
      actions={
        <Button kind="primary" onClick={() => setAdding(true)}>
          {t.alerts.add}
        </Button>
      }
    >
      {adding ? <NewChannel onClose={() => setAdding(false)} /> : null}
      <Asked query={query}>
        {(data) => (
          <>
            {data.channels.length ? <Places rows={data.channels} /> : <Empty>{t.alerts.none}</Empty>}
            <h3 className="mt-5 mb-2 text-sm font-semibold">{t.alerts.recent}</h3>
            <Recent places={new Map(data.channels.map((one) => [one.id, where(one)]))} />
          </>
        )}
      </Asked>
    </Card>
  );
}

function where(channel: Channel): string {
  return channel.kind === "webhook" ? channel.url : channel.recipients.join(", ");
}

function Places({ rows }: { rows: Channel[] }) {
  const client = useQueryClient();
  const test = useMutation({
    mutationFn: (channel: string) => send("POST", "/api/alerts/test", { body: { channel } }),
  });
  const remove = useMutation({
    mutationFn: (ident: string) => send("DELETE", "/api/alerts/channels/{ident}", { path: { ident } }),
    onSettled: () => client.invalidateQueries({ queryKey: ["alerts"] }),
  });
  return (
    <>
      <Table
        label={t.alerts.title}
        rows={rows}
        keyOf={(row) => row.id}
        columns={[
          { name: t.alerts.kind, cell: (row) => t.alerts.kinds[row.kind] },
          {
            name: t.alerts.place,
            cell: (row) => (
              <span className="wrap-anywhere">
                {where(row)}
                {row.kind === "email" ? <span className="block text-xs text-faint">{`${row.host}:${row.port}`}</span> : null}
              </span>
            ),
          },
          { name: t.alerts.secret, cell: (row) => <Secret channel={row} /> },
          {
            name: "",
            right: true,
            cell: (row) => (
              <span className="inline-flex gap-2">
                <Button disabled={test.isPending} aria-label={t.alerts.sampleTo(where(row))} onClick={() => test.mutate(row.id)}>
                  {t.alerts.sample}
                </Button>
                <Button
                  kind="danger"
                  disabled={remove.isPending}
                  aria-label={t.alerts.removeIt(where(row))}
                  onClick={() => {
                    if (window.confirm(t.alerts.removeSure)) remove.mutate(row.id);
                  }}
                >
                  {t.common.remove}
                </Button>
              </span>
            ),
          },
        ]}
      />
      <div aria-live="polite" className="mt-2">
        {(test.error ?? remove.error) ? <Problem error={test.error ?? remove.error} /> : null}
        {test.data?.results.map((one) => (
          <p key={one.id} className={one.ok ? "text-sm text-good" : "text-sm text-bad"}>
            {one.ok ? t.alerts.arrived(one.said) : t.alerts.failed(one.said)}
          </p>
        ))}
      </div>
    </>
  );
}

/** Which variable holds it, and whether that is set; never the secret. */
function Secret({ channel }: { channel: Channel }) {
  const name = channel.kind === "webhook" ? channel.secret_env : channel.password_env;
  if (!name) return <span className="text-faint">{channel.kind === "webhook" ? t.alerts.unsigned : t.alerts.noPassword}</span>;
  return channel.missing.includes(name) ? <Badge tone="bad">{t.alerts.unset(name)}</Badge> : <>{t.alerts.secretIn(name)}</>;
}

const TONES = { arrived: "good", waiting: "warn", given_up: "bad" } as const;

function Recent({ places }: { places: Map<string, string> }) {
  const query = useQuery(alerts);
  const names = useProjectNames();
  return (
    <Asked query={query}>
      {(data) =>
        data.alerts.length ? (
          <Table
            label={t.alerts.recent}
            rows={data.alerts}
            keyOf={(row) => row.id}
            columns={[
              { name: t.common.time, cell: (row) => <span className="whitespace-nowrap">{moment(row.at_ms)}</span> },
              { name: t.common.project, cell: (row) => (row.project ? names(row.project) : t.alerts.everybody) },
              { name: t.alerts.what, cell: (row) => <span className="block min-w-48 wrap-anywhere">{row.words}</span> },
              {
                name: t.alerts.deliveries,
                cell: (row) => row.deliveries.length === 0 ? <span className="text-faint">{t.alerts.soon}</span> : (
                  <ul className="flex flex-col gap-1">
                    {row.deliveries.map((one) => (
                      <Went key={one.channel} delivery={one} place={one.channel === "log" ? t.alerts.log : (places.get(one.channel) ?? t.alerts.gone)} />
                    ))}
                  </ul>
                ),
              },
            ]}
          />
        ) : (
          <Empty>{t.alerts.noRecent}</Empty>
        )
      }
    </Asked>
  );
}

function Went({ delivery, place }: { delivery: Delivery; place: string }) {
  const more = [
    delivery.channel === "log" ? "" : delivery.said,
    delivery.tries > 1 || delivery.state !== "arrived" ? t.alerts.tries(delivery.tries) : "",
    delivery.next_ms ? t.alerts.next(moment(delivery.next_ms)) : "",
  ].filter(Boolean);
  return (
    <li className="flex flex-wrap items-center gap-x-2">
      <Badge tone={TONES[delivery.state]}>{t.alerts.states[delivery.state]}</Badge>
      <span className="wrap-anywhere">{place}</span>
      {more.length ? <span className="text-xs text-faint">{more.join(" · ")}</span> : null}
    </li>
  );
}
