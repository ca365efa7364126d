import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { EVIDENCE_FIELDS } from "../../../domain/billing/charge-dispute.input.ts";
import { When } from "../../components/date-time.tsx";
import { type Fact, Facts } from "../../components/facts.tsx";
import { Money } from "../../components/money.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { type Answer, refusalIn } from "../../components/refusal.ts";
import { Section } from "../../components/section.tsx";
import type { DisputePageQuery } from "../../gql/graphql.ts";
import { found, query } from "../../graphql.server.ts";
import { DisputeStanding } from "../_app.disputes._index/dispute-standing.tsx";
import { Burden } from "./burden.tsx";
import {
  AddDisputeFileDocument,
  AnswerDisputeDocument,
  DecideBurdenDocument,
  DisputeDocument,
  RemoveDisputeFileDocument,
} from "./dispute.graphql.ts";
import { Evidence } from "./evidence.tsx";
import { Files } from "./files.tsx";
import { Moves } from "./moves.tsx";

export type Dispute = NonNullable<DisputePageQuery["chargeDispute"]>;

export const handle = {
  crumbs: ({ dispute }: { dispute: Dispute }) => [
    { label: "Disputes", href: "/disputes" },
    { label: dispute.invoiceNumber },
  ],
};

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: page ? `Dispute of ${page.dispute.invoiceNumber} · Engine Room` : "Engine Room" },
];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const page = await query({ request, context }, DisputeDocument, { id: params.id ?? "" });
  return { dispute: found(page.chargeDispute), idempotencyKey: crypto.randomUUID() };
}

export async function action(args: ActionFunctionArgs) {
  const form = await args.request.clone().formData();
  const answer = await perform(args, form);
  const refusal = refusalIn(answer);
  return refusal ? data(refusal, { status: 409 }) : redirect(`/disputes/${args.params.id}`);
}

async function perform(from: ActionFunctionArgs, form: FormData): Promise<Answer> {
  const text = (name: string) => String(form.get(name) ?? "");
  const disputeId = from.params.id ?? "";
  const idempotencyKey = text("idempotencyKey") || null;
  const intent = text("intent");
  switch (intent) {
    case "burden": {
      const input = { disputeId, marketplaceBears: text("borneBy") === "marketplace" };
      return (await query(from, DecideBurdenDocument, { input })).decideDisputeBurden;
    }
    case "add_file": {
      const file = form.get("file");
      const given = file instanceof File ? file : new File([], "");
      const contentBase64 = Buffer.from(await given.arrayBuffer()).toString("base64");
      const named = { disputeId, field: text("field"), fileName: given.name || "file" };
      const input = { ...named, contentBase64, idempotencyKey };
      return (await query(from, AddDisputeFileDocument, { input })).addDisputeFile;
    }
    case "remove_file": {
      const input = { disputeFileId: text("disputeFileId") };
      return (await query(from, RemoveDisputeFileDocument, { input })).removeDisputeFile;
    }
    default: {
      const fields = Object.keys(EVIDENCE_FIELDS).map((name) => ({ name, text: text(name) }));
      const input = { disputeId, submit: intent === "submit", idempotencyKey, fields };
      return (await query(from, AnswerDisputeDocument, { input })).answerChargeDispute;
    }
  }
}

export default function DisputePage() {
  const { dispute, idempotencyKey } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <>
      <PageHead
        title={`Dispute of invoice ${dispute.invoiceNumber}`}
        lead={`${dispute.engagementTitle}, ${dispute.providerName} for ${dispute.buyerName}`}
      />
      {answer && answer.issues.length === 0 ? <Notice tone="error" title={answer.message} live /> : null}
      <Alarms dispute={dispute} />
      <Section title="Where it stands" first>
        <Facts facts={factsOf(dispute)} />
      </Section>
      <Moves dispute={dispute} />
      <Burden dispute={dispute} />
      <Files dispute={dispute} refusal={answer} idempotencyKey={idempotencyKey} />
      <Evidence dispute={dispute} idempotencyKey={idempotencyKey} />
    </>
  );
}

function factsOf(dispute: Dispute): Fact[] {
  const { zone, dueBy } = dispute;
  const facts: (Fact | null)[] = [
    { id: "state", label: "Standing", value: <DisputeStanding status={dispute.status} /> },
    { id: "reason", label: "The bank says", value: dispute.reason.replaceAll("_", " ") },
    {
      id: "invoice",
      label: "Payment of",
      value: <Link to={`/invoices/${dispute.invoiceId}`}>Invoice {dispute.invoiceNumber}</Link>,
    },
    { id: "opened", label: "Opened", value: <When instant={dispute.openedAt} zone={zone} /> },
    dueBy && dispute.mayAnswer
      ? { id: "due", label: "Answer by", value: <When instant={dueBy} zone={zone} showZone /> }
      : null,
    { id: "amount", label: "Disputed", value: <Money {...dispute.amount} /> },
    { id: "held", label: "Held by the bank", value: <Money {...dispute.held} /> },
    dispute.settled
      ? { id: "settled", label: "Out of the Stripe balance", value: <Money {...dispute.settled} /> }
      : null,
    { id: "fee", label: "Fee, borne by the marketplace", value: <Money {...dispute.fee} /> },
    { id: "provider", label: `Part of ${dispute.providerName}`, value: <Money {...dispute.provider} /> },
  ];
  return facts.filter((fact) => fact !== null);
}

function Alarms({ dispute }: { dispute: Dispute }) {
  return (
    <>
      {dispute.paysTwice ? (
        <Notice tone="error" title="The buyer may be paid twice">
          Refunds and this dispute together come to more than was paid. What is beyond the invoice is
          nobody's share; settle it with the buyer.
        </Notice>
      ) : null}
      {dispute.contestable || dispute.outcome ? null : (
        <Notice tone="info" title="The bank's word is final">
          A returned direct debit takes no evidence.
        </Notice>
      )}
      {dispute.notReversed ? (
        <Notice tone="warning" title="Nothing could be taken back from the provider's account">
          {dispute.notReversed} The part is owed by the provider and comes off later payouts.
        </Notice>
      ) : null}
    </>
  );
}
