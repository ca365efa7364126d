import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Section } from "../../components/section.tsx";
import { query } from "../../graphql.server.ts";
import { breachVariables } from "../_app.breaches._index/breach-address.ts";
import { BreachList } from "../_app.breaches._index/breach-list.tsx";
import { BreachesDocument } from "../_app.breaches._index/breaches.graphql.ts";

export const meta: MetaFunction = () => [{ title: "Breaches · Engine Room" }];
export const handle = { crumbs: () => [{ label: "Breaches" }] };

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  const engagementId = params.id ?? "";
  return query({ request, context }, BreachesDocument, { engagementId, ...breachVariables(searchParams) });
}

export default function EngagementBreaches() {
  const page = useLoaderData<typeof loader>();
  return (
    <Section first title="Breaches" note="root cause, corrective action and measured effect, worst first">
      <BreachList page={page} across={false} />
    </Section>
  );
}
