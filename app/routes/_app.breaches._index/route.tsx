import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { PageHead } from "../../components/page-head.tsx";
import { query } from "../../graphql.server.ts";
import { requireViewer } from "../../session.server.ts";
import { breachVariables } from "./breach-address.ts";
import { BreachList } from "./breach-list.tsx";
import { BreachesDocument } from "./breaches.graphql.ts";

export const handle = { crumbs: () => [{ label: "Breaches" }] };
export const meta: MetaFunction = () => [{ title: "Breaches · Engine Room" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  requireViewer({ request, context });
  const { searchParams } = new URL(request.url);
  return query({ request, context }, BreachesDocument, breachVariables(searchParams));
}

export default function Breaches() {
  const page = useLoaderData<typeof loader>();
  return (
    <>
      <PageHead
        title="Breaches, worst first"
        lead="Every month in which a level was missed: its root cause, what is done about it, and what that changed."
      />
      <BreachList page={page} across />
    </>
  );
}
