import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Notice } from "../../components/notice.tsx";
import { Pagination } from "../../components/pagination.tsx";
import { found, query } from "../../graphql.server.ts";
import { EngagementChargesDocument } from "./charges.graphql.ts";
import { sent } from "./charges-action.server.ts";
import { Costs } from "./costs.tsx";
import { Milestones } from "./milestones.tsx";

export const meta: MetaFunction = () => [{ title: "Milestones and costs · Engine Room" }];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const after = new URL(request.url).searchParams.get("after");
  const page = await query({ request, context }, EngagementChargesDocument, { id: params.id ?? "", after });
  const { hasNextPage, endCursor } = page.passedCosts.pageInfo;
  return {
    charges: found(page.engagementCharges),
    rows: page.passedCosts.edges.flatMap((edge) => (edge ? [edge.node] : [])),
    next: hasNextPage && endCursor ? `?after=${encodeURIComponent(endCursor)}` : null,
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const answer = await sent({ request, context }, { engagementId: params.id ?? "", text });
  if (answer.__typename.endsWith("Success")) return redirect(`/engagements/${params.id}/charges`);
  if (answer.__typename === "NotFound") throw data({ message: answer.message }, { status: 404 });
  const values = Object.fromEntries([...form].map(([name, value]) => [name, String(value)]));
  const of = text("intent") === "state" ? "cost" : text("lineId");
  const issues = answer.issues ?? [];
  const message = issues.length > 0 && of !== "" ? null : (answer.message ?? issues[0]?.message ?? null);
  return data({ of, values, issues, message }, { status: issues.length > 0 ? 400 : 409 });
}

export default function EngagementCharges() {
  const { charges, rows, next, idempotencyKey } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const state = answer ?? { of: "", values: {}, issues: [] };
  return (
    <>
      {answer?.message ? <Notice tone="error" title={answer.message} live /> : null}
      <Milestones {...{ charges, state, idempotencyKey }} />
      <Costs {...{ charges, rows, state, idempotencyKey }} />
      <Pagination label="Costs" {...(next ? { nextHref: next } : {})} />
    </>
  );
}
