/** What pages ask for, in one place, so that two pages that ask for the same share the answer. */

import { QueryCache, MutationCache, QueryClient, queryOptions } from "@tanstack/react-query";
import { Failure, get, type Who } from "../api/client";

function ended(error: unknown): void {
  if (error instanceof Failure && error.status === 401) {
    client.setQueryData(["session"], null);
  }
}

export const client = new QueryClient({
  queryCache: new QueryCache({ onError: ended }),
  mutationCache: new MutationCache({ onError: ended }),
  defaultOptions: {
    queries: {
      staleTime: 2000,
      retry: (failed, error) => failed < 2 && error instanceof Failure && (error.status === 0 || error.status >= 500),
      refetchOnWindowFocus: true,
      networkMode: "always",
    },
    mutations: { networkMode: "always" },
  },
});

/** Another person is there: nothing that the last one saw stays. */
export function change(who: Who | null): void {
  client.removeQueries({ predicate: (query) => query.queryKey[0] !== "session" });
  client.setQueryData(["session"], who);
}

export const session = queryOptions({
  queryKey: ["session"],
  queryFn: () => get("/api/session"),
  staleTime: 60_000,
  refetchInterval: (query) => (query.state.error ? 2000 : false),
});

export const projects = queryOptions({
  queryKey: ["projects"],
  queryFn: () => get("/api/projects"),
  refetchInterval: 10_000,
});

export const project = (ident: string) =>
  queryOptions({ queryKey: ["projects", ident], queryFn: () => get("/api/projects/{ident}", { path: { ident } }) });

export const backends = queryOptions({
  queryKey: ["backends"],
  queryFn: () => get("/api/backends"),
  refetchInterval: 3000,
});

export const catalogue = queryOptions({
  queryKey: ["catalogue"],
  queryFn: () => get("/api/models/catalog"),
  refetchInterval: 5000,
});

export const downloads = queryOptions({
  queryKey: ["downloads"],
  queryFn: () => get("/api/models/downloads"),
  refetchInterval: (query) =>
    query.state.data?.downloads.some((one) => one.state === "waiting" || one.state === "running") ? 700 : 5000,
});

export const calibration = (projectId: string) =>
  queryOptions({
    queryKey: ["calibration", projectId],
    queryFn: () => get("/api/calibration", { query: { projectId } }),
    staleTime: 60_000,
  });

export type Period = "daily" | "weekly" | "monthly" | "all";

export const usage = (period: Period, projectId?: string) =>
  queryOptions({
    queryKey: ["usage", period, projectId],
    queryFn: () => get("/api/usage", { query: { period, projectId } }),
    refetchInterval: 10_000,
  });

const DAY_MS = 86_400_000;
const DAYS: Record<Exclude<Period, "all">, number> = { daily: 1, weekly: 7, monthly: 30 };

/** The whole days before a period, as many as it has; days are UTC. */
export function before(period: Exclude<Period, "all">, now: Date): { from: string; until: string } {
  const today = Math.floor(now.getTime() / DAY_MS);
  const day = (number: number) => new Date(number * DAY_MS).toISOString().slice(0, 10);
  return { from: day(today + 1 - 2 * DAYS[period]), until: day(today + 1 - DAYS[period]) };
}

export const usageBefore = (period: Exclude<Period, "all">) =>
  queryOptions({
    queryKey: ["usage", "before", period],
    queryFn: () => get("/api/usage/groups", { query: { by: ["zone"], ...before(period, new Date()) } }),
    staleTime: 60_000,
  });

export const daily = (period: Period) =>
  queryOptions({
    queryKey: ["usage", "daily", period],
    queryFn: () => get("/api/usage/daily", { query: { period } }),
    refetchInterval: 30_000,
  });

export const summary = (projectId?: string) =>
  queryOptions({
    queryKey: ["summary", projectId],
    queryFn: () => get("/api/decisions/summary", { query: { projectId } }),
  });

export const channels = queryOptions({ queryKey: ["alerts", "channels"], queryFn: () => get("/api/alerts/channels") });

export const alerts = queryOptions({
  queryKey: ["alerts", "recent"],
  queryFn: () => get("/api/alerts"),
  refetchInterval: 5000,
});
