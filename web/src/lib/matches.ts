import type { RequestLine } from "../api/shapes";
import type { Filters } from "./filters";

/** Whether a request of the live feed is one that the filters ask for; as the search of the router has it. */
export function matches(line: RequestLine, filters: Filters): boolean {
  const { projectId, model, backend, tier, zone, sensitivity, status } = filters;
  if (filters.token) return false; // the feed does not tell it
  const needle = model?.toLowerCase();
  const failed = (line.status ?? 0) >= 400 || Boolean(line.error);
  return (
    (!projectId || line.project_id === projectId) &&
    (!needle || [line.model, line.asked_model].some((name) => name?.toLowerCase().includes(needle))) &&
    (!backend || Boolean(line.answered_by?.startsWith(`${backend}/`))) &&
    (!tier || line.tier === tier) &&
    (!zone || line.zone === zone) &&
    (!sensitivity || line.sensitivity === sensitivity) &&
    (!status || (status === "ok" ? !failed : status === "error" ? failed : String(line.status) === status)) &&
    within(line.cost_usd, filters.min_cost_usd, filters.max_cost_usd) &&
    within(line.latency_ms, filters.min_latency_ms, filters.max_latency_ms) &&
    within(line.at_ms, filters.since_ms, filters.until_ms)
  );
}

function within(value: number | null, least: string | undefined, most: string | undefined): boolean {
  if (value === null) return !least && !most;
  return (!least || value >= Number(least)) && (!most || value <= Number(most));
}
