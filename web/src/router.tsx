/** Which address shows which page; addresses live behind `#`, so no route of the API is shadowed. */

import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from "@tanstack/react-router";
import { Missing, Shell } from "./shell";
import { filtersOf } from "./lib/filters";

const root = createRootRoute({ component: Shell, notFoundComponent: Missing });

const routes = [
  createRoute({
    getParentRoute: () => root,
    path: "/",
    component: lazyRouteComponent(() => import("./pages/overview"), "Overview"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/requests",
    validateSearch: filtersOf,
    component: lazyRouteComponent(() => import("./pages/requests"), "Requests"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/requests/$id",
    component: lazyRouteComponent(() => import("./pages/story"), "Story"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/projects",
    component: lazyRouteComponent(() => import("./pages/projects"), "Projects"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/projects/$id",
    component: lazyRouteComponent(() => import("./pages/project"), "Project"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/models",
    component: lazyRouteComponent(() => import("./pages/models"), "Models"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/playground",
    component: lazyRouteComponent(() => import("./pages/playground"), "Playground"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/usage",
    component: lazyRouteComponent(() => import("./pages/usage"), "Usage"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/routing",
    component: lazyRouteComponent(() => import("./pages/routing"), "Routing"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/audit",
    component: lazyRouteComponent(() => import("./pages/audit"), "Audit"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/settings",
    component: lazyRouteComponent(() => import("./pages/settings"), "Settings"),
  }),
] as const;

export const router = createRouter({
  routeTree: root.addChildren(routes),
  history: createHashHistory(),
  defaultPreload: "intent",
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
