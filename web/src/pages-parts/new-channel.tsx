import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send } from "../api/client";
import { t } from "../texts";
import { Dialog } from "../ui/dialog";
import { Button, Field, Problem, Select, Tick } from "../ui/kit";

type Kind = keyof typeof t.alerts.kinds;

const FRESH = {
  kind: "webhook" as Kind,
  url: "",
  inside: false,
  secret_env: "",
  host: "",
  port: "587",
  sender: "",
  recipients: "",
  user: "",
  password_env: "",
};
type Wanted = typeof FRESH;

/** Only what belongs to the kind is sent: what was typed for the other does not come along. */
function body(wanted: Wanted): object {
  if (wanted.kind === "webhook") {
    return { kind: wanted.kind, url: wanted.url, inside: wanted.inside, secret_env: wanted.secret_env };
  }
  const recipients = wanted.recipients.split(",").map((one) => one.trim()).filter(Boolean);
  const { kind, host, sender, user, password_env } = wanted;
  return { kind, host, sender, user, password_env, recipients, port: Number(wanted.port) };
}

export function NewChannel({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const [wanted, setWanted] = useState(FRESH);
  const add = useMutation({
    mutationFn: () => send("POST", "/api/alerts/channels", { body: body(wanted) }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["alerts"] });
      onClose();
    },
  });
  const set = (part: Partial<Wanted>) => setWanted((old) => ({ ...old, ...part }));
  return (
    <Dialog title={t.alerts.add} onClose={onClose}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        <Select label={t.alerts.kind} value={wanted.kind} options={Object.entries(t.alerts.kinds) as [Kind, string][]} onChange={(kind) => set({ kind })} />
        {wanted.kind === "webhook" ? <Webhook wanted={wanted} set={set} /> : <Mail wanted={wanted} set={set} />}
        <div aria-live="polite">{add.error ? <Problem error={add.error} /> : null}</div>
        <Button type="submit" kind="primary" disabled={add.isPending}>
          {t.alerts.addIt}
        </Button>
      </form>
    </Dialog>
  );
}

interface Part {
  wanted: Wanted;
  set: (part: Partial<Wanted>) => void;
}

const VARIABLE = "[A-Z][A-Z0-9_]*";

function Webhook({ wanted, set }: Part) {
  return (
    <>
      <Field label={t.alerts.url} hint={t.alerts.urlHint}>
        {(props) => (
          <input {...props} required type="url" placeholder="https://hooks.example.org/llm" value={wanted.url} onChange={(event) => set({ url: event.target.value })} />
        )}
      </Field>
      <Tick label={t.alerts.inside} checked={wanted.inside} onChange={(inside) => set({ inside })} />
      <Field label={t.alerts.secretEnv} hint={t.alerts.secretHint}>
        {(props) => (
          <input {...props} pattern={VARIABLE} placeholder="HOOK_SECRET" value={wanted.secret_env} onChange={(event) => set({ secret_env: event.target.value })} />
        )}
      </Field>
    </>
  );
}

function Mail({ wanted, set }: Part) {
  return (
    <>
      <div className="grid grid-cols-[1fr_7rem] gap-3">
        <Field label={t.alerts.host}>
          {(props) => <input {...props} required placeholder="mail.example.org" value={wanted.host} onChange={(event) => set({ host: event.target.value })} />}
        </Field>
        <Field label={t.alerts.port} hint={t.alerts.portHint}>
          {(props) => (
            <input {...props} required type="number" min={1} max={65535} value={wanted.port} onChange={(event) => set({ port: event.target.value })} />
          )}
        </Field>
      </div>
      <Field label={t.alerts.sender}>
        {(props) => <input {...props} required type="email" placeholder="router@example.org" value={wanted.sender} onChange={(event) => set({ sender: event.target.value })} />}
      </Field>
      <Field label={t.alerts.recipients} hint={t.alerts.recipientsHint}>
        {(props) => (
          <input {...props} required type="email" multiple placeholder="ops@example.org" value={wanted.recipients} onChange={(event) => set({ recipients: event.target.value })} />
        )}
      </Field>
      <Field label={t.alerts.user}>
        {(props) => <input {...props} autoComplete="off" value={wanted.user} onChange={(event) => set({ user: event.target.value })} />}
      </Field>
      <Field label={t.alerts.passwordEnv} hint={t.alerts.passwordHint}>
        {(props) => (
          <input {...props} pattern={VARIABLE} placeholder="MAIL_PASSWORD" value={wanted.password_env} onChange={(event) => set({ password_env: event.target.value })} />
        )}
      </Field>
    </>
  );
}
