import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { Day } from "../../components/date-time.tsx";
import { HoursCoverageNotice } from "../../components/hours-coverage.tsx";
import { KeyFigures } from "../../components/key-figures.tsx";
import { Money } from "../../components/money.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { found, query } from "../../graphql.server.ts";
import { ContractState } from "../_app.contracts._index/state-words.tsx";
import { AttestationGaps } from "../_app.contracts.new/attestation-gaps.tsx";
import { ContractDocument, DeclineDocument, OfferDocument, WithdrawDocument } from "./contract.graphql.ts";
import { ContractActions } from "./contract-actions.tsx";
import { ContractSheet } from "./contract-sheet.tsx";
import { Signatures } from "./signatures.tsx";
import { Versions } from "./versions.tsx";

export const handle = {
  crumbs: (loaded: { sow: { title: string } }) => [
    { label: "Contracts", href: "/contracts" },
    { label: loaded.sow.title },
  ],
};

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `${loaded?.sow.title ?? "Contract"} · Engine Room` },
];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const asked = new URL(request.url).searchParams.get("version");
  const number = asked && /^\d{1,6}$/.test(asked) ? Number(asked) : null;
  const answer = await query({ request, context }, ContractDocument, {
    id: params.id ?? "",
    version: number,
  });
  const { version, ...sow } = found(answer.statementOfWork);
  return { sow, version: found(version), idempotencyKey: crypto.randomUUID() };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  const input = {
    statementOfWorkId: params.id ?? "",
    reason: text("reason"),
    idempotencyKey: `${text("intent")}-${text("idempotencyKey")}`,
  };
  const from = { request, context };
  const result = await move(from, { intent: text("intent"), input });
  if (!result) return data({ message: "There is no such action." }, { status: 400 });
  if (result.__typename === "NotFound") throw data({ message: result.message }, { status: 404 });
  if ("message" in result && result.message) return data({ message: result.message }, { status: 409 });
  return redirect(`/contracts/${params.id}`);
}

type From = Pick<ActionFunctionArgs, "request" | "context">;
type Move = {
  intent: string;
  input: { statementOfWorkId: string; reason: string; idempotencyKey: string };
};

async function move(from: From, { intent, input }: Move) {
  switch (intent) {
    case "offer":
      return (await query(from, OfferDocument, { input })).offerStatementOfWork;
    case "withdraw":
      return (await query(from, WithdrawDocument, { input })).withdrawStatementOfWork;
    case "decline":
      return (await query(from, DeclineDocument, { input })).declineStatementOfWork;
    default:
      return null;
  }
}

type Loaded = Awaited<ReturnType<typeof loader>>;

export default function Contract() {
  const { sow, version, idempotencyKey } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const open = sow.waitingFor !== null && sow.waitingFor !== undefined;
  return (
    <>
      <PageHead
        title={sow.title}
        lead={leadOf(sow)}
        actions={
          <ContractActions
            id={sow.id}
            may={sow.viewerMay}
            party={sow.viewerParty ?? null}
            provider={sow.provider.name}
            blocked={sow.attestationGaps.length > 0}
            idempotencyKey={idempotencyKey}
          />
        }
      />
      {answer?.message ? <Notice tone="error" title={answer.message} live /> : null}
      {open ? <AttestationGaps gaps={sow.attestationGaps} provider={sow.provider.name} /> : null}
      {open ? (
        <HoursCoverageNotice provider={sow.provider.name} calendars={sow.hoursCoverage?.calendars ?? []} />
      ) : null}
      <Facts sow={sow} />
      {version.number === sow.currentVersion ? null : (
        <Notice tone="info" title={`You are reading version ${version.number}, which was replaced`}>
          <Link to={`/contracts/${sow.id}`}>Read version {sow.currentVersion}, the present one</Link>
        </Notice>
      )}
      {sow.retroactive && open ? (
        <Notice tone="info" title="Retroactive start">
          Both sides agree that work from <Day date={sow.startsOn} /> counts.
        </Notice>
      ) : null}
      <ContractSheet
        title={sow.title}
        parties={`${sow.provider.name} for ${sow.buyer.name}`}
        version={version}
      />
      <Signatures
        signatures={sow.signatures}
        chain={sow.signatureChain}
        currentVersion={sow.currentVersion}
        zone={sow.zone}
      />
      <Versions contractId={sow.id} versions={sow.versions} zone={sow.zone} />
    </>
  );
}

function Facts({ sow }: { sow: Loaded["sow"] }) {
  return (
    <KeyFigures
      figures={[
        { label: "Monthly fee", value: <Money {...sow.monthlyFee} /> },
        { label: "Starts on", value: <Day date={sow.startsOn} />, note: sow.zone },
        { label: "Version", value: sow.currentVersion, note: `written by the ${sow.proposedBy}` },
        {
          label: "State",
          value: <ContractState {...sow} />,
          note: sow.engagementId ? (
            <Link to={`/engagements/${sow.engagementId}`}>Open the engagement</Link>
          ) : undefined,
        },
      ]}
    />
  );
}

function leadOf(sow: Loaded["sow"]): string {
  const { provider, buyer, viewerParty } = sow;
  switch (sow.state) {
    case "draft":
      return `A draft that only you see. Send it to ${provider.name} when the terms are right.`;
    case "offered":
      return viewerParty === "provider"
        ? `${buyer.name} offers you this contract. Countersign it, propose changes or decline.`
        : `${provider.name} has it now. It countersigns first; then you sign.`;
    case "countersigned":
      return viewerParty === "buyer"
        ? `${provider.name} has countersigned. Your signature puts the contract into force.`
        : `You have countersigned. ${buyer.name} signs next.`;
    case "active":
      return `In force between ${buyer.name} and ${provider.name}.`;
    case "withdrawn":
      return `Withdrawn by ${buyer.name}.${sow.closedReason ? ` Reason: ${sow.closedReason}` : ""}`;
    default:
      return `Declined by ${provider.name}.${sow.closedReason ? ` Reason: ${sow.closedReason}` : ""}`;
  }
}
