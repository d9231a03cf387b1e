import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { get, send } from "../api/client";
import { moment } from "../lib/format";
import { Alerts } from "../pages-parts/alerts";
import { t } from "../texts";
import { Dialog } from "../ui/dialog";
import { Asked, Badge, Button, Card, Empty, Field, Page, Problem } from "../ui/kit";
import { Table } from "../ui/table";

const config = queryOptions({ queryKey: ["config"], queryFn: () => get("/api/config") });

interface Setting {
  name: string;
  value: unknown;
  origin: string;
}

export function Settings() {
  const query = useQuery(config);
  const [sought, setSought] = useState("");
  const [changing, setChanging] = useState<Setting | null>(null);
  const changeable = new Set(query.data?.changeable ?? []);
  return (
    <Page title={t.settings.title} lead={t.settings.lead}>
      <Alerts />
      <Sessions />
      <Keys />
      <Card title={t.settings.all} lead={t.settings.allLead} actions={<Reload />}>
        <div className="mb-3 max-w-sm">
          <Field label={t.settings.search}>
            {(props) => <input {...props} type="search" value={sought} onChange={(event) => setSought(event.target.value)} />}
          </Field>
        </div>
        <Asked query={query}>
          {(data) => {
            const rows = Object.entries(data.settings)
              .map(([name, { value, origin }]) => ({ name, value, origin }))
              .filter((row) => row.name.includes(sought.trim().toLowerCase()));
            if (!rows.length) return <Empty>{t.state.nothing}</Empty>;
            return (
              <Table
                label={t.settings.title}
                rows={rows}
                keyOf={(row) => row.name}
                columns={[
                  { name: t.settings.setting, cell: (row) => <code className="font-mono text-xs">{row.name}</code> },
                  { name: t.settings.value, cell: (row) => <span className="block max-w-xl min-w-40 font-mono text-xs break-all">{JSON.stringify(row.value)}</span> },
                  { name: t.settings.origin, cell: (row) => <Badge tone={row.origin === "default" ? "plain" : "good"}>{row.origin}</Badge> },
                  {
                    name: "",
                    right: true,
                    cell: (row) =>
                      changeable.has(row.name.split(".")[0] ?? "") && !/^(environment|\.env|flag) /.test(row.origin) ? (
                        <Button aria-label={t.settings.changeTitle(row.name)} onClick={() => setChanging(row)}>
                          {t.settings.change}
                        </Button>
                      ) : null,
                  },
                ]}
              />
            );
          }}
        </Asked>
      </Card>
      {changing ? <Change setting={changing} onClose={() => setChanging(null)} /> : null}
    </Page>
  );
}

/** Read the files again; what cannot be used is said, and leaves everything as it was. */
function Reload() {
  const client = useQueryClient();
  const again = useMutation({
    mutationFn: () => send("POST", "/api/config/reload"),
    onSuccess: (told) => client.setQueryData(["config"], told),
  });
  return (
    <span className="flex flex-wrap items-center gap-2" aria-live="polite">
      {again.error ? <Problem error={again.error} /> : again.isSuccess ? <span className="text-sm text-good">{t.settings.reloaded}</span> : null}
      <Button disabled={again.isPending} onClick={() => again.mutate()}>
        {t.settings.reload}
      </Button>
    </span>
  );
}

function Keys() {
  const query = useQuery(config);
  return (
    <Card title={t.settings.keys} lead={t.settings.keysLead}>
      <Asked query={query}>
        {(data) => (
          <Table
            label={t.settings.keys}
            rows={data.keys}
            keyOf={(row) => row.name}
            columns={[
              { name: t.settings.variable, cell: (row) => <code className="font-mono text-xs">{row.name}</code> },
              { name: t.common.status, cell: (row) => <Badge tone={row.present ? "good" : "plain"}>{row.present ? t.settings.present : t.settings.absent}</Badge> },
              { name: t.settings.origin, cell: (row) => row.origin || "–" },
              { name: t.settings.usedBy, cell: (row) => <span className="wrap-anywhere">{row.used_by.join(", ")}</span> },
            ]}
          />
        )}
      </Asked>
    </Card>
  );
}

/** `a.b.c` and a value as the object that the router takes. */
export function nested(name: string, value: unknown): Record<string, unknown> {
  return name.split(".").reduceRight<unknown>((inside, part) => ({ [part]: inside }), value) as Record<string, unknown>;
}

function Change({ setting, onClose }: { setting: Setting; onClose: () => void }) {
  const client = useQueryClient();
  const [text, setText] = useState(JSON.stringify(setting.value));
  const parsed = read(text);
  const change = useMutation({
    mutationFn: () => send("PATCH", "/api/config", { body: nested(setting.name, parsed?.value) }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["config"] });
      onClose();
    },
  });
  return (
    <Dialog title={t.settings.changeTitle(setting.name)} onClose={onClose}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        <Field label={t.settings.value} hint={parsed ? t.settings.asJson : t.settings.badJson}>
          {(props) => <textarea {...props} rows={4} spellCheck={false} value={text} onChange={(event) => setText(event.target.value)} />}
        </Field>
        {change.error ? <Problem error={change.error} /> : null}
        <Button type="submit" kind="primary" disabled={!parsed || change.isPending}>
          {t.common.save}
        </Button>
      </form>
    </Dialog>
  );
}

function read(text: string): { value: unknown } | null {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return null;
  }
}

function Sessions() {
  const client = useQueryClient();
  const query = useQuery({ queryKey: ["sessions"], queryFn: () => get("/api/sessions") });
  const end = useMutation({
    mutationFn: (ident: string) => send("DELETE", "/api/sessions/{ident}", { path: { ident } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["sessions"] }),
  });
  return (
    <Card title={t.settings.sessions}>
      <Asked query={query}>
        {(data) => (
          <Table
            label={t.settings.sessions}
            rows={data.sessions}
            keyOf={(row) => row.id}
            columns={[
              { name: t.common.time, cell: (row) => moment(row.created_ms) },
              { name: t.common.status, cell: (row) => <span>{row.kind} {row.current ? <Badge tone="good">{t.settings.current}</Badge> : null}</span> },
              { name: t.settings.expires, cell: (row) => moment(row.expires_ms) },
              {
                name: "",
                right: true,
                cell: (row) => (
                  <Button kind="danger" aria-label={`${t.settings.end} ${row.id}`} onClick={() => end.mutate(row.id)}>
                    {t.settings.end}
                  </Button>
                ),
              },
            ]}
          />
        )}
      </Asked>
      {end.error ? <Problem error={end.error} /> : null}
    </Card>
  );
}
