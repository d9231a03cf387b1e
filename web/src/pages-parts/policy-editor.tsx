import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send, type Policy } from "../api/client";
import type { Sensitivity, TierName, Zone } from "../api/shapes";
import { SENSITIVITIES, TIERS, ZONES } from "../api/shapes";
import { t } from "../texts";
import { Badge, Button, Card, Field, Problem, Select, Tick } from "../ui/kit";
import { Replayed } from "./replayed";
import { Thresholds } from "./thresholds";

const tierOptions = TIERS.map((one) => [one, one] as const);

/** A policy as a form; it says what is wrong before it is saved, and what would have moved. */
export function PolicyEditor({ id, policy }: { id: string; policy: Policy }) {
  const client = useQueryClient();
  const [draft, setDraft] = useState(policy);
  const change = (part: Partial<Policy>) => setDraft({ ...draft, ...part });
  const dirty = JSON.stringify(draft) !== JSON.stringify(policy);
  const wrong = faults(draft);
  const save = useMutation({
    mutationFn: () => send("PUT", "/api/projects/{ident}/policy", { path: { ident: id }, body: draft }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["projects"] }),
  });
  const replay = useMutation({
    mutationFn: () => send("POST", "/api/replay", { body: { project: id, last: 2000, policy: draft } }),
  });
  return (
    <Card title={t.projects.policy} lead={t.projects.policyLead} actions={dirty ? <Badge tone="warn">●</Badge> : null}>
      <form
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Zones draft={draft} change={change} />
        <Group title={t.projects.dial}>
          <Thresholds values={draft.thresholds} onChange={(thresholds) => change({ thresholds })} />
        </Group>
        <Group title={t.projects.tiersTitle}>
          <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
            {(["floor", "ceiling", "abstain", "degrade_to"] as const).map((name) => (
              <Select
                key={name}
                label={t.projects[name === "degrade_to" ? "degrade" : name]}
                value={draft[name] as TierName}
                options={tierOptions}
                onChange={(value) => change({ [name]: value })}
              />
            ))}
          </div>
        </Group>
        <Group title={t.projects.models}>
          <div className="grid gap-3 md:grid-cols-3">
            <Patterns label={t.projects.allow} values={draft.allow} onChange={(allow) => change({ allow })} />
            <Patterns label={t.projects.deny} values={draft.deny} onChange={(deny) => change({ deny })} />
            <Whole label={t.projects.latency} value={draft.latency_ceiling_ms} onChange={(value) => change({ latency_ceiling_ms: value })} />
          </div>
        </Group>
        <Group title={t.projects.rates}>
          <div className="grid gap-3 sm:grid-cols-3">
            <Whole
              label={t.projects.perMinute}
              value={draft.rate.requests_per_minute}
              onChange={(value) => change({ rate: { ...draft.rate, requests_per_minute: value } })}
            />
            <Whole
              label={t.projects.tokensPerMinute}
              value={draft.rate.tokens_per_minute}
              onChange={(value) => change({ rate: { ...draft.rate, tokens_per_minute: value } })}
            />
            <Whole
              label={t.projects.atOnce}
              value={draft.rate.concurrency}
              onChange={(value) => change({ rate: { ...draft.rate, concurrency: value } })}
            />
          </div>
        </Group>
        <div aria-live="polite" className="flex flex-col gap-2">
          {wrong.map((one) => (
            <p key={one} className="text-sm text-bad">
              {one}
            </p>
          ))}
          {save.error ? <Problem error={save.error} /> : null}
          {save.isSuccess && !dirty ? <p className="text-sm text-good">{t.projects.saved}</p> : null}
        </div>
        <div className="flex flex-wrap gap-2">
          <Button type="submit" kind="primary" disabled={!dirty || wrong.length > 0 || save.isPending}>
            {dirty ? t.common.save : t.projects.unchanged}
          </Button>
          <Button disabled={wrong.length > 0 || replay.isPending} title={t.projects.wouldMoveLead} onClick={() => replay.mutate()}>
            {t.projects.wouldMove}
          </Button>
        </div>
        <div aria-live="polite">
          {replay.error ? <Problem error={replay.error} /> : null}
          {replay.data ? <Replayed found={replay.data} /> : null}
        </div>
      </form>
    </Card>
  );
}

function Group({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <fieldset>
      <legend className="mb-2 text-sm font-semibold">{title}</legend>
      {children}
    </fieldset>
  );
}

function Zones({ draft, change }: { draft: Policy; change: (part: Partial<Policy>) => void }) {
  return (
    <Group title={t.projects.zones}>
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        {SENSITIVITIES.map((one) => (
          <Select
            key={one}
            label={one}
            disabled={draft.always_local}
            value={draft.zones[one]}
            options={ZONES.map((zone) => [zone, zone] as const)}
            onChange={(zone: Zone) => change({ zones: { ...draft.zones, [one]: zone } })}
          />
        ))}
        <Select
          label={t.projects.taken}
          value={draft.sensitivity}
          options={SENSITIVITIES.map((one) => [one, one] as const)}
          onChange={(sensitivity: Sensitivity) => change({ sensitivity })}
        />
      </div>
      <div className="mt-3">
        <Tick label={t.projects.alwaysLocal} checked={draft.always_local} onChange={(value) => change({ always_local: value })} />
      </div>
    </Group>
  );
}

function Patterns({ label, values, onChange }: { label: string; values: string[]; onChange: (values: string[]) => void }) {
  return (
    <Field label={label}>
      {(props) => (
        <textarea
          {...props}
          rows={3}
          spellCheck={false}
          defaultValue={values.join("\n")}
          onChange={(event) => onChange(event.target.value.split("\n").map((one) => one.trim()).filter(Boolean))}
        />
      )}
    </Field>
  );
}

function Whole({ label, value, onChange }: { label: string; value: number; onChange: (value: number) => void }) {
  return (
    <Field label={label}>
      {(props) => (
        <input {...props} type="number" min={0} step={1} value={value} onChange={(event) => onChange(Math.max(0, Math.round(event.target.valueAsNumber || 0)))} />
      )}
    </Field>
  );
}

/** The same rules that the router holds, told while typing; the router has the last word. */
export function faults(policy: Policy): string[] {
  const found: string[] = [];
  const far = SENSITIVITIES.map((one) => ZONES.indexOf(policy.zones[one]));
  if (!((far[0] ?? 0) >= (far[1] ?? 0) && (far[1] ?? 0) >= (far[2] ?? 0))) {
    found.push(t.projects.faults.zones);
  }
  if (policy.thresholds.some((value, place) => place > 0 && value < (policy.thresholds[place - 1] ?? 0))) {
    found.push(t.projects.faults.thresholds);
  }
  if (TIERS.indexOf(policy.floor as TierName) > TIERS.indexOf(policy.ceiling as TierName)) {
    found.push(t.projects.faults.tiers);
  }
  const both = policy.allow.filter((one) => policy.deny.includes(one));
  if (both.length) found.push(t.projects.faults.both(both.join(", ")));
  return found;
}
