/** Names for what the control API answers; every member is that of its OpenAPI document. */

import type { Schema } from "./client";

export type RequestLine = Schema<"RequestLine">;
export type Story = Schema<"RequestStory">;
export type Decision = Schema<"DecisionTold">;
export type Attempt = Schema<"AttemptTold">;
export type Summary = Schema<"DecisionCounts">;
export type Findings = Schema<"ReplayFindings">;
export type Budget = Schema<"BudgetTold">;
export type ProjectLine = Schema<"ProjectLine">;
export type Token = Schema<"TokenTold">;
export type Deployment = Schema<"DeploymentTold">;
export type Backend = Schema<"BackendTold">;
export type Trial = Schema<"TrialTold">;
export type LocalModel = Schema<"LocalModelTold">;
export type Download = Schema<"DownloadTold">;
export type Sum = Schema<"Sums">;
export type Usage = Schema<"UsageTotals">;
export type SessionLine = Schema<"SessionTold">;
export type LiveEvents = Schema<"LiveEvents">;
export type Counted = Schema<"LiveMinute">;
export type Totals = Schema<"LiveTotals">;

export type Zone = Deployment["zone"];
export type TierName = Decision["tier"];
export type Sensitivity = Decision["sensitivity"];

export const ZONES: Zone[] = ["local", "private", "public"];
export const TIERS: TierName[] = ["HEARTBEAT", "SIMPLE", "MODERATE", "COMPLEX", "FRONTIER"];
export const SENSITIVITIES: Sensitivity[] = ["public", "internal", "confidential"];
