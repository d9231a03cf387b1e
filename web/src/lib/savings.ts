/** What the same tokens would have cost at one model's list price. */

import type { Backend, Usage } from "../api/shapes";

export interface Saved {
  model: string;
  baseline: number;
  usd: number;
}

export interface Priced {
  model: string;
  in: number;
  out: number;
}

export function priced(backends: Backend[]): Priced[] {
  const found = new Map<string, Priced>();
  for (const one of backends.flatMap((backend) => backend.deployments)) {
    if (one.price_known && ((one.usd_per_million_in ?? 0) > 0 || (one.usd_per_million_out ?? 0) > 0)) {
      found.set(one.model, { model: one.model, in: one.usd_per_million_in ?? 0, out: one.usd_per_million_out ?? 0 });
    }
  }
  return [...found.values()].sort((a, b) => b.out - a.out || b.in - a.in);
}

export function saved(used: Usage, backends: Backend[], against?: string): Saved | null {
  const choices = priced(backends);
  const model = choices.find((one) => one.model === against) ?? choices[0];
  if (!model) return null;
  const baseline = (used.inputTokens * model.in + used.outputTokens * model.out) / 1e6;
  return { model: model.model, baseline, usd: baseline - used.totalCost };
}
