/** A change of a project, after which what is shown of it is asked for anew. */

import { useMutation, useQueryClient } from "@tanstack/react-query";

export function useChange<V>(id: string, change: (value: V) => Promise<unknown>, done?: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["projects"] });
      await client.invalidateQueries({ queryKey: ["projects", id] });
      done?.();
    },
  });
}
