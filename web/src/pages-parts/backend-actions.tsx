import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send } from "../api/client";
import type { Backend, Trial, Zone } from "../api/shapes";
import { ZONES } from "../api/shapes";
import { ms } from "../lib/format";
import { t } from "../texts";
import { Dialog } from "../ui/dialog";
import { Button, Field, Problem, Select } from "../ui/kit";

const ADDED_HERE = "changed at run time";

/** Try a backend, keep new requests from it, let them come again, or take it away. */
export function BackendActions({ backend }: { backend: Backend }) {
  const client = useQueryClient();
  const path = { name: backend.name };
  const settled = () => client.invalidateQueries({ queryKey: ["backends"] });
  const test = useMutation({ mutationFn: () => send("POST", "/api/backends/{name}/test", { path }) });
  const drain = useMutation({
    mutationFn: () =>
      send("POST", "/api/backends/{name}/{action}", { path: { ...path, action: backend.drained ? "resume" : "drain" } }),
    onSettled: settled,
  });
  const remove = useMutation({ mutationFn: () => send("DELETE", "/api/backends/{name}", { path }), onSettled: settled });
  const failed = test.error ?? drain.error ?? remove.error;
  return (
    <div className="mt-3 flex flex-col gap-2 border-t border-line pt-3">
      <div className="flex flex-wrap gap-2">
        <Button disabled={test.isPending} onClick={() => test.mutate()} aria-label={t.backend.testIt(backend.name)}>
          {t.backend.test}
        </Button>
        <Button disabled={drain.isPending} onClick={() => drain.mutate()} aria-label={t.backend.drainIt(backend.name, backend.drained)}>
          {backend.drained ? t.backend.resume : t.backend.drain}
        </Button>
        {backend.origin === ADDED_HERE ? (
          <Button
            kind="danger"
            disabled={remove.isPending}
            aria-label={t.backend.removeIt(backend.name)}
            onClick={() => {
              if (window.confirm(t.backend.removeSure(backend.name))) remove.mutate();
            }}
          >
            {t.backend.remove}
          </Button>
        ) : null}
      </div>
      <div aria-live="polite">
        {failed ? <Problem error={failed} /> : null}
        {test.data ? <Tried trial={test.data} /> : null}
      </div>
    </div>
  );
}

function Tried({ trial }: { trial: Trial }) {
  return (
    <p className={trial.ok ? "text-sm text-good" : "text-sm text-bad"}>
      {trial.said}
      {trial.cure ? ` ${trial.cure}` : ""} ({ms(trial.took_ms)}
      {trial.models.length ? `; ${trial.models.slice(0, 6).join(", ")}` : ""})
    </p>
  );
}

const FRESH = { name: "", url: "", zone: "local" as Zone, key_env: "" };

/** A server that answers in OpenAI's protocol, or a local one of a kind that is recognised by itself. */
export function NewBackend({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const [wanted, setWanted] = useState(FRESH);
  const body = { name: wanted.name, url: wanted.url, zone: wanted.zone, ...(wanted.key_env ? { key_env: wanted.key_env } : {}) };
  const test = useMutation({ mutationFn: () => send("POST", "/api/backends/test", { body }) });
  const add = useMutation({
    mutationFn: () => send("POST", "/api/backends", { body }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["backends"] });
      onClose();
    },
  });
  const set = (part: Partial<typeof FRESH>) => setWanted((old) => ({ ...old, ...part }));
  const failed = add.error ?? test.error;
  return (
    <Dialog title={t.backend.add} onClose={onClose}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        <Field label={t.backend.name} hint={t.backend.nameHint}>
          {(props) => (
            <input {...props} required autoFocus maxLength={64} pattern="[A-Za-z0-9_\-]+" value={wanted.name} onChange={(event) => set({ name: event.target.value })} />
          )}
        </Field>
        <Field label={t.backend.url}>
          {(props) => (
            <input {...props} required type="url" placeholder="http://10.0.0.7:8000/v1" value={wanted.url} onChange={(event) => set({ url: event.target.value })} />
          )}
        </Field>
        <Select label={t.common.zone} value={wanted.zone} options={ZONES.map((zone) => [zone, zone] as const)} onChange={(zone) => set({ zone })} />
        <Field label={t.backend.key} hint={t.backend.keyHint}>
          {(props) => <input {...props} placeholder="GPU_BOX_API_KEY" value={wanted.key_env} onChange={(event) => set({ key_env: event.target.value })} />}
        </Field>
        <div aria-live="polite">
          {failed ? <Problem error={failed} /> : null}
          {test.data ? <Tried trial={test.data} /> : null}
        </div>
        <div className="flex gap-2">
          <Button type="submit" kind="primary" disabled={add.isPending || !wanted.name || !wanted.url}>
            {t.backend.addIt}
          </Button>
          <Button disabled={test.isPending || !wanted.name || !wanted.url} onClick={() => test.mutate()}>
            {t.backend.test}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
