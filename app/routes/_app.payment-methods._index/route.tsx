import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { buttonClass } from "../../components/button.tsx";
import { SelectField } from "../../components/choice-fields.tsx";
import { DataTable } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { FormActions } from "../../components/form.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import type { PaymentMethodsQuery } from "../../gql/graphql.ts";
import { query } from "../../graphql.server.ts";
import { AutopaySection } from "./autopay-section.tsx";
import { changeMethods } from "./change-methods.server.ts";
import { METHOD_COLUMNS } from "./method-columns.tsx";
import { PaymentMethodsDocument } from "./payment-methods.graphql.ts";

export type Settings = PaymentMethodsQuery["paymentSettings"];
export type Method = Settings["methods"][number];

export const handle = {
  crumbs: () => [{ label: "Invoices", href: "/invoices" }, { label: "Ways to pay" }],
};

export const meta: MetaFunction = () => [{ title: "Ways to pay · Engine Room" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { paymentSettings } = await query({ request, context }, PaymentMethodsDocument, {});
  return { settings: paymentSettings };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const answer = await changeMethods({ request, context }, await request.clone().formData());
  if ("message" in answer) return data({ message: String(answer.message) }, { status: 409 });
  return redirect("url" in answer ? String(answer.url) : "/payment-methods");
}

export default function PaymentMethods() {
  const { settings } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { methods, waiting, suspendedBecause } = settings;
  return (
    <>
      <PageHead
        title="Ways to pay"
        lead="Cards and accounts are saved on Stripe's pages; their numbers never reach Engine Room."
      />
      {answer ? <Notice tone="error" title={answer.message} live /> : null}
      {suspendedBecause ? (
        <Notice tone="error" title="New work is suspended">
          Reason: {suspendedBecause} It ends at once when the invoice is paid; what is under way goes on.
        </Notice>
      ) : null}
      {waiting ? <Waiting waiting={waiting} /> : null}
      <Section title="Saved" note="the default first" first>
        <DataTable
          caption="Saved ways to pay"
          density="roomy"
          columns={METHOD_COLUMNS}
          rows={methods}
          rowKey={(row) => row.id}
          empty={
            <EmptyState kind="nothing-yet" title="No way to pay is saved">
              Every invoice can be paid on its own page. Saved here, a card or an account pays with one
              press, or by itself on the due day where you agree to that.
            </EmptyState>
          }
        />
      </Section>
      <AutopaySection settings={settings} />
      <Add currency={settings.currency} />
    </>
  );
}

function Waiting({ waiting }: { waiting: NonNullable<Settings["waiting"]> }) {
  return (
    <Notice
      tone="info"
      title="A page of Stripe's waits to be filled in"
      actions={
        <a className={buttonClass({ variant: "default" })} href={waiting.url}>
          Go on there
        </a>
      }
    >
      Opened by {waiting.startedByName}; it ends on <When instant={waiting.expiresAt} />. Nothing is saved
      until it is filled in.
    </Notice>
  );
}

const CURRENCIES = [
  { value: "EUR", label: "EUR: card or SEPA debit" },
  { value: "USD", label: "USD: card or ACH debit" },
  { value: "GBP", label: "GBP: card" },
];

function Add({ currency }: { currency: string }) {
  const known = CURRENCIES.some((one) => one.value === currency);
  const options = known ? CURRENCIES : [...CURRENCIES, { value: currency, label: `${currency}: card` }];
  return (
    <Section title="Add another">
      {/* The page is another site's, so the browser itself has to follow the redirect. */}
      <Form method="post" reloadDocument>
        <SelectField
          label="For invoices in"
          name="currency"
          defaultValue={currency}
          options={options}
          hint="The currency decides which ways Stripe offers."
        />
        <FormActions>
          <SubmitButton name="intent" value="add">
            Add a card or an account
          </SubmitButton>
          <SubmitButton name="intent" value="transfer" variant="default">
            Pay by bank transfer
          </SubmitButton>
        </FormActions>
      </Form>
    </Section>
  );
}
