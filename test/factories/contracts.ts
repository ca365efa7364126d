import { Temporal } from "temporal-polyfill";
import { documentText } from "../../domain/contracts/contract-document.ts";
import { editOf } from "../../domain/contracts/edited-terms.ts";
import { CURRENT_CONSENT } from "../../domain/contracts/signature.ts";
import { sha256Tag } from "../../domain/contracts/signature-evidence.ts";
import type { TermsEdit } from "../../domain/contracts/terms-edit.input.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { createOrder } from "../../server/contracts/create-order.ts";
import { orderableListing } from "../../server/contracts/listing-terms.ts";
import { currentVersion } from "../../server/contracts/locked-statement-of-work.ts";
import { offerStatementOfWork } from "../../server/contracts/offer-statement-of-work.ts";
import { partiesOf } from "../../server/contracts/parties.ts";
import { signStatementOfWork } from "../../server/contracts/sign-statement-of-work.ts";
import type { World } from "../world.ts";

/** Publishes a listing of the provider; office hours in Berlin and 12 % at risk. */
export async function publishedListing(
  world: World,
  provider: Viewer,
  facts: { moduleCode?: string; monthlyFeeMinor?: string; published?: boolean } = {},
): Promise<string> {
  const hours = { mon: OFFICE, tue: OFFICE, wed: OFFICE, thu: OFFICE, fri: OFFICE };
  const { rows } = await world.owner.query<{ id: string }>(
    `insert into listing (organization_id, module_code, title, summary, price_model, monthly_fee_minor,
      currency,
       languages, hours, zone, pool_bps, service_levels, onboarding_days, published_at)
     values ($1, $2, 'Managed service desk', 'A desk in the hours of your offices.', 'fixed_monthly',
       $3, 'EUR',
       '{en}', $4, 'Europe/Berlin', 1200, '[]', 14, $5) returning id`,
    [
      provider.organizationId,
      facts.moduleCode ?? "it_support",
      facts.monthlyFeeMinor ?? "400000",
      JSON.stringify(hours),
      facts.published === false ? null : "2026-01-01T00:00:00Z",
    ],
  );
  return rows[0]?.id ?? "";
}

const OFFICE = [["09:00", "17:00"]];

/** An attestation of the provider; valid over 2026 unless told otherwise. */
export async function attestation(
  world: World,
  provider: Viewer,
  facts: { kind: string; level?: string; validFrom?: string; validTo?: string },
): Promise<void> {
  await world.owner.query(
    `insert into attestation (organization_id, kind, issuer, scope, level, valid_from, valid_to)
     values ($1, $2, 'TÜV', 'Service desk', $3, $4, $5)`,
    [
      provider.organizationId,
      facts.kind,
      facts.level ?? "verified",
      facts.validFrom ?? "2026-01-01",
      facts.validTo ?? "2026-12-31",
    ],
  );
}

/** What the order form of a listing holds when it is opened. */
export async function orderForm(world: World, viewer: Viewer, listingId: string): Promise<TermsEdit> {
  const now = world.clock.now();
  const listing = await world.db.readOrg(viewer, (tx) => orderableListing(tx, { id: listingId, now }));
  if (!listing) throw new Error("The listing cannot be ordered.");
  return editOf(listing.terms);
}

/** Orders the listing as its form stands, with some fields changed, and offers it to the provider. */
export async function offeredContract(
  world: World,
  facts: { buyer: Viewer; listingId: string; change?: Partial<TermsEdit> },
): Promise<string> {
  const terms = { ...(await orderForm(world, facts.buyer, facts.listingId)), ...facts.change };
  const order = await createOrder(world.caller(facts.buyer), { listingId: facts.listingId, terms });
  await offerStatementOfWork(world.caller(facts.buyer), { statementOfWorkId: order.id });
  return order.id;
}

/** The signing form of the viewer as the page sends it, filled in properly. */
export async function signingInput(world: World, viewer: Viewer, statementOfWorkId: string) {
  const { document, version } = await world.db.readOrg(viewer, async (tx) => {
    const sow = await tx.statementOfWork.findUniqueOrThrow({ where: { id: statementOfWorkId } });
    const current = await currentVersion(tx, sow);
    const facts = { terms: current.terms, number: current.number, ...(await partiesOf(tx, sow)) };
    return { document: documentText(facts), version: current.number };
  });
  const opened = world.clock
    .now()
    .subtract(Temporal.Duration.from({ minutes: 5 }))
    .toString();
  return {
    statementOfWorkId,
    version,
    documentHash: sha256Tag(document),
    typedName: viewer.name,
    consent: true,
    consentTextVersion: CURRENT_CONSENT,
    authority: true,
    openedAt: opened,
    consentedAt: opened,
  };
}

/** Signs with a properly filled form. */
export async function sign(world: World, viewer: Viewer, statementOfWorkId: string) {
  return signStatementOfWork(world.caller(viewer), await signingInput(world, viewer, statementOfWorkId));
}
