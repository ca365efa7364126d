import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { monthName } from "../../../domain/billing/month-name.ts";
import { buttonClass } from "../../components/button.tsx";
import { DownloadLinks } from "../../components/download-links.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { found, query } from "../../graphql.server.ts";
import { useRefreshWhile } from "../_app.statements.$id/use-refresh-while.ts";
import { CollectingNotice } from "./collecting-notice.tsx";
import { Credits } from "./credits.tsx";
import {
  InvoiceDocument,
  PayInvoiceDocument,
  PayWithSavedMethodDocument,
  RetryInvoiceDocument,
} from "./invoice.graphql.ts";
import { InvoiceNotice } from "./invoice-notice.tsx";
import { type Invoice, InvoiceSheet } from "./invoice-sheet.tsx";

export const handle = {
  crumbs: ({ invoice }: { invoice: Invoice }) => [
    { label: "Invoices", href: "/invoices" },
    { label: invoice.number },
  ],
};

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: page ? `Invoice ${page.invoice.number} · Engine Room` : "Engine Room" },
];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const page = await query({ request, context }, InvoiceDocument, { id: params.id ?? "" });
  return { invoice: found(page.invoice) };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.clone().formData();
  if (form.get("intent") === "retry") return retry({ request, context, params });
  if (form.get("intent") === "saved") return paySaved({ request, context, params }, form);
  const { payInvoice } = await query({ request, context }, PayInvoiceDocument, {
    input: { invoiceId: params.id ?? "" },
  });
  if (payInvoice.__typename !== "MutationPayInvoiceSuccess")
    return data({ message: payInvoice.message }, { status: 409 });
  return redirect(payInvoice.data.url);
}

async function paySaved(
  { request, context, params }: Pick<ActionFunctionArgs, "request" | "context" | "params">,
  form: FormData,
) {
  const { payWithSavedMethod } = await query({ request, context }, PayWithSavedMethodDocument, {
    input: {
      invoiceId: params.id ?? "",
      paymentMethodId: String(form.get("paymentMethodId") ?? ""),
    },
  });
  if (payWithSavedMethod.__typename !== "MutationPayWithSavedMethodSuccess")
    return data({ message: payWithSavedMethod.message }, { status: 409 });
  return redirect(`/invoices/${params.id}`);
}

async function retry({
  request,
  context,
  params,
}: Pick<ActionFunctionArgs, "request" | "context" | "params">) {
  const { retryInvoice } = await query({ request, context }, RetryInvoiceDocument, {
    input: { invoiceId: params.id ?? "" },
  });
  if (retryInvoice.__typename !== "MutationRetryInvoiceSuccess")
    return data({ message: retryInvoice.message }, { status: 409 });
  return redirect(`/invoices/${params.id}`);
}

export default function InvoicePage() {
  const { invoice } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  useRefreshWhile(
    invoice.collection === "on_its_way" ||
      invoice.collection === "unknown" ||
      invoice.collecting?.isAsked === true,
  );
  return (
    <>
      <PageHead
        title={`Invoice ${invoice.number}`}
        lead={`${invoice.engagementTitle}, ${monthName(invoice.period)}, by ${invoice.providerName}`}
        actions={<Actions invoice={invoice} />}
      />
      {answer ? <Notice tone="error" title={answer.message} live /> : null}
      <InvoiceNotice
        collection={invoice.collection}
        stoppedBecause={invoice.stoppedBecause ?? null}
        mayRetry={invoice.mayRetry}
      />
      {invoice.collecting ? <CollectingNotice collecting={invoice.collecting} /> : null}
      <InvoiceSheet invoice={invoice} />
      <Credits invoice={invoice} />
      <DownloadLinks
        href={`/invoices/${invoice.id}/document`}
        eInvoice={invoice.seller !== null && invoice.taxes.length > 0}
      />
    </>
  );
}

function Actions({ invoice }: { invoice: Invoice }) {
  if (invoice.mayCredit && invoice.collection !== "credited")
    return (
      <Link to={`/invoices/${invoice.id}/credit`} className={buttonClass({ variant: "default" })}>
        Credit this invoice
      </Link>
    );
  if (!invoice.mayPay) return null;
  return (
    // The payment page is another site's, so the browser itself has to follow the redirect.
    <Form method="post" reloadDocument>
      <SubmitButton>{`Pay ${invoice.settlement.due.text}`}</SubmitButton>
    </Form>
  );
}
