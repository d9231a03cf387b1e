/** What stands around every page: who is signed in, the menu, and whether the router answers. */

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, Outlet, useLocation } from "@tanstack/react-router";
import {
  ChartColumn,
  Gauge,
  FolderKanban,
  ListTree,
  LogOut,
  Menu,
  MessageSquare,
  Route as RouteIcon,
  Server,
  Settings2,
  ShieldCheck,
} from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { rememberCsrf, send, type Who } from "./api/client";
import { resetLive, useLive } from "./lib/live";
import { change, session } from "./lib/queries";
import { setTheme, useTheme, type Theme } from "./lib/theme";
import { SignIn } from "./signin";
import { t } from "./texts";
import { Button, cx, Loading, Page, Problem } from "./ui/kit";

const PAGES = [
  ["/", t.nav.overview, Gauge, false],
  ["/requests", t.nav.requests, ListTree, false],
  ["/playground", t.nav.playground, MessageSquare, false],
  ["/models", t.nav.models, Server, true],
  ["/projects", t.nav.projects, FolderKanban, true],
  ["/usage", t.nav.usage, ChartColumn, false],
  ["/routing", t.nav.routing, RouteIcon, false],
  ["/audit", t.nav.audit, ShieldCheck, true],
  ["/settings", t.nav.settings, Settings2, true],
] as const;

export function Shell() {
  const who = useQuery(session);
  if (who.data) {
    rememberCsrf(who.data.csrf);
    return <Inside who={who.data} offline={Boolean(who.error)} />;
  }
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      {who.isPending ? <Loading /> : who.error ? <Problem error={who.error} /> : <SignIn />}
    </main>
  );
}

function Inside({ who, offline }: { who: Who; offline: boolean }) {
  const [open, setOpen] = useState(false);
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  useEffect(() => {
    setOpen(false);
    if (first.current) first.current = false;
    else main.current?.focus({ preventScroll: true });
    const page = PAGES.find(([to]) => to !== "/" && pathname.startsWith(to))?.[1] ?? t.nav.overview;
    document.title = `${page} · ${t.name}`;
  }, [pathname]);
  return (
    <div className="md:grid md:min-h-dvh md:grid-cols-[13.5rem_1fr]">
      <a
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:bg-card focus:p-2"
      >
        {t.skip}
      </a>
      <header className="border-b border-line bg-card md:sticky md:top-0 md:h-dvh md:overflow-y-auto md:border-r md:border-b-0">
        <div className="flex items-center justify-between gap-2 p-3 md:p-4">
          <Brand />
          <Button
            kind="quiet"
            className="md:hidden"
            aria-expanded={open}
            aria-controls="menu"
            onClick={() => setOpen(!open)}
          >
            <Menu aria-hidden size={18} /> {t.menu}
          </Button>
        </div>
        <div id="menu" className={cx("flex-col gap-4 p-3 pt-0 md:flex md:min-h-[calc(100dvh-4.5rem)]", open ? "flex" : "hidden")}>
          <nav aria-label={t.nav.label}>
            <ul className="flex flex-col gap-0.5">
              {PAGES.filter(([, , , admin]) => !admin || who.kind === "admin").map(([to, name, Icon]) => (
                <li key={to}>
                  <Link
                    to={to}
                    activeOptions={{ exact: to === "/", includeSearch: false }}
                    className="flex min-h-9 items-center gap-2.5 rounded-lg px-2.5 text-sm text-faint hover:bg-accent-soft hover:text-ink aria-[current=page]:bg-accent-soft aria-[current=page]:font-semibold aria-[current=page]:text-ink"
                  >
                    <Icon aria-hidden size={17} /> {name}
                  </Link>
                </li>
              ))}
            </ul>
          </nav>
          <Foot who={who} />
        </div>
      </header>
      <main id="main" ref={main} tabIndex={-1} className="min-w-0 outline-none">
        <Connection offline={offline} />
        <Outlet />
      </main>
    </div>
  );
}

function Brand() {
  return (
    <span className="flex items-center gap-2 font-semibold tracking-tight">
      <svg aria-hidden width="26" height="26" viewBox="0 0 32 32">
        <rect width="32" height="32" rx="8" className="fill-accent" />
        <path d="M7 16h7l5-7h6M14 16l5 7h6" fill="none" className="stroke-accent-ink" strokeWidth="3" strokeLinecap="round" />
      </svg>
      {t.name}
    </span>
  );
}

function Connection({ offline }: { offline: boolean }) {
  const client = useQueryClient();
  const connected = useLive("connected");
  const over = useLive("over");
  const [silent, setSilent] = useState(false);
  const broken = !connected && !over;
  useEffect(() => {
    if (!broken) {
      setSilent(false);
      return;
    }
    const timer = window.setTimeout(() => {
      setSilent(true);
      void client.invalidateQueries({ queryKey: ["session"] });
    }, 2500);
    return () => window.clearTimeout(timer);
  }, [broken, client]);
  useEffect(() => {
    if (over) void client.invalidateQueries({ queryKey: ["session"] });
  }, [over, client]);
  if (!silent && !offline) return null;
  return (
    <p role="status" className="sticky top-0 z-20 bg-warn-soft px-4 py-2 text-sm font-medium text-warn">
      {t.state.offline}
    </p>
  );
}

function Foot({ who }: { who: Who }) {
  const theme = useTheme();
  return (
    <div className="mt-auto flex flex-col gap-2 border-t border-line pt-3 text-xs text-faint">
      <span className="px-1 wrap-anywhere">{who.kind === "admin" ? t.admin : t.viewer(who.project_name ?? "")}</span>
      <select
        aria-label={t.theme.label}
        value={theme}
        onChange={(event) => setTheme(event.target.value as Theme)}
        className="min-h-9 rounded-lg border border-line bg-card px-2 text-sm text-ink"
      >
        {(["system", "light", "dark"] as const).map((one) => (
          <option key={one} value={one}>
            {t.theme[one]}
          </option>
        ))}
      </select>
      <Button
        kind="quiet"
        className="justify-start"
        onClick={() =>
          void send("DELETE", "/api/session").finally(() => {
            resetLive();
            change(null);
          })
        }
      >
        <LogOut aria-hidden size={16} /> {t.signOut}
      </Button>
    </div>
  );
}

export function Missing() {
  return (
    <Page title={t.state.missing}>
      <p>
        <Link to="/" className="text-accent underline">
          {t.state.home}
        </Link>
      </p>
    </Page>
  );
}
