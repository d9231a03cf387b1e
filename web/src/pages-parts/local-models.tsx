import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { send } from "../api/client";
import type { Download, LocalModel } from "../api/shapes";
import { bytes, count } from "../lib/format";
import { catalogue, downloads } from "../lib/queries";
import { t } from "../texts";
import { Asked, Badge, Button, Card, Code, Problem } from "../ui/kit";
import { Table } from "../ui/table";

/** Models that can run on this machine: fetch one, watch it come, start and stop it. */
export function LocalModels() {
  const known = useQuery(catalogue);
  const fetched = useQuery(downloads);
  return (
    <Card title={t.local.title} lead={known.data ? t.local.lead(known.data.folder) : undefined}>
      <Asked query={known}>
        {(data) => (
          <Table
            label={t.local.title}
            rows={data.models}
            keyOf={(row) => row.name}
            columns={[
              {
                name: t.common.model,
                cell: (row) => (
                  <span className="flex min-w-40 flex-col">
                    <b className="font-medium wrap-anywhere">{row.title ?? row.name}</b>
                    <span className="text-xs text-faint">{[row.name, row.licence].filter(Boolean).join(" · ")}</span>
                  </span>
                ),
              },
              { name: t.local.size, right: true, cell: (row) => bytes(row.here?.bytes ?? row.bytes ?? 0) },
              { name: t.local.memory, right: true, cell: (row) => memory(row) },
              { name: t.models.window, right: true, cell: (row) => (row.context ? count(row.context) : "–") },
              { name: t.common.status, cell: (row) => <State row={row} /> },
              {
                name: t.local.actions,
                cell: (row) => <Actions row={row} coming={(fetched.data?.downloads ?? []).findLast((one) => one.model === row.name)} />,
              },
            ]}
          />
        )}
      </Asked>
    </Card>
  );
}

function memory(row: LocalModel): string {
  if (row.running?.memory_bytes) return bytes(row.running.memory_bytes);
  const least = row.memory?.[0];
  return least ? t.local.memoryAt(bytes(least.bytes), count(least.context)) : "–";
}

function State({ row }: { row: LocalModel }) {
  if (row.running) {
    const tone = row.running.state === "ready" ? "good" : "warn";
    return (
      <span className="flex flex-col items-start gap-1">
        <Badge tone={tone}>{row.running.asleep ? t.local.asleep : row.running.state}</Badge>
        {row.running.log.length ? (
          <details className="max-w-md text-xs">
            <summary className="cursor-pointer text-faint">{t.local.log}</summary>
            <Code>{row.running.log.join("\n")}</Code>
          </details>
        ) : null}
      </span>
    );
  }
  if (row.problem) return <span className="text-sm text-bad wrap-anywhere">{row.problem}</span>;
  return <Badge>{row.here ? t.local.stopped : t.local.notHere}</Badge>;
}

function Actions({ row, coming }: { row: LocalModel; coming: Download | undefined }) {
  const client = useQueryClient();
  const settled = () =>
    Promise.all([client.invalidateQueries({ queryKey: ["catalogue"] }), client.invalidateQueries({ queryKey: ["downloads"] })]);
  const pull = useMutation({
    mutationFn: () => send("POST", "/api/models/download", { body: { model: row.name } }),
    onSettled: settled,
  });
  const cancel = useMutation({
    mutationFn: (number: string) => send("DELETE", "/api/models/downloads/{number}", { path: { number } }),
    onSettled: settled,
  });
  const act = useMutation({
    mutationFn: (what: "start" | "stop") =>
      send("POST", what === "start" ? "/api/models/{name}/start" : "/api/models/{name}/stop", { path: { name: row.name } }),
    onSettled: settled,
  });
  const remove = useMutation({
    mutationFn: () => send("DELETE", "/api/models/{name}", { path: { name: row.name } }),
    onSettled: settled,
  });
  const busy = pull.isPending || act.isPending || remove.isPending;
  const running = coming !== undefined && (coming.state === "waiting" || coming.state === "running");
  const failed = pull.error ?? cancel.error ?? act.error ?? remove.error;
  return (
    <span className="flex min-w-44 flex-col gap-2">
      {running ? (
        <Coming one={coming} onCancel={() => cancel.mutate(coming.id)} />
      ) : (
        <span className="flex flex-wrap gap-2">
          {row.running ? (
            <Button disabled={busy} onClick={() => act.mutate("stop")} aria-label={t.local.stopIt(row.name)}>
              {t.local.stop}
            </Button>
          ) : row.here ? (
            <Button disabled={busy} onClick={() => act.mutate("start")} aria-label={t.local.startIt(row.name)}>
              {act.isPending ? t.local.starting : t.local.start}
            </Button>
          ) : (
            <Button disabled={busy} onClick={() => pull.mutate()} aria-label={t.local.fetchIt(row.name)}>
              {t.local.fetch}
            </Button>
          )}
          {row.here ? (
            <Button
              kind="danger"
              disabled={busy}
              aria-label={t.local.removeIt(row.name)}
              onClick={() => {
                if (window.confirm(t.local.removeSure(row.name, bytes(row.here?.bytes ?? 0)))) remove.mutate();
              }}
            >
              {t.local.remove}
            </Button>
          ) : null}
        </span>
      )}
      {coming?.error && !row.here ? <span className="text-xs text-bad wrap-anywhere">{coming.error}</span> : null}
      {failed ? <Problem error={failed} /> : null}
    </span>
  );
}

function Coming({ one, onCancel }: { one: Download; onCancel: () => void }) {
  const { bytes: here = 0, total = 0, rate = 0, remaining_seconds: left = null } = one.progress ?? {};
  return (
    <span className="flex flex-col gap-1 text-xs">
      <progress className="h-2 w-full accent-(--accent)" aria-label={t.local.coming(one.model)} max={total || 1} value={total ? here : 0} />
      <span className="flex items-center justify-between gap-2 tabular-nums">
        {`${bytes(here)} / ${total ? bytes(total) : "?"}`}
        {rate ? ` · ${bytes(rate)}/s` : ""}
        {left === null ? "" : ` · ${t.local.left(Math.ceil(left))}`}
        <Button kind="quiet" onClick={onCancel}>
          {t.common.cancel}
        </Button>
      </span>
    </span>
  );
}
