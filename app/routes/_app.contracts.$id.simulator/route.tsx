import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ButtonLink } from "../../components/button.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { loadSimulation } from "../_app.engagements.$id.simulator/load-simulation.server.ts";
import { SimulatorPage } from "../_app.engagements.$id.simulator/simulator-page.tsx";

export const handle = {
  crumbs: (loaded: { page: { sow: { id: string; title: string } } }) => [
    { label: "Contracts", href: "/contracts" },
    { label: loaded.page.sow.title, href: `/contracts/${loaded.page.sow.id}` },
    { label: "Simulator" },
  ],
};

export const meta: MetaFunction = () => [{ title: "Price simulator · Engine Room" }];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const statementOfWorkId = params.id ?? "";
  return {
    address: `/contracts/${statementOfWorkId}/simulator`,
    page: await loadSimulation({ request, context }, { statementOfWorkId, engagementId: null }),
  };
}

export default function ContractSimulator() {
  const { page, address } = useLoaderData<typeof loader>();
  const { id, title, viewerMay } = page.sow;
  return (
    <>
      <PageHead
        title="Prices tried on a year"
        lead={`${title}. What these prices would have cost, month by month, and how bad a year can be.`}
        actions={
          viewerMay.includes("edit") ? (
            <ButtonLink to={`/contracts/${id}/prices`}>Edit the prices</ButtonLink>
          ) : null
        }
      />
      <SimulatorPage page={page} address={address} />
    </>
  );
}
