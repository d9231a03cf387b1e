import { useQuery } from "@tanstack/react-query";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { send } from "../api/client";
import { backends, projects } from "../lib/queries";
import { t } from "../texts";
import { Button, Card, Code, Copy, Problem } from "../ui/kit";

/** What to do on the first day: a token, a command, and a word when it has worked. */
export function FirstRun() {
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
          <span role="status" className="text-sm text-faint">
            {t.first.waiting}
          </span>
        </div>
        {make.error ? <Problem error={make.error} /> : null}
      </div>
    </Card>
  );
}
