/** The control API: paths, parameters and bodies as its OpenAPI tells them. */

import type { components, paths } from "./types";
import { t } from "../texts";
import type * as S from "./shapes";

export type Schema<N extends keyof components["schemas"]> = components["schemas"][N];
export type Policy = components["schemas"]["PolicyText"];
export type Who = components["schemas"]["Who"];

interface Answers {
  "/api/session": Who | null;
  "/api/sessions": { sessions: S.SessionLine[] };
  "/api/requests": { requests: S.RequestLine[]; next: string | null };
  "/api/requests/{request_id}": S.Story;
  "/api/projects": { projects: S.ProjectLine[] };
  "/api/projects/{ident}": S.ProjectLine & { policy: Policy; tokens: S.Token[] };
  "/api/models/catalog": { folder: string; models: S.LocalModel[] };
  "/api/models/downloads": { downloads: S.Download[] };
  "/api/calibration": components["schemas"]["Calibration"];
  "/api/feedback": components["schemas"]["Opinions"];
  "/api/backends": { backends: S.Backend[]; fleet_version: string };
  "/api/usage": S.Usage;
  "/api/usage/daily": { days: (S.Sum & { date: string })[] };
  "/api/usage/groups": { total: S.Sum; groups: (S.Sum & Record<string, unknown>)[] };
  "/api/usage/cross": { rows: string; columns: string; cells: (S.Sum & { row: string; column: string })[] };
  "/api/config": { settings: Record<string, { value: unknown; origin: string }> } & Record<string, unknown>;
  "/api/audit/verify": { ok: boolean; links: number; last: string | null; faults: string[] };
  "/api/decisions/summary": S.Summary;
  "/api/alerts": components["schemas"]["Alerts"];
  "/api/alerts/channels": components["schemas"]["Channels"];
}

type Query<P extends keyof paths> = paths[P] extends { get: { parameters: { query?: infer Q } } } ? Q : never;

export class Failure extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly code: string,
  ) {
    super(message);
  }
}

let csrf = "";

/** Known from the session, kept in memory alone. */
export function rememberCsrf(value: string): void {
  csrf = value;
}

export function fill(path: string, parts: Record<string, string> = {}): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parts[name] ?? ""));
}

export async function get<P extends keyof Answers & keyof paths>(
  path: P,
  options: { path?: Record<string, string>; query?: Query<P>; signal?: AbortSignal } = {},
): Promise<Answers[P]> {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(options.query ?? {})) {
    if (Array.isArray(value)) value.forEach((one) => query.append(name, String(one)));
    else if (value !== undefined && value !== null && value !== "") query.set(name, String(value));
  }
  const asked = query.size ? `?${query}` : "";
  return call<Answers[P]>("GET", fill(path, options.path) + asked, undefined, {}, options.signal);
}

export function send<R = Record<string, unknown>>(
  method: "POST" | "PUT" | "PATCH" | "DELETE",
  path: keyof paths,
  options: { path?: Record<string, string>; body?: unknown; headers?: Record<string, string> } = {},
): Promise<R> {
  return call<R>(method, fill(path, options.path), options.body, options.headers ?? {});
}

async function call<R>(
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string>,
  signal?: AbortSignal,
): Promise<R> {
  const response = await fetch(path, {
    method,
    signal: signal ?? null,
    credentials: "same-origin",
    headers: {
      ...headers,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(method === "GET" ? {} : { "x-larouter-csrf": csrf }),
    },
    body: body === undefined ? null : JSON.stringify(body),
  }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Failure(0, t.state.offline, "offline");
  });
  if (!response.ok) throw await failure(response);
  return (await response.json()) as R;
}

export async function failure(response: Response): Promise<Failure> {
  const text = await response.text();
  try {
    const { error } = JSON.parse(text) as { error: { message: string; code: string } };
    return new Failure(response.status, error.message, error.code);
  } catch {
    return new Failure(response.status, text.slice(0, 300) || response.statusText, "");
  }
}
