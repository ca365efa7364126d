import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { useState } from "react";
import { pricesEditSchema } from "../../../domain/contracts/prices-edit.input.ts";
import { termsSchema } from "../../../domain/contracts/terms.ts";
import { ButtonLink } from "../../components/button.tsx";
import { ErrorSummary } from "../../components/error-summary.tsx";
import { FormActions } from "../../components/form.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { TextArea } from "../../components/text-fields.tsx";
import { found, query } from "../../graphql.server.ts";
import { type Issue, summaryOf } from "../_app.contracts.new/form-parts.ts";
import { type Values, valuesFrom } from "../_app.contracts.new/terms-values.ts";
import { pastMonths } from "./past-months.ts";
import { PriceSections } from "./price-sections.tsx";
import { pricesEditFrom, priceValuesOf } from "./price-values.ts";
import { ContractPricesDocument, ProposePricesDocument } from "./prices.graphql.ts";

export const handle = {
  crumbs: (loaded: { sow: { id: string; title: string } }) => [
    { label: "Contracts", href: "/contracts" },
    { label: loaded.sow.title, href: `/contracts/${loaded.sow.id}` },
    { label: "Prices" },
  ],
};

export const meta: MetaFunction = () => [{ title: "Prices of a contract · Engine Room" }];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const answer = await query({ request, context }, ContractPricesDocument, { id: params.id ?? "" });
  const { version, signatures, priceHistory, ...sow } = found(answer.statementOfWork);
  if (!sow.viewerMay.includes("edit")) throw redirect(`/contracts/${sow.id}`);
  const present = found(version);
  return {
    sow,
    source: priceHistory.source,
    history: pastMonths(priceHistory.months),
    signed: signatures.some((one) => one.version === sow.currentVersion),
    terms: termsSchema.parse(present.terms),
    values: priceValuesOf(pricesEditSchema.parse(present.pricesEdit)),
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const values = valuesFrom(await request.formData());
  const prices = pricesEditFrom(values);
  const note = values.note ?? "";
  const { proposePrices } = await query({ request, context }, ProposePricesDocument, {
    input: {
      statementOfWorkId: params.id ?? "",
      baseVersion: Number(values.baseVersion) || 0,
      ...{ note, prices, idempotencyKey: values.idempotencyKey ?? null },
    },
  });
  const typed = { values: priceValuesOf(prices), note };
  switch (proposePrices.__typename) {
    case "MutationProposePricesSuccess": {
      const { id, state, currentVersion } = proposePrices.data;
      const changes = `/contracts/${id}/compare?from=${currentVersion - 1}&to=${currentVersion}`;
      return redirect(state === "draft" ? `/contracts/${id}` : changes);
    }
    case "InvalidInput":
      return data({ ...typed, issues: proposePrices.issues, message: null }, { status: 400 });
    case "NotFound":
      throw data({ message: proposePrices.message }, { status: 404 });
    case "NotAllowed":
    case "Refused":
      return data({ ...typed, issues: [], message: proposePrices.message }, { status: 409 });
  }
}

const SOURCES: Readonly<Record<string, string>> = {
  contract: "Tried on the latest month of this contract.",
  provider: "Tried on the latest month that the provider measured for its other clients.",
  none: "Once a month is measured, every price shows what it would have brought.",
};

type Loaded = Awaited<ReturnType<typeof loader>>;
type Answer = {
  values: Values;
  note: string;
  issues: readonly Issue[];
  message: string | null;
};

export default function ContractPrices() {
  const loaded = useLoaderData<typeof loader>();
  const { sow, source, signed } = loaded;
  const answer = useActionData<typeof action>();
  return (
    <>
      <PageHead
        title="Prices"
        lead={`What you write becomes version ${sow.currentVersion + 1}. ${SOURCES[source] ?? ""}`}
        actions={<ButtonLink to={`/contracts/${sow.id}/simulator`}>Try prices on a year</ButtonLink>}
      />
      {signed ? (
        <Notice tone="warning" title="The present version is countersigned">
          A new version needs new signatures of both sides.
        </Notice>
      ) : null}
      {answer?.message ? <Notice tone="error" title={answer.message} live /> : null}
      {/* A refusal counts the rows anew, so that the form begins again with what was typed. */}
      <PricesForm key={JSON.stringify(answer?.values ?? null)} loaded={loaded} answer={answer} />
    </>
  );
}

function PricesForm({ loaded, answer }: { loaded: Loaded; answer: Answer | undefined }) {
  const { sow, history, terms, idempotencyKey } = loaded;
  const values: Values = answer?.values ?? loaded.values;
  const issues = answer?.issues ?? [];
  const [live, setLive] = useState(values);
  const draft = sow.state === "draft";
  return (
    <Form
      method="post"
      noValidate
      onInput={(event) => setLive(valuesFrom(new FormData(event.currentTarget)))}
    >
      <ErrorSummary errors={summaryOf(issues)} title="The prices need a correction" />
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <input type="hidden" name="baseVersion" value={sow.currentVersion} />
      <PriceSections {...{ terms, live, history }} state={{ values, issues }} />
      {draft ? null : (
        <TextArea
          label="Why you propose this"
          name="note"
          rows={2}
          hint="The other side reads it beside the changes"
          defaultValue={answer?.note ?? ""}
        />
      )}
      <FormActions>
        <SubmitButton>{draft ? "Save the prices" : "Propose these prices"}</SubmitButton>
        <ButtonLink to={`/contracts/${sow.id}`} variant="quiet">
          Leave without saving
        </ButtonLink>
      </FormActions>
    </Form>
  );
}
