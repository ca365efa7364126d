import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Pagination } from "../../components/pagination.tsx";
import type { SuspensionsQuery } from "../../gql/graphql.ts";
import { query } from "../../graphql.server.ts";
import { SUSPENSION_COLUMNS } from "./suspension-columns.tsx";
import { LiftWorkSuspensionDocument, SuspensionsDocument } from "./suspensions.graphql.ts";

export type Suspension = SuspensionsQuery["workSuspensions"]["edges"][number]["node"];

export const handle = {
  crumbs: () => [
    { label: "Invoices", href: "/invoices" },
    { label: "Dunning", href: "/dunning" },
    { label: "Suspended buyers" },
  ],
};

export const meta: MetaFunction = () => [{ title: "Suspended buyers · Engine Room" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const after = new URL(request.url).searchParams.get("after");
  const { workSuspensions } = await query({ request, context }, SuspensionsDocument, { first: 20, after });
  const { hasNextPage, endCursor } = workSuspensions.pageInfo;
  return {
    rows: workSuspensions.edges.map((edge) => edge.node),
    next: hasNextPage && endCursor ? `?after=${encodeURIComponent(endCursor)}` : null,
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.clone().formData();
  const text = (name: string) => String(form.get(name) ?? "");
  const input = { suspensionId: text("suspensionId"), reason: text("reason") };
  const { liftWorkSuspension: answer } = await query({ request, context }, LiftWorkSuspensionDocument, {
    input,
  });
  if (answer.__typename !== "MutationLiftWorkSuspensionSuccess")
    return data({ message: answer.message }, { status: 409 });
  return redirect("/dunning/suspensions");
}

export default function Suspensions() {
  const { rows, next } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <>
      <PageHead
        title="Suspended buyers"
        lead="Their new work and new orders wait until what they owe is paid, or an administrator takes them again."
      />
      {answer ? <Notice tone="error" title={answer.message} live /> : null}
      <DataTable
        caption="Suspensions, those that hold first"
        density="roomy"
        columns={SUSPENSION_COLUMNS}
        rows={rows}
        rowKey={(row) => row.id}
        empty={
          <EmptyState kind="nothing-yet" title="No buyer is suspended">
            A buyer stands here when an unpaid invoice has reached the policy's last step, with the invoices
            that hold its new work back.
          </EmptyState>
        }
      />
      <Pagination label="Suspensions" {...(next ? { nextHref: next } : {})} />
    </>
  );
}
