import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { ButtonLink } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { found, query } from "../../graphql.server.ts";
import { EndingDocument, GiveNoticeDocument } from "./notice.graphql.ts";
import { NoticeForm } from "./notice-form.tsx";

export const handle = { crumbs: () => [{ label: "Notice" }] };
export const meta: MetaFunction = () => [{ title: "Give notice · Engine Room" }];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const answer = await query({ request, context }, EndingDocument, { id: params.id ?? "" });
  return {
    engagement: found(answer.engagement),
    ending: found(answer.engagementEnding),
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  const typed = { right: text("right"), lastDay: text("lastDay"), reason: text("reason") };
  const { giveTerminationNotice: answer } = await query({ request, context }, GiveNoticeDocument, {
    input: {
      engagementId: params.id ?? "",
      right: typed.right || null,
      lastDay: typed.lastDay,
      reason: typed.reason,
      authority: text("authority") === "yes",
      idempotencyKey: text("idempotencyKey") || null,
    },
  });
  if (answer.__typename === "MutationGiveTerminationNoticeSuccess")
    return redirect(`/engagements/${params.id}#ending`);
  if (answer.__typename === "NotFound") throw data({ message: answer.message }, { status: 404 });
  const issues = "issues" in answer ? answer.issues : [];
  const message = "message" in answer ? (answer.message ?? "") : "";
  return data({ typed, issues, message }, { status: issues.length > 0 ? 400 : 409 });
}

export default function GiveNotice() {
  const { engagement, ending, idempotencyKey } = useLoaderData<typeof loader>();
  const refusal = useActionData<typeof action>();
  if (!ending.mayGive)
    return (
      <EmptyState
        kind="nothing-yet"
        title="There is no notice for you to give"
        action={<ButtonLink to={`/engagements/${engagement.id}`}>Back to the engagement</ButtonLink>}
      >
        Those who may sign for the buyer or the provider give notice, while it ends the contract earlier
        than it ends anyway.
      </EmptyState>
    );
  const self = engagement.viewerParty === "buyer" ? engagement.buyer.name : engagement.provider.name;
  const other = engagement.viewerParty === "buyer" ? engagement.provider.name : engagement.buyer.name;
  return (
    <NoticeForm
      {...{ ending, self, other, idempotencyKey, refusal }}
      engagementId={engagement.id}
      isBuyer={engagement.viewerParty === "buyer"}
    />
  );
}
