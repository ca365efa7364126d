import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { may } from "../../../domain/identity/permissions.ts";
import { isStaff } from "../../../domain/identity/viewer.ts";
import { COUNTRY_CODES } from "../../../domain/shared/country-codes.ts";
import { DataTable } from "../../components/data-table.tsx";
import { Day } from "../../components/date-time.tsx";
import { ZoneProvider } from "../../components/locale.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { countryName, zoneCity } from "../../components/place-names.ts";
import { Section } from "../../components/section.tsx";
import { AccessTable, AssignmentTable } from "../../components/staff-reach.tsx";
import { query } from "../../graphql.server.ts";
import { type RevealAnswer, revealedNumber } from "../../reveal.server.ts";
import { requireViewer } from "../../session.server.ts";
import { AuditTrail } from "./audit-trail.tsx";
import { BooksCurrency } from "./books-currency.tsx";
import { ElsewhereAbout } from "./elsewhere.tsx";
import { InvoiceIdentity, InvoicingCompany } from "./invoice-identity.tsx";
import { OrganisationDocument } from "./organisation.graphql.ts";
import { type CurrencyAnswer, statedCurrency } from "./stated-currency.ts";
import { type IdentityAnswer, statedIdentity } from "./stated-identity.ts";

export const handle = { crumbs: () => [{ label: "Organisation" }] };

export const meta: MetaFunction = () => [{ title: "Organisation · Engine Room" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = requireViewer({ request, context });
  const found = await query({ request, context }, OrganisationDocument, {
    withKeys: may(viewer, "api_key:manage"),
    withAudit: may(viewer, "audit:read"),
    withLegalEntity: may(viewer, "portfolio:read"),
    withReaders: !isStaff(viewer),
  });
  const mayReveal = may(viewer, "account_number:reveal");
  const mayManageSso = may(viewer, "sso:manage");
  const mayExport = may(viewer, "data:export");
  return {
    ...found,
    mayReveal,
    mayManageSso,
    mayExport,
    countries: COUNTRIES,
    idempotencyKey: crypto.randomUUID(),
  };
}

/** Named and sorted here: a browser may know a country by another name, and then writes another page. */
const COUNTRIES = COUNTRY_CODES.map((code) => ({ value: code, label: countryName(code) })).sort(
  (left, right) => left.label.localeCompare(right.label, "en"),
);

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const revealed = await revealedNumber({ request, context }, form);
  if (revealed) return revealed;
  const stated = await statedIdentity({ request, context }, form);
  if (stated) return stated;
  const currency = await statedCurrency({ request, context }, form);
  if (currency) return currency;
  return null;
}

export type Data = Awaited<ReturnType<typeof loader>>;

type Answer = IdentityAnswer | CurrencyAnswer | RevealAnswer;

export default function Organisation() {
  const {
    organization,
    legalEntity,
    apiKeys,
    auditTrail,
    peopleCount,
    staffAssignments,
    staffAccesses,
    mayManageSso,
    mayExport,
    idempotencyKey,
  } = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>() as Answer | undefined;
  const identityAnswer = answered && "values" in answered ? answered : undefined;
  const people = peopleCount.present === 1 ? "1 person" : `${peopleCount.present} people`;
  const place = [organization.city, countryName(organization.country)].filter(Boolean).join(", ");
  return (
    <ZoneProvider zone={organization.zone}>
      <PageHead title={organization.name} lead={`${people} in ${place}. ${organization.about}`} />
      <Facts organization={organization} />
      {legalEntity ? (
        <InvoicingCompany entity={legalEntity} answer={identityAnswer} />
      ) : (
        <InvoiceIdentity
          organization={organization}
          answer={identityAnswer}
          revealed={answered && "revealed" in answered ? answered.revealed : undefined}
        />
      )}
      {organization.kind === "marketplace" ? null : (
        <BooksCurrency
          organization={organization}
          idempotencyKey={idempotencyKey}
          answer={answered && "booksCurrency" in answered ? answered : undefined}
        />
      )}
      <ElsewhereAbout people={people} apiKeys={apiKeys} mayManageSso={mayManageSso} mayExport={mayExport} />
      {staffAssignments && staffAccesses ? (
        <Section
          title="Who of the marketplace reads here"
          id="readers"
          note="Whoever looks after you, and whoever was let in with a reason, for a time"
        >
          <AssignmentTable rows={staffAssignments} />
          <AccessTable rows={staffAccesses} />
        </Section>
      ) : null}
      {auditTrail ? <AuditTrail trail={auditTrail} /> : null}
    </ZoneProvider>
  );
}

const KINDS: Record<string, string> = { buyer: "Buyer", provider: "Provider", marketplace: "Marketplace" };

function Facts({ organization }: Pick<Data, "organization">) {
  const facts = [
    ["Kind", KINDS[organization.kind] ?? organization.kind],
    ["Time zone", `${zoneCity(organization.zone)} (${organization.zone})`],
    ["Currency", organization.currency],
    ["Here since", <Day key="since" date={organization.since.slice(0, 10)} />],
  ] as const;
  return (
    <Section title="Facts" first>
      <DataTable
        caption="Facts"
        density="compact"
        rows={facts}
        rowKey={([label]) => label}
        columns={[
          { key: "label", header: "Fact", rowHeader: true, width: "200", cell: ([label]) => label },
          { key: "value", header: "Value", cell: ([, value]) => value },
        ]}
      />
    </Section>
  );
}
