import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { Arithmetic, Formula } from "../../components/arithmetic.tsx";
import { Confirm } from "../../components/confirm.tsx";
import { When } from "../../components/date-time.tsx";
import { DownloadLinks } from "../../components/download-links.tsx";
import { Money } from "../../components/money.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Sheet } from "../../components/sheet.tsx";
import type { CreditNotePageQuery } from "../../gql/graphql.ts";
import { found, query } from "../../graphql.server.ts";
import { useRefreshWhile } from "../_app.statements.$id/use-refresh-while.ts";
import { CreditNoteDocument, ReplaceRefundDocument, SettleStoppedDocument } from "./credit-note.graphql.ts";
import { CreditNoteStanding } from "./credit-note-standing.tsx";
import { Refunds } from "./refunds.tsx";
import { WhoBears } from "./who-bears.tsx";

type Note = NonNullable<CreditNotePageQuery["creditNote"]>;

export const handle = {
  crumbs: ({ note }: { note: Note }) => [
    { label: "Invoices", href: "/invoices" },
    { label: note.invoiceNumber, href: `/invoices/${note.invoiceId}` },
    { label: note.number ?? "Credit note" },
  ],
};

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: page ? `Credit note ${page.note.number ?? ""} · Engine Room` : "Engine Room" },
];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const page = await query({ request, context }, CreditNoteDocument, { id: params.id ?? "" });
  return { note: found(page.creditNote), isBuyer: page.viewer?.organizationKind === "buyer" };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const intent = String(form.get("intent") ?? "");
  const refundId = String(form.get("refundId") ?? "");
  const creditNoteId = params.id ?? "";
  const answer = refundId
    ? (
        await query({ request, context }, ReplaceRefundDocument, {
          input: { refundId, byBalance: intent === "to_balance" },
        })
      ).replaceRefund
    : (
        await query({ request, context }, SettleStoppedDocument, {
          input: { creditNoteId, withdraw: intent === "withdraw" },
        })
      ).settleStoppedCreditNote;
  if ("message" in answer) return data({ message: answer.message }, { status: 409 });
  return redirect(`/credit-notes/${creditNoteId}`);
}

export default function CreditNotePage() {
  const { note, isBuyer } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  useRefreshWhile(note.state === "asked" || note.state === "issued");
  return (
    <>
      <PageHead
        title={note.number ? `Credit note ${note.number}` : "A credit note on its way"}
        lead={`${note.engagementTitle}, by ${note.providerName} for ${note.buyerName}`}
      />
      {answer ? <Notice tone="error" title={answer.message} live /> : null}
      <Standing note={note} />
      <Paper note={note} />
      <Refunds note={note} />
      {isBuyer ? null : <WhoBears note={note} />}
      {note.number ? (
        <DownloadLinks href={`/credit-notes/${note.id}/document`} eInvoice={note.hasEInvoice} />
      ) : null}
    </>
  );
}

function Paper({ note }: { note: Note }) {
  return (
    <Sheet
      title={`Credit note ${note.number ?? ""}`}
      meta={
        <>
          To {note.buyerName} · {note.reason} · decided by {note.askedByName} on{" "}
          <When instant={note.askedAt} zone={note.zone} /> · <CreditNoteStanding note={note} />
        </>
      }
    >
      <Arithmetic
        caption="Lines of the credit note"
        lines={note.lines.map((line) => ({
          id: String(line.position),
          label: line.label,
          formula: `Line ${line.position} of the invoice`,
          amount: <Money {...line.net} />,
        }))}
        totals={totalsOf(note)}
      />
      {note.fxLines.map(({ words }) => (
        <Formula key={words}>{words}</Formula>
      ))}
      <Formula>
        {note.memo.replace(/\.+$/, "")}. It takes this off{" "}
        <Link to={`/invoices/${note.invoiceId}`}>invoice {note.invoiceNumber}</Link>.
        {note.correctionId ? (
          <>
            {" "}
            Its cause is a <Link to={`/corrections/${note.correctionId}`}>correction</Link>.
          </>
        ) : null}
        {note.contestId ? (
          <>
            {" "}
            Its cause is a <Link to={`/contests/${note.contestId}`}>contest</Link>.
          </>
        ) : null}
      </Formula>
    </Sheet>
  );
}

function totalsOf(note: Note) {
  const parts = [
    { id: "tax", label: "Tax", money: note.tax },
    { id: "off", label: "Off what is to be paid", money: note.offInvoice },
    { id: "refund", label: "Refunded to the method", money: note.refunded },
    { id: "balance", label: "Credit for the next invoice", money: note.toBalance },
  ].filter((part) => BigInt(part.money.amountMinor) !== 0n);
  const shown = ({ id, label, money }: (typeof parts)[number]) => ({
    id,
    label,
    amount: <Money {...money} />,
  });
  const [tax, ways] = [parts.filter((one) => one.id === "tax"), parts.filter((one) => one.id !== "tax")];
  return [
    ...tax.map(shown),
    { id: "total", label: "Total", amount: <Money {...note.total} /> },
    ...ways.map(shown),
    ...note.fxLines.map(({ purpose, after }) => ({
      id: `in ${purpose}`,
      label: `${STATED[purpose] ?? purpose}, stated in ${after.currency}`,
      amount: <Money {...after} />,
    })),
  ];
}

const STATED: Record<string, string> = { credit: "Total", credit_vat: "Tax", refund: "Refund" };

function Standing({ note }: { note: Note }) {
  if (note.isUnknown)
    return (
      <Notice tone="warning" title="Unknown, being checked">
        Stripe did not answer whether it has the credit note. It is asked again with the same key; nothing
        is given back twice.
      </Notice>
    );
  if (note.state !== "stopped") return null;
  const actions = note.maySettle ? (
    <>
      <Confirm
        label="Try again"
        title="Send it to Stripe again?"
        confirmLabel="Try again"
        name="intent"
        value="try_again"
      >
        <p>Once what Stripe refused has been put right. Amounts and number stay as they are.</p>
      </Confirm>
      <Confirm
        label="Withdraw"
        title="Take it out of the books?"
        confirmLabel="Withdraw the credit note"
        name="intent"
        value="withdraw"
        danger
      >
        <p>The mirror entry is booked, the number stays with it, and the invoice can be credited anew.</p>
      </Confirm>
    </>
  ) : null;
  return (
    <Notice tone="error" title="Stripe refused this credit note" actions={actions}>
      {note.stoppedBecause} Nothing has been given back.
    </Notice>
  );
}
