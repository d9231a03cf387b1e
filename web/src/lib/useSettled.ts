import { useEffect, useState } from "react";

/** A value once it has stayed the same for a while, so that dragging does not ask at every step. */
export function useSettled<V>(value: V, afterMs: number): V {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(value), afterMs);
    return () => window.clearTimeout(timer);
  }, [value, afterMs]);
  return settled;
}
