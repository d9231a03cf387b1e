import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { send } from "../api/client";
import { day } from "../lib/format";
import { projects } from "../lib/queries";
import { t } from "../texts";
import { Dialog } from "../ui/dialog";
import { Asked, Button, Card, Code, Copy, Empty, Field, Page, Problem } from "../ui/kit";
import { BudgetMeter } from "../ui/meter";

export function Projects() {
  const query = useQuery(projects);
  const [making, setMaking] = useState(false);
  return (
    <Page
      title={t.projects.title}
      lead={t.projects.lead}
      actions={
        <Button kind="primary" onClick={() => setMaking(true)}>
          {t.projects.add}
        </Button>
      }
    >
      <Asked query={query}>
        {(data) =>
          data.projects.length ? (
            <ul className="grid gap-4 md:grid-cols-2 2xl:grid-cols-3">
              {data.projects.map((one) => (
                <li key={one.id}>
                  <Card className="h-full">
                    <h2 className="text-base font-semibold">
                      <Link to="/projects/$id" params={{ id: one.id }} className="wrap-anywhere text-accent underline">
                        {one.name}
                      </Link>
                    </h2>
                    <p className="mb-3 text-xs text-faint">
                      {t.projects.created} {day(one.created_ms)}
                    </p>
                    {one.budgets.length ? (
                      <div className="flex flex-col gap-3">
                        {one.budgets.map((budget) => (
                          <BudgetMeter key={budget.id} budget={budget} />
                        ))}
                      </div>
                    ) : (
                      <p className="text-sm text-faint">{t.projects.noBudget}</p>
                    )}
                  </Card>
                </li>
              ))}
            </ul>
          ) : (
            <Empty>{t.projects.empty}</Empty>
          )
        }
      </Asked>
      {making ? <NewProject onClose={() => setMaking(false)} /> : null}
    </Page>
  );
}

function NewProject({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const make = useMutation({
    mutationFn: () => send("POST", "/api/projects", { body: { name } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["projects"] }),
  });
  return (
    <Dialog title={t.projects.add} onClose={onClose}>
      {make.data ? (
        <div className="flex flex-col gap-3">
          <TokenOnce token={make.data.token} />
          <Button kind="primary" onClick={() => void navigate({ to: "/projects/$id", params: { id: make.data.id } })}>
            {t.projects.open} {make.data.name}
          </Button>
        </div>
      ) : (
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            make.mutate();
          }}
        >
          <Field label={t.projects.name}>
            {(props) => (
              <input {...props} required maxLength={64} autoFocus value={name} onChange={(event) => setName(event.target.value)} />
            )}
          </Field>
          {make.error ? <Problem error={make.error} /> : null}
          <Button type="submit" kind="primary" disabled={make.isPending || !name.trim()}>
            {t.common.create}
          </Button>
        </form>
      )}
    </Dialog>
  );
}

export function TokenOnce({ token }: { token: string }) {
  return (
    <div role="status" className="flex flex-col gap-2">
      <p className="text-sm font-medium text-warn">{t.projects.tokenOnce}</p>
      <Code>{token}</Code>
      <div>
        <Copy text={token} />
      </div>
    </div>
  );
}
