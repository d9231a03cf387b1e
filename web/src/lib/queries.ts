/** What pages ask for, in one place, so that two pages that ask for the same share the answer. */

import { keepPreviousData, MutationCache, QueryCache, QueryClient, queryOptions } from "@tanstack/react-query";
import { Failure, get, type Query, type Who } from "../api/client";
import { addDays, dateIn } from "./zones";

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

export const trial = (projectId: string, at: readonly number[]) =>
  queryOptions({
    queryKey: ["calibration", projectId, "trial", ...at],
    queryFn: ({ signal }) => get("/api/calibration/trial", { query: { projectId, at: [...at] }, signal }),
    staleTime: 60_000,
    gcTime: 60_000,
  });

export type Period = "daily" | "weekly" | "monthly" | "all";

export const usage = (period: Period, projectId?: string) =>
  queryOptions({
    queryKey: ["usage", period, projectId],
    queryFn: () => get("/api/usage", { query: { period, projectId } }),
    refetchInterval: 10_000,
  });

type Asked = NonNullable<Query<"/api/usage/groups">>;

/** Usage by what it is asked by, in a time zone: of a period, or between two days or moments. */
export const groups = (asked: Asked) =>
  queryOptions({
    queryKey: ["usage", "groups", asked],
    queryFn: () => get("/api/usage/groups", { query: { limit: 1000, ...asked } }),
    refetchInterval: 30_000,
    placeholderData: keepPreviousData,
  });

export const DAYS: Record<Exclude<Period, "all">, number> = { daily: 1, weekly: 7, monthly: 30 };

/** The whole days before a period, as many as it has. */
export function before(period: Exclude<Period, "all">, zone: string, now: number): { from: string; until: string } {
  const tomorrow = addDays(dateIn(zone, now), 1);
  return { from: addDays(tomorrow, -2 * DAYS[period]), until: addDays(tomorrow, -DAYS[period]) };
}

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
