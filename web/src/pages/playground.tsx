import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { send } from "../api/client";
import { chat, type Said } from "../lib/chat";
import { usePlaygroundToken } from "../lib/playground-token";
import { backends, projects, session } from "../lib/queries";
import { Candidates, Features } from "../pages-parts/decision";
import { t } from "../texts";
import { Button, Card, Empty, Field, Page, Problem, Select, Tick } from "../ui/kit";

interface Side {
  model: string;
  said: Said | null;
  error: unknown;
  busy: boolean;
}

const BETTER = 1;
const EQUAL = 0.5;
const WORSE = -0.5;
const QUIET: Side = { model: "auto", said: null, error: null, busy: false };

export function Playground() {
  const { data: who } = useQuery(session);
  const admin = who?.kind === "admin";
  const all = useQuery({ ...projects, enabled: admin });
  const fleet = useQuery({ ...backends, enabled: admin });
  const [chosen, setChosen] = useState("");
  const [prompt, setPrompt] = useState(t.playground.sample);
  const [blind, setBlind] = useState(false);
  const [vote, setVote] = useState("");
  const [sides, setSides] = useState<[Side, Side]>([QUIET, { ...QUIET, model: "" }]);
  const project = chosen || all.data?.projects[0]?.id || "";
  const tokenFor = usePlaygroundToken();
  const stop = useRef<AbortController | null>(null);
  const swapped = useRef(false);
  const preview = useMutation({
    mutationFn: () =>
      send("POST", "/api/route", {
        body: { model: sides[0].model || "auto", messages: [{ role: "user", content: prompt }] },
        headers: admin ? { "x-larouter-project": project } : {},
      }),
  });
  const set = (place: 0 | 1, part: Partial<Side>) =>
    setSides((old) => old.map((side, at) => (at === place ? { ...side, ...part } : side)) as [Side, Side]);
  const judge = useMutation({
    mutationFn: (better: 0 | 1 | null) =>
      Promise.all(
        ([0, 1] as const).map((place) =>
          send("POST", "/api/requests/{request_id}/feedback", {
            path: { request_id: sides[place].said?.id ?? "" },
            body: {
              score: better === null ? EQUAL : better === place ? BETTER : WORSE,
              comment: t.playground.comparison(sides[1 - place]?.said?.id ?? "", blind),
            },
          }),
        ),
      ),
  });
  const choose = (better: 0 | 1 | null, name: string) => {
    setVote(name);
    judge.mutate(better);
  };
  const run = async () => {
    const abort = new AbortController();
    stop.current = abort;
    setVote("");
    judge.reset();
    swapped.current = blind && Math.random() < 0.5;
    const places = ([0, 1] as const).filter((place) => sides[place].model);
    for (const place of places) set(place, { said: null, error: null, busy: true });
    try {
      const token = await tokenFor(project);
      await Promise.all(
        places.map(async (place) => {
          try {
            await chat(token, sides[place].model, prompt, (said) => set(place, { said }), abort.signal);
          } catch (error) {
            if (!abort.signal.aborted) set(place, { error });
          } finally {
            set(place, { busy: false });
          }
        }),
      );
    } catch (error) {
      for (const place of places) set(place, { busy: false, error });
    }
  };
  const names = [...new Set((fleet.data?.backends ?? []).flatMap((one) => one.deployments.map((part) => part.model)))];
  const models: [string, string][] = [["auto", t.playground.auto], ...names.map((one) => [one, one] as [string, string])];
  const busy = sides.some((side) => side.busy);
  const notReady = !prompt.trim() || (admin && !project);
  const two = Boolean(sides[1].model);
  const order: (0 | 1)[] = swapped.current ? [1, 0] : [0, 1];
  const hidden = blind && two && !vote;
  return (
    <Page title={t.playground.title} lead={t.playground.lead}>
      <Card>
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            void run();
          }}
        >
          <Field label={t.playground.prompt}>
            {(props) => <textarea {...props} rows={4} required value={prompt} onChange={(event) => setPrompt(event.target.value)} />}
          </Field>
          <div className="grid gap-3 sm:grid-cols-3">
            {admin ? (
              <>
                <Select
                  label={t.playground.as}
                  value={project}
                  options={(all.data?.projects ?? []).map((one) => [one.id, one.name] as const)}
                  onChange={setChosen}
                />
                <Select label={t.playground.left} value={sides[0].model} options={models} onChange={(model) => set(0, { model, said: null })} />
                <Select
                  label={t.playground.right}
                  value={sides[1].model}
                  options={[["", t.playground.off], ...models]}
                  onChange={(model) => set(1, { model, said: null })}
                />
              </>
            ) : null}
          </div>
          <div className="flex flex-wrap items-center gap-3">
            <Button disabled={preview.isPending || notReady} onClick={() => preview.mutate()}>
              {t.playground.preview}
            </Button>
            {admin ? (
              busy ? (
                <Button kind="danger" onClick={() => stop.current?.abort()}>
                  {t.playground.stop}
                </Button>
              ) : (
                <Button type="submit" kind="primary" disabled={!project || !prompt.trim()}>
                  {t.playground.send}
                </Button>
              )
            ) : null}
            {two ? <Tick label={t.playground.blind} checked={blind} onChange={setBlind} /> : null}
            <span className="text-xs text-faint">{admin ? t.playground.needsToken : t.playground.viewerOnly}</span>
          </div>
        </form>
      </Card>
      {admin ? (
        <div className={two ? "grid gap-4 lg:grid-cols-2" : ""}>
          {order
            .filter((place) => sides[place].model)
            .map((place, at) => (
              <Answer key={place} side={sides[place]} name={two ? `${t.playground.answer} ${"AB"[at]}` : t.playground.answer} hidden={hidden}>
                {two && sides.every((side) => side.said && !side.busy) && !vote ? (
                  <Button onClick={() => choose(place, "AB"[at] ?? "")} aria-label={`${t.playground.better}: ${"AB"[at]}`}>
                    {t.playground.better}
                  </Button>
                ) : null}
              </Answer>
            ))}
        </div>
      ) : null}
      <div aria-live="polite" className="flex flex-wrap items-center gap-3 text-sm text-faint">
        {two && sides.every((side) => side.said && !side.busy) && !vote ? (
          <Button onClick={() => choose(null, "=")}>{t.playground.tie}</Button>
        ) : null}
        {judge.error ? <Problem error={judge.error} /> : judge.isSuccess ? t.playground.voted : null}
      </div>
      <div aria-live="polite">
        {preview.error ? <Problem error={preview.error} /> : null}
        {preview.data ? (
          <div className="grid gap-4 xl:grid-cols-[minmax(20rem,2fr)_3fr]">
            <Features decision={preview.data} />
            <Candidates decision={preview.data} answeredBy={preview.data.answered_by} planned />
          </div>
        ) : null}
      </div>
    </Page>
  );
}

function Answer({ side, name, hidden, children }: { side: Side; name: string; hidden: boolean; children: React.ReactNode }) {
  const said = side.said;
  return (
    <Card
      title={name}
      lead={said && !hidden ? [t.playground.was(said.model), said.tier].filter(Boolean).join(" · ") : undefined}
      actions={
        said?.id && !hidden ? (
          <Link to="/requests/$id" params={{ id: said.id }} className="text-sm text-accent underline">
            {t.first.see}
          </Link>
        ) : null
      }
    >
      <div aria-live="off" aria-busy={side.busy} className="min-h-24 text-sm wrap-anywhere whitespace-pre-wrap">
        {side.error ? <Problem error={side.error} /> : said?.text ? said.text : <Empty>{t.playground.nothing}</Empty>}
      </div>
      {children}
    </Card>
  );
}
