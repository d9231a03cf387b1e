import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import type { Answer } from "../api/client";
import { projects, session } from "./queries";

/** A plain object, which stays the same one as long as no name changes. */
function namesOf({ projects: all }: Answer<"/api/projects">): Record<string, string> {
  return Object.fromEntries(all.map((one) => [one.id, one.name]));
}

/** Names of projects by id; a viewer knows its own alone. */
export function useProjectNames(): (id: string) => string {
  const { data: who } = useQuery(session);
  const { data } = useQuery({ ...projects, enabled: who?.kind === "admin", select: namesOf });
  return useCallback((id) => data?.[id] ?? (who?.project_id === id ? (who.project_name ?? id) : id), [data, who]);
}
