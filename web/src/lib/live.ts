/** The live feed, once for the whole app: bounded, resumed by the browser, stopped when nobody looks. */

import { useSyncExternalStore } from "react";
import type { Counted, LiveEvents, RequestLine, Totals } from "../api/shapes";

const KEPT = 200;
const STEP_MS = 250;
/** So many lines are let through at a time and so many wait: more than 32 a second nobody reads, but a browser draws. */
const AT_ONCE = 8;
const WAITING = 32;

export interface Live {
  connected: boolean;
  lines: RequestLine[];
  minutes: Counted[];
  totals: Totals | null;
  rates: { requests: number; tokens: number };
  backends: Record<string, boolean>;
  lost: number;
  over: boolean;
}

const EMPTY: Live = {
  connected: false,
  lines: [],
  minutes: [],
  totals: null,
  rates: { requests: 0, tokens: 0 },
  backends: {},
  lost: 0,
  over: false,
};

let now = EMPTY;
let source: EventSource | null = null;
let recent: Totals[] = [];
let waiting = 0;
let told = 0;
/** Lines that came and are not shown yet, newest first. */
let coming: RequestLine[] = [];
const listeners = new Set<() => void>();

function change(part: Partial<Live>): void {
  now = { ...now, ...part };
  soon();
}

function soon(): void {
  if (waiting) return;
  const since = performance.now() - told;
  waiting = window.setTimeout(() => {
    waiting = 0;
    told = performance.now();
    letThrough();
    for (const tell of listeners) tell();
    if (coming.length) soon();
  }, Math.max(20, STEP_MS - since));
}

function letThrough(): void {
  if (!coming.length) return;
  const missed = Math.max(0, coming.length - WAITING);
  coming.length -= missed; // the oldest
  const fresh = coming.splice(-AT_ONCE);
  now = { ...now, lost: now.lost + missed, lines: [...fresh, ...now.lines].slice(0, KEPT) };
}

function open(): void {
  source = new EventSource("/api/live");
  source.onopen = () => change({ connected: true });
  source.onerror = () => {
    change({ connected: false });
    if (source?.readyState === EventSource.CLOSED) {
      close();
      if (listeners.size) window.setTimeout(() => listeners.size && !source && open(), 3000);
    }
  };
  on("hello", (value) => change({ minutes: value.minutes, connected: true, over: false }));
  on("requests", (lines) => {
    const known = new Set([...now.lines, ...coming].map((line) => line.id));
    const fresh = lines.filter((line) => !known.has(line.id)).reverse();
    if (now.lines.length) coming = [...fresh, ...coming];
    else now = { ...now, lines: fresh.slice(0, KEPT) };
    soon();
  });
  on("backends", (backends) => change({ backends }));
  on("lost", ({ count }) => change({ lost: now.lost + count }));
  on("totals", count);
  on("over", () => {
    close();
    change({ over: true, connected: false });
  });
}

function on<N extends keyof LiveEvents>(name: N, take: (value: LiveEvents[N]) => void): void {
  source?.addEventListener(name, (event) => take(JSON.parse((event as MessageEvent<string>).data) as LiveEvents[N]));
}

/** Rates over the last five seconds, and the present minute kept in step with the totals. */
function count(totals: Totals): void {
  const before = recent[recent.length - 1];
  recent = before && before.requests <= totals.requests ? [...recent.slice(-5), totals] : [totals];
  const first = recent[0] ?? totals;
  const seconds = Math.max(1, (totals.now_ms - first.now_ms) / 1000);
  change({
    totals,
    rates: { requests: (totals.requests - first.requests) / seconds, tokens: (totals.tokens - first.tokens) / seconds },
    minutes: before && before.at_ms === totals.at_ms ? grown(now.minutes, before, totals) : now.minutes,
  });
}

function grown(minutes: Counted[], before: Totals, after: Totals): Counted[] {
  const at = after.now_ms - (after.now_ms % 60_000);
  const last = minutes[minutes.length - 1];
  const base = last && last.at_ms === at ? last : null;
  const more = <K extends string>(a: Record<K, number>, b: Record<K, number>, c?: Record<K, number>) =>
    Object.fromEntries(
      (Object.keys(b) as K[]).map((key) => [key, (c?.[key] ?? 0) + b[key] - a[key]]),
    ) as Record<K, number>;
  const present: Counted = {
    at_ms: at,
    requests: (base?.requests ?? 0) + after.requests - before.requests,
    errors: (base?.errors ?? 0) + after.errors - before.errors,
    tokens: (base?.tokens ?? 0) + after.tokens - before.tokens,
    cost_usd: (base?.cost_usd ?? 0) + after.cost_usd - before.cost_usd,
    zones: more(before.zones, after.zones, base?.zones),
    tiers: more(before.tiers, after.tiers, base?.tiers),
  };
  return [...(base ? minutes.slice(0, -1) : minutes), present].slice(-60);
}

function close(): void {
  source?.close();
  source = null;
  recent = [];
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell);
  if (!source && !now.over) open();
  return () => {
    listeners.delete(tell);
    window.setTimeout(() => {
      if (!listeners.size) {
        close();
        now = { ...now, connected: false };
      }
    }, 5000);
  };
}

/** Forget everything: another person signs in. */
export function resetLive(): void {
  close();
  now = EMPTY;
  coming = [];
}

/** One part of the feed; who shows it is drawn anew when that part changes, and not before. */
export function useLive<K extends keyof Live>(part: K): Live[K] {
  return useSyncExternalStore(subscribe, () => now[part]);
}
