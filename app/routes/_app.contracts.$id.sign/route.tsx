import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { ButtonLink } from "../../components/button.tsx";
import { Day } from "../../components/date-time.tsx";
import { HoursCoverageNotice } from "../../components/hours-coverage.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { found, query } from "../../graphql.server.ts";
import { ContractSheet } from "../_app.contracts.$id._index/contract-sheet.tsx";
import { AttestationGaps } from "../_app.contracts.new/attestation-gaps.tsx";
import { SignDocument, SignPageDocument } from "./sign.graphql.ts";
import { SigningForm } from "./signing-form.tsx";

export const handle = {
  crumbs: (loaded: { sow: { id: string; title: string } }) => [
    { label: "Contracts", href: "/contracts" },
    { label: loaded.sow.title, href: `/contracts/${loaded.sow.id}` },
    { label: "Sign" },
  ],
};

export const meta: MetaFunction = () => [{ title: "Sign · Engine Room" }];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const answer = await query({ request, context }, SignPageDocument, { id: params.id ?? "" });
  const { version, ...sow } = found(answer.statementOfWork);
  if (!sow.viewerMay.includes("sign")) throw redirect(`/contracts/${sow.id}`);
  return { sow, version: found(version), signing: answer.signingForm, idempotencyKey: crypto.randomUUID() };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  const typedName = text("typedName");
  const { signStatementOfWork } = await query({ request, context }, SignDocument, {
    input: {
      statementOfWorkId: params.id ?? "",
      version: Number(text("version")) || 0,
      documentHash: text("documentHash"),
      typedName,
      consent: text("consent") === "yes",
      consentTextVersion: text("consentTextVersion"),
      authority: text("authority") === "yes",
      openedAt: text("openedAt"),
      consentedAt: text("consentedAt") || null,
      idempotencyKey: text("idempotencyKey") || null,
    },
  });
  switch (signStatementOfWork.__typename) {
    case "MutationSignStatementOfWorkSuccess":
      return redirect(`/contracts/${params.id}#signatures`);
    case "InvalidInput":
      return data({ typedName, issues: signStatementOfWork.issues, message: null }, { status: 400 });
    case "NotFound":
      throw data({ message: signStatementOfWork.message }, { status: 404 });
    case "NotAllowed":
    case "Refused":
      return data({ typedName, issues: [], message: signStatementOfWork.message }, { status: 409 });
  }
}

export default function SignContract() {
  const { sow, version, signing, idempotencyKey } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const verb = sow.viewerParty === "provider" ? "Countersign" : "Sign";
  const blocked = sow.attestationGaps.length > 0;
  const other = sow.viewerParty === "provider" ? sow.buyer.name : sow.provider.name;
  return (
    <>
      <PageHead
        title={`${verb}: ${sow.title}`}
        lead={
          sow.viewerParty === "provider"
            ? `Read the text below. Your signature binds you; ${other} signs after you.`
            : `Read the text below. ${other} has countersigned it; your signature puts it into force.`
        }
        actions={<ButtonLink to={`/contracts/${sow.id}`}>Back to the contract</ButtonLink>}
      />
      {answer?.message ? <Notice tone="error" title={answer.message} live /> : null}
      <AttestationGaps gaps={sow.attestationGaps} provider={sow.provider.name} />
      <HoursCoverageNotice provider={sow.provider.name} calendars={sow.hoursCoverage?.calendars ?? []} />
      {sow.retroactive ? (
        <Notice tone="info" title="Retroactive start">
          By signing both sides agree that work from <Day date={sow.startsOn} /> counts.
        </Notice>
      ) : null}
      <ContractSheet
        title={sow.title}
        parties={`${sow.provider.name} for ${sow.buyer.name}`}
        version={version}
      />
      {blocked ? null : (
        <SigningForm
          contractId={sow.id}
          verb={verb}
          signing={signing}
          hidden={{ version: String(version.number), documentHash: version.documentHash, idempotencyKey }}
          issues={answer?.issues ?? []}
          typedName={answer?.typedName ?? ""}
        />
      )}
    </>
  );
}
