/** What the control API answers, where its OpenAPI says no more than "an object". */

export type Zone = "local" | "private" | "public";
export type TierName = "HEARTBEAT" | "SIMPLE" | "MODERATE" | "COMPLEX" | "FRONTIER";
export type Sensitivity = "public" | "internal" | "confidential";

export const ZONES: Zone[] = ["local", "private", "public"];
export const TIERS: TierName[] = ["HEARTBEAT", "SIMPLE", "MODERATE", "COMPLEX", "FRONTIER"];
export const SENSITIVITIES: Sensitivity[] = ["public", "internal", "confidential"];

export interface RequestLine {
  id: string;
  at_ms: number;
  project_id: string;
  asked_model: string;
  target: TierName;
  tier: TierName | null;
  sensitivity: Sensitivity;
  zone: Zone | null;
  model: string | null;
  answered_by: string | null;
  status: number | null;
  error: string | null;
  degraded: boolean;
  cost_usd: number;
  ttft_ms: number | null;
  latency_ms: number | null;
}

export interface Decision {
  tier: TierName;
  answered_by: string | null;
  degraded: boolean;
  difficulty: number | null;
  confidence: number;
  sensitivity: Sensitivity;
  findings: { rule: string; count: number }[];
  reach: Zone;
  input_tokens: number;
  needs: string[];
  plan: { deployment: string; tier: TierName; worst_case_usd: number; reason: string }[];
  reasons: string[];
  dropped: { deployment: string; rule: string; reason: string }[];
  policy_version: string;
  fleet_version: string;
}

export interface Attempt {
  number: number;
  deployment: string;
  model: string;
  zone: Zone;
  tier: TierName;
  status: "ok" | "failed" | "cancelled" | "unknown" | "rejected" | "advice";
  error: string | null;
  input_tokens: number;
  output_tokens: number;
  cached_tokens: number;
  reasoning_tokens: number;
  estimated: boolean;
  cost_usd: number;
  cost_known: boolean;
  started_ms: number;
  ttft_ms: number | null;
  latency_ms: number;
  queued_ms: number;
}

export interface Story {
  id: string;
  at_ms: number;
  project_id: string;
  token_id: string;
  protocol: string;
  stream: boolean;
  asked_model: string;
  tags: Record<string, string>;
  decision: Decision;
  attempts: Attempt[];
  cloud_egress: boolean;
  cost_usd: number;
  outcome: {
    status: number;
    error: string | null;
    answered_by: string | null;
    tier: TierName | null;
    degraded: boolean;
    latency_ms: number;
    ttft_ms: number | null;
  } | null;
}

export interface Budget {
  id: string;
  amount_usd: number;
  window: string;
  hard: boolean;
  scope: string;
  value: string;
  subject: string;
  tiers: TierName[];
  models: string[];
  pressure: number;
  spent_usd: number;
  reserved_usd: number;
}

export interface ProjectLine {
  id: string;
  name: string;
  policy_version: string;
  created_ms: number;
  budgets: Budget[];
}

export interface Token {
  id: string;
  label: string;
  prefix: string;
  created_ms: number;
  last_used_ms: number | null;
  revoked_ms: number | null;
}

export interface Deployment {
  name: string;
  model: string;
  zone: Zone;
  tiers: TierName[];
  capabilities: string[];
  context_window: number | null;
  price_known: boolean;
  usd_per_million_in: number | null;
  usd_per_million_out: number | null;
  up: boolean;
  breaker: string;
  in_flight: number;
  capacity: number | null;
  queued: number;
  wait_ms: number;
  others: number;
  ttft_ms: number | null;
}

export interface Backend {
  name: string;
  kind: string;
  url: string;
  zone: Zone;
  region: string | null;
  up: boolean;
  drained: boolean;
  origin: string;
  version: string;
  key_env: string | null;
  deployments: Deployment[];
}

export interface Trial {
  ok: boolean;
  state: string;
  said: string;
  cure: string | null;
  took_ms: number;
  kind: string | null;
  version: string | null;
  models: string[];
}

export interface LocalModel {
  name: string;
  title?: string;
  bytes: number;
  context: number | null;
  licence: string | null;
  tier: TierName | null;
  memory?: { context: number; bytes: number }[];
  here: { file: string; bytes: number; starts_with_router: boolean } | null;
  running: { state: string; asleep: boolean; context: number | null; memory_bytes: number | null; backend: string; log: string[] } | null;
  problem: string | null;
}

export interface Download {
  id: string;
  model: string;
  state: "waiting" | "running" | "done" | "failed" | "cancelled";
  progress: { file: string; bytes: number; total: number; rate: number; remaining_seconds: number | null } | null;
  error: string | null;
}

export interface Sum {
  calls: number;
  succeededCalls: number;
  attempts: number;
  cost: number;
  costMicroUsd: number;
  tokens: number;
  inputTokens: number;
  outputTokens: number;
  cachedTokens: number;
  reasoningTokens: number;
}

export interface Usage {
  totalCost: number;
  totalCalls: number;
  succeededCalls: number;
  attempts: number;
  inputTokens: number;
  outputTokens: number;
  unpricedAttempts: number;
  unknownAttempts: number;
  byModel: Record<string, Sum>;
  byTier: Record<string, Sum>;
  byZone: Record<string, Sum>;
  byBackend: Record<string, Sum>;
  byProject: Record<string, Sum & { name: string }>;
  dailyCosts: { date: string; cost: number; calls: number }[];
  from: string;
  to: string;
}

export interface Findings {
  decisions: number;
  identical: number;
  moved: number;
  wider: number;
  narrower: number;
  worst_case_change_usd: number;
  moves: { from: string; to: string; count: number }[];
  examples: string[];
  unreadable: number;
  summary: string;
}

export interface Counted {
  at_ms: number;
  requests: number;
  errors: number;
  tokens: number;
  cost_usd: number;
  zones: Record<Zone, number>;
  tiers: Record<TierName, number>;
}

export interface Totals extends Counted {
  now_ms: number;
  overhead_ms: { p50: number; p95: number } | null;
  ttft_ms: { p50: number; p95: number } | null;
}

export interface Summary {
  decisions: number;
  difficulty: number[];
  unsure: number;
  refused: number;
  tiers: Partial<Record<TierName, number>>;
  sensitivities: Partial<Record<Sensitivity, number>>;
  findings: Record<string, number>;
  dropped_by: Record<string, number>;
}

export interface SessionLine {
  id: string;
  kind: "admin" | "viewer";
  created_ms: number;
  expires_ms: number;
  current: boolean;
}
