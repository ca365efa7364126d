import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { found, query } from "../../graphql.server.ts";
import { loadSimulation } from "./load-simulation.server.ts";
import { SimulatedEngagementDocument } from "./simulator.graphql.ts";
import { SimulatorPage } from "./simulator-page.tsx";

export const handle = { crumbs: () => [{ label: "Simulator" }] };

export const meta: MetaFunction = () => [{ title: "Price simulator · Engine Room" }];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const answer = await query({ request, context }, SimulatedEngagementDocument, { id: params.id ?? "" });
  const { id, statementOfWorkId } = found(answer.engagement);
  return {
    address: `/engagements/${id}/simulator`,
    page: await loadSimulation({ request, context }, { statementOfWorkId, engagementId: id }),
  };
}

export default function EngagementSimulator() {
  const { page, address } = useLoaderData<typeof loader>();
  return <SimulatorPage page={page} address={address} />;
}
