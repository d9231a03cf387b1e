/** The only page that is there without a session. */

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { send } from "./api/client";
import { resetLive } from "./lib/live";
import { change } from "./lib/queries";
import { t } from "./texts";
import { Button, Field, Problem, Tick } from "./ui/kit";

export function SignIn() {
  const [key, setKey] = useState("");
  const [visible, setVisible] = useState(false);
  const enter = useMutation({
    mutationFn: () => send("POST", "/api/session", { body: { key } }),
    onSuccess: (who) => {
      resetLive();
      change(who);
    },
  });
  return (
    <form
      className="flex w-full max-w-md flex-col gap-4 rounded-2xl border border-line bg-card p-6 shadow-sm"
      onSubmit={(event) => {
        event.preventDefault();
        enter.mutate();
      }}
    >
      <div>
        <p className="text-sm font-semibold text-accent">{t.name}</p>
        <h1 className="text-2xl font-semibold tracking-tight">{t.signIn.title}</h1>
        <p className="mt-1 text-sm text-faint">{t.signIn.lead}</p>
      </div>
      <Field label={t.signIn.key} hint={t.signIn.where}>
        {(props) => (
          <input
            {...props}
            type={visible ? "text" : "password"}
            required
            autoFocus
            autoComplete="current-password"
            spellCheck={false}
            value={key}
            onChange={(event) => setKey(event.target.value)}
          />
        )}
      </Field>
      <Tick label={t.signIn.show} checked={visible} onChange={setVisible} />
      {enter.error ? <Problem error={enter.error} /> : null}
      <Button type="submit" kind="primary" disabled={enter.isPending || !key.trim()}>
        {t.signIn.go}
      </Button>
    </form>
  );
}
