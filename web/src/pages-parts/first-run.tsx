import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { send } from "../api/client";
import { useLive } from "../lib/live";
import { backends, projects } from "../lib/queries";
import { t } from "../texts";
import { Button, Card, Code, Copy, Problem } from "../ui/kit";

/** What to do on the first day: a token, a command, and a word when it has worked. */
export function FirstRun({ onClose }: { onClose: () => void }) {
  const lines = useLive("lines");
  const done = lines.find((line) => line.answered_by)?.id ?? "";
  const failed = lines[0];
  const fleet = useQuery(backends);
  const all = useQuery(projects);
  const [token, setToken] = useState("");
  const project = all.data?.projects[0];
  const make = useMutation({
    mutationFn: () =>
      send("POST", "/api/projects/{ident}/tokens", {
        path: { ident: project?.id ?? "" },
        body: { label: "first request" },
      }),
    onSuccess: (made) => setToken(made.token),
  });
  const command = `curl ${window.location.origin}/v1/chat/completions \\
  -H "Authorization: Bearer ${token || "lr_…"}" -H "Content-Type: application/json" \\
  -d '{"model": "auto", "messages": [{"role": "user", "content": "Hello"}]}'`;
  return (
    <Card title={t.first.title} lead={t.first.lead} className="border-accent">
      <div className="flex flex-col gap-3">
        {fleet.data && !fleet.data.backends.some((one) => one.up) ? <p className="text-sm text-warn">{t.first.noBackend}</p> : null}
        <Code>{command}</Code>
        <div className="flex flex-wrap items-center gap-2">
          {token ? <Copy text={command} /> : (
            <Button kind="primary" disabled={!project || make.isPending} onClick={() => make.mutate()}>
              {t.projects.addToken}
            </Button>
          )}
          <span role="status" className={done ? "text-sm font-medium text-good" : failed ? "text-sm text-bad" : "text-sm text-faint"}>
            {done ? t.first.done : failed ? t.first.failed(failed.error ?? String(failed.status)) : t.first.waiting}
          </span>
          {done || failed ? (
            <Link to="/requests/$id" params={{ id: done || (failed?.id ?? "") }} className="text-sm text-accent underline">
              {t.first.see}
            </Link>
          ) : null}
          {done ? <Button onClick={onClose}>{t.common.close}</Button> : null}
        </div>
        {make.error ? <Problem error={make.error} /> : null}
      </div>
    </Card>
  );
}
