import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { get, send } from "../api/client";
import { t } from "../texts";
import { Button, Card, Field, Problem, cx } from "../ui/kit";

const SAYINGS = ["good", "bad", "too_weak", "too_strong"] as const;
type Saying = (typeof SAYINGS)[number];

/** Was it the right model for this? What is said here is what calibration learns from. */
export function Opinion({ id }: { id: string }) {
  const client = useQueryClient();
  const key = ["feedback", id];
  const known = useQuery({ queryKey: key, queryFn: () => get("/api/feedback", { query: { requestId: id } }) });
  const mine = known.data?.feedback[0];
  const [comment, setComment] = useState("");
  const say = useMutation({
    mutationFn: (label: Saying) =>
      send("POST", "/api/requests/{request_id}/feedback", { path: { request_id: id }, body: { label, comment } }),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });
  return (
    <Card title={t.opinion.title} lead={t.opinion.lead}>
      <div className="flex flex-col gap-3">
        <Field label={t.opinion.comment}>
          {(props) => <input {...props} maxLength={2000} value={comment} onChange={(event) => setComment(event.target.value)} />}
        </Field>
        <div className="flex flex-wrap gap-2" role="group" aria-label={t.opinion.title}>
          {SAYINGS.map((one) => (
            <Button
              key={one}
              disabled={say.isPending}
              aria-pressed={mine?.label === one}
              className={cx(mine?.label === one && "border-accent bg-accent-soft")}
              onClick={() => say.mutate(one)}
            >
              {t.opinion.labels[one]}
            </Button>
          ))}
        </div>
        <div aria-live="polite" className="text-sm text-faint">
          {say.error ? <Problem error={say.error} /> : say.isSuccess ? t.opinion.kept : mine?.comment ? `“${mine.comment}”` : null}
        </div>
      </div>
    </Card>
  );
}
