import { useQuery } from "@tanstack/react-query";
import { projects, session } from "./queries";

/** Names of projects by id; a viewer knows its own alone. */
export function useProjectNames(): (id: string) => string {
  const { data: who } = useQuery(session);
  const { data } = useQuery({ ...projects, enabled: who?.kind === "admin" });
  return (id) =>
    data?.projects.find((one) => one.id === id)?.name ?? (who?.project_id === id ? (who.project_name ?? id) : id);
}
