import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { termsSchema } from "../../../domain/contracts/terms.ts";
import { termsEditSchema } from "../../../domain/contracts/terms-edit.input.ts";
import type { CoveredHours } from "../../../domain/service-levels/contract-coverage.ts";
import { ButtonLink } from "../../components/button.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { found, query } from "../../graphql.server.ts";
import { pastMonths } from "../_app.contracts.$id.prices/past-months.ts";
import { AttestationGaps } from "./attestation-gaps.tsx";
import { CreateOrderDocument, OrderDraftDocument } from "./order.graphql.ts";
import { TermsForm } from "./terms-form.tsx";
import { editFrom, valuesFrom, valuesOf } from "./terms-values.ts";

export const handle = {
  crumbs: () => [{ label: "Contracts", href: "/contracts" }, { label: "New order" }],
};

export const meta: MetaFunction = () => [{ title: "New order · Engine Room" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const listingId = new URL(request.url).searchParams.get("listing") ?? "";
  const answer = await query({ request, context }, OrderDraftDocument, { listingId });
  const draft = found(answer.orderDraft);
  const terms = termsSchema.parse(draft.terms);
  return {
    listingId: draft.listingId,
    breachRules: answer.breachRules,
    provider: draft.provider.name,
    gaps: draft.attestationGaps,
    terms,
    coverage: draft.hoursCoverage
      ? {
          provider: draft.provider.name,
          covered: (draft.hoursCoverage.coveredHours ?? null) as CoveredHours,
          from: draft.hoursCoverage.from,
        }
      : null,
    values: valuesOf(termsEditSchema.parse(draft.edit)),
    history: pastMonths(draft.priceHistory.months),
    zones: Intl.supportedValuesOf("timeZone"),
    today: draft.today,
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const values = valuesFrom(await request.formData());
  const edit = editFrom(values);
  const { createOrder } = await query({ request, context }, CreateOrderDocument, {
    input: {
      listingId: values.listingId ?? "",
      idempotencyKey: values.idempotencyKey ?? null,
      terms: edit,
    },
  });
  switch (createOrder.__typename) {
    case "MutationCreateOrderSuccess":
      return redirect(`/contracts/${createOrder.data.id}`);
    case "InvalidInput":
      return data({ values: valuesOf(edit), issues: createOrder.issues, message: null }, { status: 400 });
    case "NotFound":
    case "NotAllowed":
    case "Refused":
      return data({ values: valuesOf(edit), issues: [], message: createOrder.message }, { status: 409 });
  }
}

export default function NewOrder() {
  const page = useLoaderData<typeof loader>();
  const { listingId, provider, gaps, terms, coverage, history, values, zones, today } = page;
  const answer = useActionData<typeof action>();
  return (
    <>
      <PageHead
        title={`Order from ${provider}`}
        lead={
          "These are the terms that the provider offers. Change what you need; the order stays a draft that " +
          "only you see until you send it."
        }
      />
      <AttestationGaps gaps={gaps} provider={provider} />
      {answer?.message ? <Notice tone="error" title={answer.message} live /> : null}
      <TermsForm
        terms={terms}
        values={answer?.values ?? values}
        issues={answer?.issues ?? []}
        zones={zones}
        today={today}
        history={history}
        coverage={coverage}
        breachRules={page.breachRules}
        hidden={{ listingId, idempotencyKey: page.idempotencyKey }}
        actions={
          <>
            <SubmitButton>Save the draft order</SubmitButton>
            <ButtonLink to={`/catalogue/${listingId}`} variant="quiet">
              Back to the offer
            </ButtonLink>
          </>
        }
      />
    </>
  );
}
