import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { buttonClass } from "../../components/button.tsx";
import { CorrectionStatus } from "../../components/contest-words.tsx";
import { HashLine } from "../../components/hash-line.tsx";
import { ZoneProvider } from "../../components/locale.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { RepricedTable } from "../../components/repriced-table.tsx";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import type { CorrectionPageQuery } from "../../gql/graphql.ts";
import { found, query } from "../../graphql.server.ts";
import { monthName } from "../_app.engagements.$id.service-levels._index/month-words.ts";
import {
  AcceptCorrectionDocument,
  CorrectionDocument,
  ObjectToCorrectionDocument,
  RuleCorrectionDocument,
} from "./correction.graphql.ts";
import { CorrectionAnswers, ObjectionForm, RulingForm, VerdictTable } from "./correction-parts.tsx";
import { FigureTable } from "./figure-table.tsx";

export type CorrectionShown = NonNullable<CorrectionPageQuery["correction"]>;

export const handle = {
  crumbs: ({ correction }: { correction: CorrectionShown }) => [
    { label: "Engagements", href: "/engagements" },
    { label: correction.engagementTitle, href: `/engagements/${correction.engagementId}` },
    { label: "Contests and exclusions", href: `/engagements/${correction.engagementId}/contests` },
    { label: `Correction of ${monthName(correction.month)}` },
  ],
};

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: page ? `Correction of ${monthName(page.correction.month)} · Engine Room` : "Engine Room" },
];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { correction } = await query({ request, context }, CorrectionDocument, { id: params.id ?? "" });
  return { correction: found(correction), idempotencyKey: crypto.randomUUID() };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  const input = { correctionId: params.id ?? "", idempotencyKey: text("idempotencyKey") || null };
  const deed = text("action");
  const reason = text("reason");
  const door = { request, context };
  const answer =
    deed === "accept"
      ? (await query(door, AcceptCorrectionDocument, { input })).acceptCorrection
      : deed === "object"
        ? (await query(door, ObjectToCorrectionDocument, { input: { ...input, reason } }))
            .objectToCorrection
        : (
            await query(door, RuleCorrectionDocument, {
              input: { ...input, accept: deed === "rule_for", reason },
            })
          ).ruleCorrection;
  if ("message" in answer) return data({ message: answer.message, reason }, { status: 409 });
  return redirect(`/corrections/${params.id}`);
}

export default function CorrectionPage() {
  const { correction, idempotencyKey } = useLoaderData<typeof loader>();
  const refusal = useActionData<typeof action>();
  return (
    <ZoneProvider zone={correction.zone}>
      <PageHead
        title={`Correction of ${monthName(correction.month)}`}
        lead={
          <>
            {correction.providerName} for {correction.buyerName} · {correction.reason} ·{" "}
            <CorrectionStatus state={correction.state} />
          </>
        }
        actions={
          <>
            <a className={buttonClass({})} href={`/corrections/${correction.id}/bundles`} download>
              Download the corrected bundles
            </a>
            {correction.mayAccept ? (
              <Form method="post">
                <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
                <SubmitButton name="action" value="accept">
                  Accept the correction
                </SubmitButton>
              </Form>
            ) : null}
          </>
        }
      />
      {refusal ? <Notice tone="error" title={refusal.message} live /> : null}
      <CorrectionAnswers correction={correction} />
      <Section title="The frozen month and the corrected one" note="the frozen one is not changed">
        <RepricedTable
          price={correction.price}
          now="As frozen"
          then="As corrected"
          caption={`${monthName(correction.month)} as frozen and as corrected`}
        />
      </Section>
      <VerdictTable correction={correction} />
      <FigureTable correction={correction} />
      {correction.mayObject ? (
        <ObjectionForm idempotencyKey={idempotencyKey} reason={refusal?.reason} />
      ) : null}
      {correction.isRuler ? (
        <RulingForm correction={correction} idempotencyKey={idempotencyKey} reason={refusal?.reason} />
      ) : null}
      <HashLine>
        {correction.hash} after {correction.prevHash} · frozen as {correction.frozenHash} · rules v
        {correction.ruleVersion} · calendar v{correction.calendarVersion}
      </HashLine>
    </ZoneProvider>
  );
}
