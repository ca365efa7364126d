import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Outlet, useLoaderData, useLocation } from "@remix-run/react";
import { ZoneProvider } from "../../components/locale.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { TabsNav } from "../../components/tabs-nav.tsx";
import { found, query } from "../../graphql.server.ts";
import { EngagementFrameDocument } from "./engagement.graphql.ts";

export const handle = {
  crumbs: (loaded: { engagement: { id: string; title: string } }) => [
    { label: "Engagements", href: "/engagements" },
    { label: loaded.engagement.title, href: `/engagements/${loaded.engagement.id}` },
  ],
};

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.engagement.title ?? "Engagement"} · Engine Room` },
];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { engagement } = await query({ request, context }, EngagementFrameDocument, {
    id: params.id ?? "",
  });
  return { engagement: found(engagement) };
}

const AREAS = [
  { label: "Overview", path: "" },
  { label: "Work", path: "/work" },
  { label: "Service levels", path: "/service-levels" },
  { label: "Scorecard", path: "/scorecard" },
  { label: "Breaches", path: "/breaches" },
  { label: "Contests", path: "/contests" },
  { label: "Calendar", path: "/calendar" },
  { label: "Statements", path: "/statements" },
  { label: "Documents", path: "/documents" },
  { label: "People", path: "/people" },
];

/**
 * The frame of one engagement: every area below it has its own address. Moments are shown in the
 * contract's zone.
 */
export default function EngagementFrame() {
  const { engagement } = useLoaderData<typeof loader>();
  const { pathname } = useLocation();
  const base = `/engagements/${engagement.id}`;
  return (
    <ZoneProvider zone={engagement.zone}>
      <PageHead
        title={engagement.title}
        lead={
          `${engagement.provider.name} for ${engagement.buyer.name} · ` +
          `${engagement.moduleName} · ${engagement.stateName.toLowerCase()}`
        }
      />
      <TabsNav
        label="Areas of the engagement"
        tabs={AREAS.map(({ label, path }) => ({
          label,
          href: `${base}${path}`,
          current:
            path === "" ? pathname.replace(/\/$/, "") === base : pathname.startsWith(`${base}${path}`),
        }))}
      />
      <Outlet />
    </ZoneProvider>
  );
}
