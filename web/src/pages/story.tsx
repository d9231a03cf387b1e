import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { Failure, get } from "../api/client";
import type { Story as Told } from "../api/shapes";
import { ago, clock, day, ms } from "../lib/format";
import { session } from "../lib/queries";
import { useProjectNames } from "../lib/useProjectNames";
import { Candidates, Features } from "../pages-parts/decision";
import { Attempts, Money } from "../pages-parts/attempts";
import { Opinion } from "../pages-parts/opinion";
import { OtherPolicy } from "../pages-parts/other-policy";
import { t } from "../texts";
import { Asked, Card, Copy, Empty, Page, StatusMark } from "../ui/kit";

export function Story() {
  const { id } = useParams({ from: "/requests/$id" });
  const { data: who } = useQuery(session);
  const query = useQuery({
    queryKey: ["request", id],
    queryFn: () => get("/api/requests/{request_id}", { path: { request_id: id } }),
    refetchInterval: (asked) => (asked.state.data?.outcome === null ? 1000 : false),
  });
  const missing = query.error instanceof Failure && query.error.status === 404;
  return (
    <Page
      title={t.story.title}
      lead={
        <>
          {t.story.id} <code className="font-mono text-sm break-all">{id}</code>
          <span className="mt-2 flex flex-wrap gap-2">
            <Copy text={id} label={t.story.copyId} />
            <Copy text={window.location.href} label={t.story.copyLink} />
            <Copy text={curlOf(id)} label={t.story.copyCurl} />
            <Copy text={`larouter explain ${id}`} label={t.story.copyExplain} />
          </span>
        </>
      }
      actions={
        <Link to="/requests" className="text-sm text-accent underline">
          ← {t.story.back}
        </Link>
      }
    >
      {missing ? (
        <Card>
          <Empty>{t.story.missing}</Empty>
        </Card>
      ) : (
        <Asked query={query}>
          {(story) => (
            <>
              <Verdict story={story} />
              <div className="grid gap-4 xl:grid-cols-[minmax(20rem,2fr)_3fr]">
                <Features decision={story.decision} />
                <Candidates decision={story.decision} answeredBy={story.outcome?.answered_by ?? null} />
              </div>
              <div className="grid gap-4 xl:grid-cols-[3fr_2fr]">
                <Attempts story={story} />
                <Money story={story} />
              </div>
              {who?.kind === "admin" ? <OtherPolicy story={story} /> : null}
              {story.outcome?.answered_by ? <Opinion id={story.id} /> : null}
              <Card title={t.story.argument}>
                <ul className="space-y-1 text-sm">
                  {story.decision.reasons.map((reason, place) => (
                    <li key={place} className="wrap-anywhere">
                      {reason}
                    </li>
                  ))}
                </ul>
              </Card>
            </>
          )}
        </Asked>
      )}
    </Page>
  );
}

/** The record of the request, as a command; the key is taken from the environment. */
function curlOf(id: string): string {
  return `curl -H "Authorization: Bearer $LAROUTER_ADMIN_KEY" ${window.location.origin}/api/requests/${id}`;
}

function Verdict({ story }: { story: Told }) {
  const name = useProjectNames();
  const outcome = story.outcome;
  const last = story.attempts.findLast((one) => one.deployment === outcome?.answered_by) ?? story.attempts.at(-1);
  const said = !outcome
    ? t.story.sentence.running
    : outcome.answered_by
      ? t.story.sentence.answered(outcome.answered_by, last?.zone ?? "local")
      : t.story.sentence.failed(outcome.error ?? String(outcome.status));
  const tags = Object.entries(story.tags);
  return (
    <Card>
      <p className="text-lg font-medium wrap-anywhere">{said}</p>
      <p className="text-faint wrap-anywhere">{story.decision.reasons[0]}</p>
      <dl className="mt-3 flex flex-wrap gap-x-8 gap-y-2 text-sm">
        <Fact name={t.common.status}>
          <StatusMark status={outcome?.status ?? null} error={outcome?.error ?? null} />
        </Fact>
        <Fact name={t.common.time}>
          <time dateTime={new Date(story.at_ms).toISOString()}>
            {day(story.at_ms)}, {clock(story.at_ms)} <span className="text-faint">({ago(story.at_ms, Date.now())})</span>
          </time>
        </Fact>
        <Fact name={t.common.project}>{name(story.project_id)}</Fact>
        <Fact name={t.requests.asked}>{story.asked_model}</Fact>
        <Fact name={t.common.latency}>{ms(outcome?.latency_ms)}</Fact>
        <Fact name={t.overview.firstToken}>{ms(outcome?.ttft_ms)}</Fact>
        {tags.map(([key, value]) => (
          <Fact key={key} name={key}>
            {value}
          </Fact>
        ))}
      </dl>
    </Card>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-faint">{name}</dt>
      <dd className="wrap-anywhere">{children}</dd>
    </div>
  );
}
