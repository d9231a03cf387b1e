import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { get, type Schema } from "../api/client";
import { moment } from "../lib/format";
import { useProjectNames } from "../lib/useProjectNames";
import { t } from "../texts";
import { Asked, Badge, Button, Card, Empty } from "../ui/kit";
import { Table } from "../ui/table";

const LABELS: Record<string, string> = t.opinion.labels;

/** What was said of answers, newest first; of one project, or of all that may be seen. */
export function Opinions({ projectId }: { projectId?: string }) {
  const names = useProjectNames();
  const query = useInfiniteQuery({
    queryKey: ["feedback", "list", projectId],
    queryFn: ({ pageParam }) => get("/api/feedback", { query: { projectId, after: pageParam, limit: 20 } }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
  });
  return (
    <Card title={t.opinions.title} lead={t.opinions.lead}>
      <Asked query={query}>
        {(data) => {
          const rows = data.pages.flatMap((page) => page.feedback);
          if (!rows.length) return <Empty>{t.opinions.empty}</Empty>;
          return (
            <>
              <Table
                label={t.opinions.title}
                rows={rows}
                keyOf={(row) => `${row.request_id} ${row.author}`}
                columns={[
                  {
                    name: t.common.time,
                    cell: (row) => (
                      <Link to="/requests/$id" params={{ id: row.request_id }} className="whitespace-nowrap text-accent underline">
                        {moment(row.at_ms)}
                      </Link>
                    ),
                  },
                  { name: t.opinions.said, cell: (row) => <Said opinion={row} /> },
                  { name: t.opinions.score, right: true, cell: (row) => signed(row.score) },
                  { name: t.opinions.comment, cell: (row) => <span className="block min-w-40 wrap-anywhere">{row.comment ?? "–"}</span> },
                  ...(projectId ? [] : [{ name: t.common.project, cell: (row: Schema<"Opinion">) => names(row.project_id) }]),
                  { name: t.opinions.author, cell: (row) => (row.author === "admin" ? t.admin : row.author) },
                ]}
              />
              {query.hasNextPage ? (
                <div className="mt-3 text-center">
                  <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                    {t.common.more}
                  </Button>
                </div>
              ) : null}
            </>
          );
        }}
      </Asked>
    </Card>
  );
}

function Said({ opinion }: { opinion: Schema<"Opinion"> }) {
  if (!opinion.label) return <span className="text-faint">–</span>;
  return <Badge tone={opinion.label === "good" ? "good" : opinion.label === "bad" ? "bad" : "warn"}>{LABELS[opinion.label] ?? t.opinions.needed(opinion.label)}</Badge>;
}

function signed(score: number | null): string {
  if (score === null) return "–";
  return `${score > 0 ? "+" : score < 0 ? "−" : ""}${Math.abs(score)}`;
}
