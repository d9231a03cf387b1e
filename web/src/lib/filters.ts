/** Filters of the list of requests, as they stand in the address. */

export const NAMES = [
  "projectId",
  "model",
  "backend",
  "token",
  "tier",
  "zone",
  "sensitivity",
  "status",
  "min_cost_usd",
  "max_cost_usd",
  "min_latency_ms",
  "max_latency_ms",
  "since_ms",
  "until_ms",
] as const;

export type Filters = Partial<Record<(typeof NAMES)[number], string>>;

/** Only what is known, only as text. */
export function filtersOf(search: Record<string, unknown>): Filters {
  const found: Filters = {};
  for (const name of NAMES) {
    const value = Object.hasOwn(search, name) ? search[name] : undefined;
    if ((typeof value === "string" || typeof value === "number") && String(value)) found[name] = String(value).slice(0, 100);
  }
  return found;
}
