import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { send, type Policy } from "../api/client";
import type { Story } from "../api/shapes";
import { project, projects } from "../lib/queries";
import { t } from "../texts";
import { Button, Card, Problem, Select, TierMark } from "../ui/kit";
import { Candidates } from "./decision";

type Preset = "local" | "cheap" | "best" | `project:${string}`;

/** One request, decided again under a policy that it did not have. */
export function OtherPolicy({ story }: { story: Story }) {
  const all = useQuery(projects);
  const own = useQuery(project(story.project_id));
  const [preset, setPreset] = useState<Preset>("local");
  const other = useQuery({ ...project(preset.slice(8)), enabled: preset.startsWith("project:") });
  const again = useMutation({
    mutationFn: () =>
      send("POST", "/api/requests/{request_id}/decide", {
        path: { request_id: story.id },
        body: policyOf(preset, preset.startsWith("project:") ? other.data?.policy : own.data?.policy),
      }),
  });
  const options: [Preset, string][] = [
    ["local", t.story.presets.local],
    ["cheap", t.story.presets.cheap],
    ["best", t.story.presets.best],
    ...(all.data?.projects ?? []).map((one) => [`project:${one.id}`, `${t.story.presets.mine} ${one.name}`] as [Preset, string]),
  ];
  const before = story.decision.plan[0]?.deployment ?? t.requests.refused;
  const after = again.data?.plan[0]?.deployment ?? t.requests.refused;
  return (
    <Card title={t.story.other} lead={t.story.otherLead}>
      <form
        className="flex flex-wrap items-end gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          again.mutate();
        }}
      >
        <div className="w-64 max-w-full">
          <Select label={t.projects.policy} value={preset} options={options} onChange={setPreset} />
        </div>
        <Button type="submit" kind="primary" disabled={again.isPending}>
          {t.story.decide}
        </Button>
      </form>
      <div aria-live="polite" className="mt-3 flex flex-col gap-3">
        {again.error ? <Problem error={again.error} /> : null}
        {again.data ? (
          <>
            <p className="flex flex-wrap items-center gap-2 font-medium">
              {before === after ? t.story.same : t.story.differs(before, after)} <TierMark tier={again.data.tier} />
            </p>
            <Candidates decision={again.data} answeredBy={again.data.plan[0]?.deployment ?? null} planned />
          </>
        ) : null}
      </div>
    </Card>
  );
}

function policyOf(preset: Preset, base: Policy | undefined): Partial<Policy> {
  const policy = base ?? {};
  if (preset === "local") return { ...policy, always_local: true };
  if (preset === "cheap") return { ...policy, floor: "HEARTBEAT", ceiling: "SIMPLE" };
  if (preset === "best") return { ...policy, floor: "COMPLEX", ceiling: "FRONTIER" };
  return policy;
}
