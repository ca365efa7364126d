import type { LoaderFunctionArgs } from "@remix-run/node";
import { Outlet, useMatches, useRouteError, useRouteLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { Temporal } from "temporal-polyfill";
import { AppShell } from "../../components/app-shell.tsx";
import type { Crumb } from "../../components/breadcrumb.tsx";
import { CommandMenu } from "../../components/command-menu.tsx";
import { YearProvider, ZoneProvider } from "../../components/locale.tsx";
import { ProblemPage } from "../../components/problem-page.tsx";
import { ThemeToggle } from "../../components/theme-toggle.tsx";
import { query } from "../../graphql.server.ts";
import { themeOf } from "../../session.server.ts";
import { crumbsOf } from "./crumbs.ts";
import { commandsFor, decisive, navFor } from "./navigation.ts";
import { OrganizationSwitcher } from "./organization-switcher.tsx";
import { ShellDocument } from "./shell.graphql.ts";

/** A page names its place by `handle = { crumbs: (data) => [...] }`. */
export type CrumbHandle = { crumbs?: (data: never) => Crumb[] };

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { viewer } = await query({ request, context }, ShellDocument, {});
  const theme = themeOf(request) ?? ("system" as const);
  const { year } = Temporal.Now.zonedDateTimeISO(viewer?.zone ?? "UTC");
  return { viewer: viewer && { ...viewer, permissions: decisive(viewer.permissions) }, theme, year };
}

export default function AppLayout() {
  return (
    <Frame>
      <Outlet />
    </Frame>
  );
}

export function ErrorBoundary() {
  const root = useRouteLoaderData<{ requestId: string }>("root");
  const problem = <ProblemPage error={useRouteError()} requestId={root?.requestId} />;
  return <Frame>{problem}</Frame>;
}

function Frame({ children }: { children: ReactNode }) {
  const facts = useRouteLoaderData<typeof loader>("routes/_app");
  const crumbs = crumbsOf(useMatches());
  const viewer = facts?.viewer;
  return (
    <AppShell
      nav={navFor(viewer, viewer?.unreadWarnings ?? 0)}
      crumbs={crumbs}
      find={<CommandMenu commands={commandsFor(viewer)} searchHref="/catalogue" />}
      footer={<ThemeToggle current={facts?.theme ?? "system"} />}
      {...(viewer
        ? {
            who: {
              name: viewer.name,
              role: viewer.roleName,
              organisation: viewer.organizationName,
              signOutAction: "/sign-out",
              accountHref: "/account",
              switcher: (
                <OrganizationSwitcher current={viewer.organizationId} memberships={viewer.memberships} />
              ),
            },
          }
        : {})}
    >
      <YearProvider year={facts?.year ?? null}>
        <ZoneProvider zone={viewer?.zone ?? "UTC"}>{children}</ZoneProvider>
      </YearProvider>
    </AppShell>
  );
}
