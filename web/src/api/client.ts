/** The control API: paths, parameters and bodies as its OpenAPI tells them. */

import type { components, paths } from "./types";
import { t } from "../texts";

export type Schema<N extends keyof components["schemas"]> = components["schemas"][N];
export type Policy = Schema<"PolicyText">;
export type Who = Schema<"Who">;

type Method = "get" | "post" | "put" | "patch" | "delete";
type Json<C> = C extends { content: { "application/json": infer A } } ? A : never;

/** Paths that take a method. */
type Taking<M extends Method> = { [P in keyof paths]: paths[P] extends Record<M, object> ? P : never }[keyof paths];
type Operation<P extends keyof paths, M extends Method> = paths[P] extends Record<M, infer O> ? O : never;
type Responses<O> = O extends { responses: infer R } ? R : never;

/** What a path answers when all is well. */
export type Answer<P extends keyof paths, M extends Method = "get"> = Json<
  Responses<Operation<P, M>>[keyof Responses<Operation<P, M>> & (200 | 201 | 202)]
>;
export type Query<P extends keyof paths> = Operation<P, "get"> extends { parameters: { query?: infer Q } } ? Q : never;
/** What is sent; the router knows what may be left out. */
export type Body<P extends keyof paths, M extends Method> = Operation<P, M> extends { requestBody: infer B } ? Partial<Json<B>> : undefined;

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

export async function get<P extends Taking<"get">>(
  path: P,
  options: { path?: Record<string, string>; query?: Query<P>; signal?: AbortSignal } = {},
): Promise<Answer<P>> {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(options.query ?? {})) {
    if (Array.isArray(value)) value.forEach((one) => query.append(name, String(one)));
    else if (value !== undefined && value !== null && value !== "") query.set(name, String(value));
  }
  const asked = query.size ? `?${query}` : "";
  return call<Answer<P>>("GET", fill(path, options.path) + asked, undefined, {}, options.signal);
}

export function send<M extends "POST" | "PUT" | "PATCH" | "DELETE", P extends Taking<Lowercase<M>>>(
  method: M,
  path: P,
  options: { path?: Record<string, string>; body?: Body<P, Lowercase<M>>; headers?: Record<string, string> } = {},
): Promise<Answer<P, Lowercase<M>>> {
  return call<Answer<P, Lowercase<M>>>(method, fill(path, options.path), options.body, options.headers ?? {});
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
