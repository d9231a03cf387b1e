/** Light, dark, or as the system says. */

import { useSyncExternalStore } from "react";

export type Theme = "light" | "dark" | "system";
const KEY = "larouter.theme";
const system = window.matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();

export function theme(): Theme {
  const kept = localStorage.getItem(KEY);
  return kept === "light" || kept === "dark" ? kept : "system";
}

export function apply(): void {
  const dark = theme() === "dark" || (theme() === "system" && system.matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
}

export function setTheme(value: Theme): void {
  localStorage.setItem(KEY, value);
  apply();
  for (const tell of listeners) tell();
}

system.addEventListener("change", apply);

export function useTheme(): Theme {
  return useSyncExternalStore((tell) => {
    listeners.add(tell);
    return () => listeners.delete(tell);
  }, theme);
}
