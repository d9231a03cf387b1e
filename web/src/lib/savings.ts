/** What routing saved, as the server reckons it; where only simulated servers answered, they count. */

import { useQuery } from "@tanstack/react-query";
import { get, type Schema } from "../api/client";
import type { Period } from "./queries";

export interface Saved {
  told: Schema<"SavingsTold">;
  simulated: boolean;
}

export function useSavings(period: Period, baseline = ""): { found: Saved | null; error: unknown } {
  const ask = (simulated: boolean) => ({
    queryKey: ["savings", period, baseline, simulated],
    queryFn: () => get("/api/savings", { query: { period, baseline, simulated } }),
    refetchInterval: 15_000,
  });
  const real = useQuery(ask(false));
  const alone = real.data?.answers === 0 && real.data.simulatedAnswers > 0;
  const demo = useQuery({ ...ask(true), enabled: alone });
  const told = alone ? demo.data : real.data;
  return { found: told ? { told, simulated: alone } : null, error: real.error ?? demo.error };
}
