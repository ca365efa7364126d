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
import { TextArea } from "../../components/text-fields.tsx";
import { found, query } from "../../graphql.server.ts";
import { pastMonths } from "../_app.contracts.$id.prices/past-months.ts";
import { TermsForm } from "../_app.contracts.new/terms-form.tsx";
import { editFrom, valuesFrom, valuesOf } from "../_app.contracts.new/terms-values.ts";
import { EditContractDocument, ProposeVersionDocument } from "./edit.graphql.ts";

export const handle = {
  crumbs: (loaded: { sow: { id: string; title: string } }) => [
    { label: "Contracts", href: "/contracts" },
    { label: loaded.sow.title, href: `/contracts/${loaded.sow.id}` },
    { label: "Change" },
  ],
};

export const meta: MetaFunction = () => [{ title: "Change the terms · Engine Room" }];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const answer = await query({ request, context }, EditContractDocument, { id: params.id ?? "" });
  const { version, signatures, ...sow } = found(answer.statementOfWork);
  if (!sow.viewerMay.includes("edit")) throw redirect(`/contracts/${sow.id}`);
  const present = found(version);
  return {
    sow,
    breachRules: answer.breachRules,
    signed: signatures.some((one) => one.version === sow.currentVersion),
    terms: termsSchema.parse(present.terms),
    coverage: sow.hoursCoverage
      ? {
          provider: sow.provider.name,
          covered: (sow.hoursCoverage.coveredHours ?? null) as CoveredHours,
          from: sow.hoursCoverage.from,
        }
      : null,
    values: valuesOf(termsEditSchema.parse(present.edit)),
    history: pastMonths(sow.priceHistory.months),
    zones: Intl.supportedValuesOf("timeZone"),
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const values = valuesFrom(await request.formData());
  const edit = editFrom(values);
  const note = values.note ?? "";
  const { proposeVersion } = await query({ request, context }, ProposeVersionDocument, {
    input: {
      statementOfWorkId: params.id ?? "",
      baseVersion: Number(values.baseVersion) || 0,
      note,
      terms: edit,
      idempotencyKey: values.idempotencyKey ?? null,
    },
  });
  switch (proposeVersion.__typename) {
    case "MutationProposeVersionSuccess": {
      const { id, state, currentVersion } = proposeVersion.data;
      const changes = `/contracts/${id}/compare?from=${currentVersion - 1}&to=${currentVersion}`;
      return redirect(state === "draft" ? `/contracts/${id}` : changes);
    }
    case "InvalidInput":
      return data(
        { values: valuesOf(edit), note, issues: proposeVersion.issues, message: null },
        { status: 400 },
      );
    case "NotFound":
      throw data({ message: proposeVersion.message }, { status: 404 });
    case "NotAllowed":
    case "Refused":
      return data(
        { values: valuesOf(edit), note, issues: [], message: proposeVersion.message },
        { status: 409 },
      );
  }
}

export default function EditContract() {
  const { sow, signed, terms, coverage, history, values, zones, idempotencyKey, breachRules } =
    useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const draft = sow.state === "draft";
  return (
    <>
      <PageHead
        title={draft ? "Change the order" : "Propose changes"}
        lead={
          `What you write becomes version ${sow.currentVersion + 1}; ` +
          `version ${sow.currentVersion} stays readable.`
        }
        actions={<ButtonLink to={`/contracts/${sow.id}/prices`}>Prices</ButtonLink>}
      />
      {signed ? (
        <Notice tone="warning" title="The present version is countersigned">
          A new version needs new signatures of both sides.
        </Notice>
      ) : null}
      {answer?.message ? <Notice tone="error" title={answer.message} live /> : null}
      <TermsForm
        terms={terms}
        values={answer?.values ?? values}
        issues={answer?.issues ?? []}
        zones={zones}
        today={sow.today}
        history={history}
        coverage={coverage}
        breachRules={breachRules}
        hidden={{ idempotencyKey, baseVersion: String(sow.currentVersion) }}
        before={
          draft ? null : (
            <TextArea
              label="Why you propose this"
              name="note"
              rows={2}
              hint="The other side reads it beside the changes"
              defaultValue={answer?.note ?? ""}
            />
          )
        }
        actions={
          <>
            <SubmitButton>{draft ? "Save the draft" : "Propose this version"}</SubmitButton>
            <ButtonLink to={`/contracts/${sow.id}`} variant="quiet">
              Leave without saving
            </ButtonLink>
          </>
        }
      />
    </>
  );
}
