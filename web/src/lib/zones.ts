/** Time zones: where days begin. */

const KEY = "larouter.zone";
const OWN = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
export const DAY_MS = 86_400_000;

/** UTC and the browser's own first, then all that the browser knows. */
export function zones(): string[] {
  return [...new Set(["UTC", OWN, ...Intl.supportedValuesOf("timeZone")])];
}

export function keptZone(): string {
  const kept = localStorage.getItem(KEY);
  return kept && zones().includes(kept) ? kept : "UTC";
}

export function keepZone(zone: string): void {
  localStorage.setItem(KEY, zone);
}

/** The date in a zone, as 2026-11-20. */
export function dateIn(zone: string, at: number): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(at);
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The moment at which a date begins in a zone. */
export function beginning(zone: string, date: string): number {
  const midnight = Date.parse(`${date}T00:00Z`);
  const first = midnight - ahead(zone, midnight);
  return midnight - ahead(zone, first);
}

/** How far a zone's clock is ahead of UTC, in ms. */
function ahead(zone: string, at: number): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(at);
  const of = (name: Intl.DateTimeFormatPartTypes) => Number(parts.find((one) => one.type === name)?.value ?? 0);
  const shown = Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"), of("second"));
  return shown - Math.floor(at / 1000) * 1000;
}
