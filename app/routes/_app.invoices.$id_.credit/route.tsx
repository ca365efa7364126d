import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { CREDIT_REASONS } from "../../../domain/billing/credit-note.input.ts";
import { RadioGroup, SelectField } from "../../components/choice-fields.tsx";
import { FormActions } from "../../components/form.tsx";
import { Money } from "../../components/money.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { MoneyField, TextArea } from "../../components/text-fields.tsx";
import { found, query } from "../../graphql.server.ts";
import { CreditableInvoiceDocument, IssueCreditNoteDocument } from "./credit.graphql.ts";
import { type Creditable, type Issue, lineField, wantedFrom } from "./credit-form.ts";

export const handle = {
  crumbs: ({ invoice }: { invoice: Creditable }) => [
    { label: "Invoices", href: "/invoices" },
    { label: invoice.number, href: `/invoices/${invoice.id}` },
    { label: "Credit" },
  ],
};

export const meta: MetaFunction = () => [{ title: "Credit an invoice · Engine Room" }];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const page = await query({ request, context }, CreditableInvoiceDocument, { id: params.id ?? "" });
  return { invoice: found(page.creditableInvoice), idempotencyKey: crypto.randomUUID() };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const page = await query({ request, context }, CreditableInvoiceDocument, { id: params.id ?? "" });
  const invoice = found(page.creditableInvoice);
  const values = Object.fromEntries([...form.keys()].map((name) => [name, text(name)]));
  const wanted = wantedFrom(invoice, text);
  if (Array.isArray(wanted)) return data({ values, issues: wanted, message: null }, { status: 400 });
  const { issueCreditNote } = await query({ request, context }, IssueCreditNoteDocument, {
    input: { invoiceId: invoice.id, ...wanted, idempotencyKey: text("idempotencyKey") || null },
  });
  if (issueCreditNote.__typename === "MutationIssueCreditNoteSuccess")
    return redirect(`/credit-notes/${issueCreditNote.data.id}`);
  const issues: Issue[] = "issues" in issueCreditNote ? issueCreditNote.issues : [];
  return data({ values, issues, message: issueCreditNote.message }, { status: 409 });
}

type State = { values: Record<string, string>; issues: readonly Issue[] };

const field = ({ values, issues }: State, name: string) => {
  const error = issues.find((issue) => issue.field === name)?.message;
  return { id: `credit-${name}`, name, defaultValue: values[name] ?? "", ...(error ? { error } : {}) };
};

export default function CreditInvoice() {
  const { invoice, idempotencyKey } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const state: State = { values: answer?.values ?? {}, issues: answer?.issues ?? [] };
  const isPaid = invoice.state === "paid";
  return (
    <>
      <PageHead
        title={`Credit invoice ${invoice.number}`}
        lead={
          isPaid
            ? "It is paid: what is credited goes back to the buyer, by refund, as credit, or both."
            : "It is open: what is credited comes off what the buyer has to pay."
        }
      />
      {answer?.message ? <Notice tone="error" title={answer.message} live /> : null}
      <Form method="post" noValidate key={JSON.stringify(state.values)}>
        <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
        <Section title="What to credit" note="before tax, which follows by itself" first>
          {invoice.lines.map((line) => (
            <LineField key={line.position} line={line} state={state} />
          ))}
        </Section>
        <Section title="Why">
          <SelectField
            label="Reason"
            placeholder="Choose"
            required
            options={Object.entries(CREDIT_REASONS).map(([value, label]) => ({ value, label }))}
            {...field(state, "reason")}
          />
          <TextArea label="In words, for both sides" required maxLength={1000} {...field(state, "memo")} />
        </Section>
        {isPaid ? <GiveBack invoice={invoice} state={state} /> : null}
        <FormActions>
          <SubmitButton>Issue the credit note</SubmitButton>
        </FormActions>
      </Form>
    </>
  );
}

function LineField({ line, state }: { line: Creditable["lines"][number]; state: State }) {
  const left = BigInt(line.left.amountMinor);
  const isLower = BigInt(line.net.amountMinor) < 0n;
  const hint =
    left === 0n ? (
      "Credited in full."
    ) : (
      <>
        <Money amountMinor={left < 0n ? -left : left} currency={line.left.currency} /> left
        {isLower ? "; this line lowers the invoice, so an amount here takes it back" : ""}
      </>
    );
  return (
    <MoneyField
      label={line.label}
      hint={hint}
      currency={line.left.currency}
      disabled={left === 0n}
      {...field(state, lineField(line.position))}
    />
  );
}

function GiveBack({ invoice, state }: { invoice: Creditable; state: State }) {
  const { amountMinor, currency } = invoice.refundable;
  return (
    <Section title="How the buyer gets it">
      <RadioGroup
        label="Give it back"
        name="giveBack"
        defaultValue={state.values.giveBack ?? "balance"}
        options={[
          { value: "balance", label: "As credit", hint: "The buyer's next invoice uses it." },
          {
            value: "refund",
            label: "By refund",
            hint: (
              <>
                To the method that paid; up to <Money amountMinor={amountMinor} currency={currency} />.
              </>
            ),
            disabled: BigInt(amountMinor) <= 0n,
          },
          { value: "split", label: "Both", disabled: BigInt(amountMinor) <= 0n },
        ]}
      />
      <MoneyField
        label="Refunded, where both"
        hint="The rest becomes credit, to the cent."
        currency={currency}
        {...field(state, "refund")}
      />
    </Section>
  );
}
