/** A token that lives as long as the page does: made when a prompt is first sent, revoked when the page is left. */

import { useEffect, useRef } from "react";
import { send } from "../api/client";

interface Lent {
  project: string;
  id: string;
  token: string;
}

export function usePlaygroundToken(): (project: string) => Promise<string> {
  const lent = useRef<Lent | null>(null);
  useEffect(() => () => giveBack(lent), []);
  return async (project) => {
    if (lent.current?.project === project) return lent.current.token;
    giveBack(lent);
    const made = await send("POST", "/api/projects/{ident}/tokens", {
      path: { ident: project },
      body: { label: "playground" },
    });
    lent.current = { project, id: made.id, token: made.token };
    return made.token;
  };
}

function giveBack(lent: { current: Lent | null }): void {
  const old = lent.current;
  lent.current = null;
  if (old) {
    void send("DELETE", "/api/projects/{ident}/tokens/{token_id}", {
      path: { ident: old.project, token_id: old.id },
    }).catch(() => undefined);
  }
}
