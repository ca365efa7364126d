import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { useState } from "react";
import { billingEditSchema } from "../../../domain/contracts/billing-edit.input.ts";
import { termsSchema } from "../../../domain/contracts/terms.ts";
import { ButtonLink } from "../../components/button.tsx";
import { ErrorSummary } from "../../components/error-summary.tsx";
import { FormActions } from "../../components/form.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { MoneyField, TextArea, TextField } from "../../components/text-fields.tsx";
import { found, query } from "../../graphql.server.ts";
import { type FormState, fieldOf, type Issue, summaryOf } from "../_app.contracts.new/form-parts.ts";
import styles from "../_app.contracts.new/terms.module.css";
import { type Values, valuesFrom } from "../_app.contracts.new/terms-values.ts";
import { ContractBillingDocument, ProposeBillingDocument } from "./billing.graphql.ts";
import { billingEditFrom, billingValuesOf } from "./billing-values.ts";
import { LineFields } from "./line-fields.tsx";

export const handle = {
  crumbs: (loaded: { sow: { id: string; title: string } }) => [
    { label: "Contracts", href: "/contracts" },
    { label: loaded.sow.title, href: `/contracts/${loaded.sow.id}` },
    { label: "Billing" },
  ],
};

export const meta: MetaFunction = () => [{ title: "Billing of a contract · Engine Room" }];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const answer = await query({ request, context }, ContractBillingDocument, { id: params.id ?? "" });
  const { version, signatures, ...sow } = found(answer.statementOfWork);
  if (!sow.viewerMay.includes("edit")) throw redirect(`/contracts/${sow.id}`);
  const present = found(version);
  return {
    sow,
    signed: signatures.some((one) => one.version === sow.currentVersion),
    terms: termsSchema.parse(present.terms),
    values: billingValuesOf(billingEditSchema.parse(present.billingEdit)),
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const values = valuesFrom(await request.formData());
  const billing = billingEditFrom(values);
  const note = values.note ?? "";
  const { proposeBilling } = await query({ request, context }, ProposeBillingDocument, {
    input: {
      statementOfWorkId: params.id ?? "",
      baseVersion: Number(values.baseVersion) || 0,
      ...{ note, billing, idempotencyKey: values.idempotencyKey ?? null },
    },
  });
  const typed = { values: billingValuesOf(billing), note };
  switch (proposeBilling.__typename) {
    case "MutationProposeBillingSuccess": {
      const { id, state, currentVersion } = proposeBilling.data;
      const changes = `/contracts/${id}/compare?from=${currentVersion - 1}&to=${currentVersion}`;
      return redirect(state === "draft" ? `/contracts/${id}` : changes);
    }
    case "InvalidInput":
      return data({ ...typed, issues: proposeBilling.issues, message: null }, { status: 400 });
    case "NotFound":
      throw data({ message: proposeBilling.message }, { status: 404 });
    case "NotAllowed":
    case "Refused":
      return data({ ...typed, issues: [], message: proposeBilling.message }, { status: 409 });
  }
}

type Loaded = Awaited<ReturnType<typeof loader>>;
type Answer = { values: Values; note: string; issues: readonly Issue[]; message: string | null };

export default function ContractBilling() {
  const loaded = useLoaderData<typeof loader>();
  const { sow, signed } = loaded;
  const answer = useActionData<typeof action>();
  return (
    <>
      <PageHead
        title="Billing"
        lead={`What a month costs beside the monthly fee. What you write becomes version ${sow.currentVersion + 1}.`}
      />
      {signed ? (
        <Notice tone="warning" title="The present version is countersigned">
          A new version needs new signatures of both sides.
        </Notice>
      ) : null}
      {answer?.message ? <Notice tone="error" title={answer.message} live /> : null}
      {/* A refusal counts the rows anew, so that the form begins again with what was typed. */}
      <BillingForm key={JSON.stringify(answer?.values ?? null)} loaded={loaded} answer={answer} />
    </>
  );
}

function BillingForm({ loaded, answer }: { loaded: Loaded; answer: Answer | undefined }) {
  const { sow, terms, idempotencyKey } = loaded;
  const values: Values = answer?.values ?? loaded.values;
  const state: FormState = { values, issues: answer?.issues ?? [] };
  const [live, setLive] = useState(values);
  const draft = sow.state === "draft";
  return (
    <Form
      method="post"
      noValidate
      onInput={(event) => setLive(valuesFrom(new FormData(event.currentTarget)))}
    >
      <ErrorSummary errors={summaryOf(state.issues)} title="The billing needs a correction" />
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <input type="hidden" name="baseVersion" value={sow.currentVersion} />
      <Section title="Lines" note="beside the monthly fee" first>
        <div className={styles.section}>
          <LineFields {...{ terms, state, live }} />
        </div>
      </Section>
      <FurtherFields state={state} currency={terms.currency} />
      <SilenceFields state={state} />
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
        <SubmitButton>{draft ? "Save the billing" : "Propose this billing"}</SubmitButton>
        <ButtonLink to={`/contracts/${sow.id}`} variant="quiet">
          Leave without saving
        </ButtonLink>
      </FormActions>
    </Form>
  );
}

function FurtherFields({ state, currency }: { state: FormState; currency: string }) {
  return (
    <Section title="Minimums and references" note="each may be empty">
      <div className={styles.section}>
        <div className={styles.pair}>
          <MoneyField
            label="Least a month costs"
            hint="before credits; what is missing is a line"
            currency={currency}
            {...fieldOf(state, "minimum")}
          />
          <MoneyField
            label="Least a year costs"
            hint="before credits; settled in the month in which a year ends"
            currency={currency}
            {...fieldOf(state, "yearlyMinimum")}
          />
          <TextField label="Cost centre" {...fieldOf(state, "costCentre")} />
          <TextField label="Purchase order" {...fieldOf(state, "purchaseOrder")} />
          <MoneyField
            label="What the order covers"
            hint="each invoice says what is left"
            currency={currency}
            {...fieldOf(state, "purchaseOrderAmount")}
          />
        </div>
      </div>
    </Section>
  );
}

function SilenceFields({ state }: { state: FormState }) {
  return (
    <Section title="Silence about a statement" note="left empty, silence approves nothing">
      <div className={styles.section}>
        <div className={styles.pair}>
          <TextField
            label="Notices after working days"
            hint="such as 5, 10; counted from the day on which the statement is put up"
            {...fieldOf(state, "silenceNotices")}
          />
          <TextField
            label="Approved after further working days"
            hint="counted from the last notice as it was sent"
            inputMode="numeric"
            {...fieldOf(state, "silenceDays")}
          />
        </div>
      </div>
    </Section>
  );
}
