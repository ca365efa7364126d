import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { ContestStatus } from "../../components/contest-words.tsx";
import { ZoneProvider } from "../../components/locale.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { RepricedTable } from "../../components/repriced-table.tsx";
import { Section } from "../../components/section.tsx";
import type { ContestPageQuery } from "../../gql/graphql.ts";
import { found, query } from "../../graphql.server.ts";
import { monthName } from "../_app.engagements.$id.service-levels._index/month-words.ts";
import { AnswerContestDocument, ContestDocument, RuleContestDocument } from "./contest.graphql.ts";
import { ContestFacts, ContestSteps } from "./contest-facts.tsx";
import { DecisionForm } from "./decision-form.tsx";

export type ContestShown = NonNullable<ContestPageQuery["contest"]>;

export const handle = {
  crumbs: ({ contest }: { contest: ContestShown }) => [
    { label: "Engagements", href: "/engagements" },
    { label: contest.engagementTitle, href: `/engagements/${contest.engagementId}` },
    { label: "Contests and exclusions", href: `/engagements/${contest.engagementId}/contests` },
    { label: contest.title },
  ],
};

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: `${page?.contest.title ?? "Contest"} · Engine Room` },
];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { contest } = await query({ request, context }, ContestDocument, { id: params.id ?? "" });
  return { contest: found(contest), idempotencyKey: crypto.randomUUID() };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  const action = text("action");
  const input = {
    contestId: params.id ?? "",
    reason: text("reason"),
    idempotencyKey: text("idempotencyKey") || null,
  };
  const rules = action === "rule_for" || action === "rule_against";
  const answer = rules
    ? (
        await query({ request, context }, RuleContestDocument, {
          input: { ...input, accept: action === "rule_for" },
        })
      ).ruleContest
    : (await query({ request, context }, AnswerContestDocument, { input: { ...input, action } }))
        .answerContest;
  if ("message" in answer) return data({ message: answer.message, reason: input.reason }, { status: 409 });
  return redirect(`/contests/${params.id}`);
}

export default function ContestPage() {
  const { contest, idempotencyKey } = useLoaderData<typeof loader>();
  const refusal = useActionData<typeof action>();
  return (
    <ZoneProvider zone={contest.zone}>
      <PageHead
        title={contest.title}
        lead={
          <>
            {contest.providerName} for {contest.buyerName} · {monthName(contest.month)} ·{" "}
            <ContestStatus contest={contest} />
          </>
        }
      />
      {refusal ? <Notice tone="error" title={refusal.message} live /> : null}
      <ContestFacts contest={contest} />
      {contest.priceNow ? (
        <Section
          title={`${monthName(contest.month)}, re-priced`}
          note="as of now, by the functions that draft the statement; nothing is written"
        >
          <RepricedTable
            price={contest.priceNow}
            caption={`${monthName(contest.month)} as it stands and with this contest`}
          />
        </Section>
      ) : null}
      {contest.actions.length > 0 ? (
        <DecisionForm contest={contest} idempotencyKey={idempotencyKey} reason={refusal?.reason} />
      ) : null}
      <ContestSteps contest={contest} />
    </ZoneProvider>
  );
}
