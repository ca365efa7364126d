import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { may } from "../../../domain/identity/permissions.ts";
import { isStaff } from "../../../domain/identity/viewer.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { Notice } from "../../components/notice.tsx";
import { OrganizationErasures } from "../../components/organization-erasures.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Section } from "../../components/section.tsx";
import { query } from "../../graphql.server.ts";
import { OrganizationErasuresDocument } from "../../organization-erasure.graphql.ts";
import {
  answeredOrganizationErasure,
  type OrganizationErasureAnswer,
} from "../../organization-erasure.server.ts";
import { requireViewer } from "../../session.server.ts";

export const handle = { crumbs: () => [{ label: "Erasing organisations" }] };
export const meta: MetaFunction = () => [{ title: "Erasing organisations · Engine Room" }];

/** The administrators' own page: for everybody else it is not there. */
function requireAdmin(door: Pick<LoaderFunctionArgs, "request" | "context">): void {
  const viewer = requireViewer(door);
  if (!isStaff(viewer) || !may(viewer, "erasure:approve"))
    throw data({ message: "There is no such page." }, { status: 404 });
}

export async function loader(door: LoaderFunctionArgs) {
  requireAdmin(door);
  return query(door, OrganizationErasuresDocument, {});
}

export async function action(door: ActionFunctionArgs) {
  requireAdmin(door);
  return answeredOrganizationErasure(door, "/erasures");
}

export default function Erasures() {
  const { organizationErasures: erasures } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>() as OrganizationErasureAnswer | undefined;
  const waiting = erasures.filter((one) => one.state === "asked").length;
  return (
    <>
      <PageHead
        title={waiting === 0 ? "No erasure waits for you" : `${waiting} to approve`}
        lead="Organisations that asked to be erased. Whoever asked does not approve it."
      />
      {answer ? <Notice tone="error" title={answer.message} live /> : null}
      <Section title="Requests" note="Those under way first" first>
        {erasures.length === 0 ? (
          <EmptyState kind="nothing-yet" title="No organisation ever asked">
            An organisation's head asks on its own page, once its contracts and money are settled.
          </EmptyState>
        ) : (
          <OrganizationErasures erasures={erasures} />
        )}
      </Section>
    </>
  );
}
