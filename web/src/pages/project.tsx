import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { send } from "../api/client";
import type { Token } from "../api/shapes";
import { day, moment } from "../lib/format";
import { project } from "../lib/queries";
import { useChange } from "../lib/useChange";
import { Budgets } from "../pages-parts/budgets";
import { PolicyEditor } from "../pages-parts/policy-editor";
import { t } from "../texts";
import { Dialog } from "../ui/dialog";
import { Asked, Badge, Button, Card, Field, Page, Problem } from "../ui/kit";
import { Table } from "../ui/table";
import { TokenOnce } from "./projects";

export function Project() {
  const { id } = useParams({ from: "/projects/$id" });
  const query = useQuery({ ...project(id), refetchInterval: 10_000 });
  const [removing, setRemoving] = useState(false);
  return (
    <Page
      title={query.data?.name ?? t.common.project}
      lead={<code className="font-mono text-xs break-all">{id}</code>}
      actions={
        <>
          <Link to="/requests" search={{ projectId: id }} className="self-center text-sm text-accent underline">
            {t.requests.title}
          </Link>
          <Button kind="danger" onClick={() => setRemoving(true)}>
            {t.projects.remove}
          </Button>
        </>
      }
    >
      <Asked query={query}>
        {(data) => (
          <>
            <div className="grid gap-4 xl:grid-cols-2">
              <Budgets id={id} budgets={data.budgets} />
              <Tokens id={id} tokens={data.tokens} />
            </div>
            <PolicyEditor key={data.policy_version} id={id} policy={data.policy} />
            {removing ? <Remove id={id} name={data.name} onClose={() => setRemoving(false)} /> : null}
          </>
        )}
      </Asked>
    </Page>
  );
}

function Tokens({ id, tokens }: { id: string; tokens: Token[] }) {
  const [label, setLabel] = useState("");
  const [revoking, setRevoking] = useState<Token | null>(null);
  const [fresh, setFresh] = useState("");
  const add = useChange(
    id,
    async () => {
      const made = await send("POST", "/api/projects/{ident}/tokens", { path: { ident: id }, body: { label } });
      setFresh(made.token);
    },
    () => setLabel(""),
  );
  const revoke = useChange(
    id,
    (token: Token) => send("DELETE", "/api/projects/{ident}/tokens/{token_id}", { path: { ident: id, token_id: token.id } }),
    () => setRevoking(null),
  );
  return (
    <Card title={t.projects.tokens}>
      <Table
        label={t.projects.tokens}
        rows={[...tokens].sort((a, b) => Number(Boolean(a.revoked_ms)) - Number(Boolean(b.revoked_ms)))}
        keyOf={(row) => row.id}
        columns={[
          { name: t.projects.label, cell: (row) => <span className="wrap-anywhere">{row.label || "–"}</span> },
          { name: t.projects.token, cell: (row) => <code className="font-mono text-xs">{row.prefix}…</code> },
          { name: t.projects.created, cell: (row) => day(row.created_ms), hidden: "hidden sm:table-cell" },
          { name: t.projects.lastUsed, cell: (row) => (row.last_used_ms ? moment(row.last_used_ms) : t.common.never) },
          {
            name: "",
            right: true,
            cell: (row) =>
              row.revoked_ms ? (
                <Badge>{t.projects.revoked}</Badge>
              ) : (
                <Button kind="danger" aria-label={`${t.projects.revoke} ${row.label || row.prefix}`} onClick={() => setRevoking(row)}>
                  {t.projects.revoke}
                </Button>
              ),
          },
        ]}
      />
      {fresh ? <TokenOnce token={fresh} /> : null}
      <form
        className="mt-3 flex flex-wrap items-end gap-3 border-t border-line pt-3"
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate(undefined);
        }}
      >
        <div className="min-w-40 flex-1">
          <Field label={t.projects.label}>
            {(props) => <input {...props} maxLength={64} value={label} onChange={(event) => setLabel(event.target.value)} />}
          </Field>
        </div>
        <Button type="submit" kind="primary" disabled={add.isPending}>
          {t.projects.addToken}
        </Button>
      </form>
      {add.error ? <Problem error={add.error} /> : null}
      {revoking ? (
        <Dialog title={t.projects.revoke} onClose={() => setRevoking(null)}>
          <p className="mb-4 wrap-anywhere">{t.projects.revokeSure(revoking.label || revoking.prefix)}</p>
          {revoke.error ? <Problem error={revoke.error} /> : null}
          <div className="flex gap-2">
            <Button kind="danger" disabled={revoke.isPending} onClick={() => revoke.mutate(revoking)}>
              {t.projects.revoke}
            </Button>
            <Button onClick={() => setRevoking(null)}>{t.common.cancel}</Button>
          </div>
        </Dialog>
      ) : null}
    </Card>
  );
}

function Remove({ id, name, onClose }: { id: string; name: string; onClose: () => void }) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const [typed, setTyped] = useState("");
  const remove = useMutation({
    mutationFn: () => send("DELETE", "/api/projects/{ident}", { path: { ident: id } }),
    onSuccess: async () => {
      await navigate({ to: "/projects" });
      await client.invalidateQueries({ queryKey: ["projects"] });
    },
  });
  return (
    <Dialog title={t.projects.remove} onClose={onClose}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          remove.mutate();
        }}
      >
        <Field label={t.projects.name} hint={t.projects.removeSure}>
          {(props) => <input {...props} autoComplete="off" value={typed} onChange={(event) => setTyped(event.target.value)} />}
        </Field>
        {remove.error ? <Problem error={remove.error} /> : null}
        <Button type="submit" kind="danger" disabled={typed !== name || remove.isPending}>
          {t.projects.remove}
        </Button>
      </form>
    </Dialog>
  );
}
