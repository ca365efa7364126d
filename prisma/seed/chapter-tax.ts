import type pg from "pg";
import { Temporal } from "temporal-polyfill";
import { decideTax } from "../../domain/billing/tax/decide-tax.ts";
import { type TaxLine, taxLines } from "../../domain/billing/tax/invoice-tax.ts";
import { taxPointOf } from "../../domain/billing/tax/tax-point.ts";
import { DEMO_ACCOUNTS } from "./demo-accounts.ts";
import { type Story, stamp } from "./story.ts";
import { STORY_IDENTITIES, STORY_RATE, STORY_SELLER } from "./tax-identities.ts";

/** What the companies have stated for their invoices, by owner or finance. */
export function tellTaxIdentities(story: Story, since: number): void {
  for (const [slug, identity] of Object.entries(STORY_IDENTITIES)) {
    const account = DEMO_ACCOUNTS.find((one) => one.organisationSlug === slug && one.role === "owner");
    if (!account) throw new Error(`The story has no owner at ${slug}.`);
    story.add("tax_identity", {
      organization_id: story.cast.organisationId(slug),
      name: identity.name,
      address_line: identity.addressLine,
      postal_code: identity.postalCode,
      city: identity.city,
      country: identity.country,
      status: identity.status,
      vat_number: identity.vatNumber,
      registration_number: identity.registrationNumber,
      email: identity.email,
      stated_by_id: story.cast.userId(account.email),
      stated_by_name: account.name,
      stated_at: stamp(since),
    });
  }
}

/** The tax of an invoice of the story, decided by the function that decides those of the product. */
export function storyTax(p: {
  buyer: string;
  kind: string;
  period: string;
  currency: string;
  netMinor: bigint;
}): { lines: TaxLine[]; taxMinor: bigint; seller: object; buyer: object } {
  const buyer = STORY_IDENTITIES[p.buyer];
  const validFrom = Temporal.PlainDate.from("2024-09-01");
  const answer = decideTax(
    {
      seller: STORY_SELLER,
      buyer: buyer ?? null,
      buyerName: p.buyer,
      kind: p.kind,
      taxPoint: taxPointOf(p.period),
      currency: p.currency,
    },
    [{ ...STORY_RATE, validFrom, validTo: null }],
  );
  if (!("treatment" in answer) || !buyer)
    throw new Error(`The story cannot tax ${p.buyer} in ${p.period}.`);
  const lines = taxLines([{ amountMinor: p.netMinor, treatment: answer.treatment }]);
  const { status: _status, currency: _currency, ...seller } = STORY_SELLER;
  const { status: _registered, ...named } = buyer;
  return { lines, taxMinor: lines.reduce((sum, line) => sum + line.taxMinor, 0n), seller, buyer: named };
}

/** The company that invoices has one row from the migrations on; the story states what it is. */
export async function stateStorySeller(client: pg.Client, now: Temporal.Instant): Promise<void> {
  const seller = STORY_SELLER;
  await client.query(
    `update legal_entity set name = $1, address_line = $2, postal_code = $3, city = $4, country = $5,
       currency = $6, status = $7, vat_number = $8, registration_number = $9,
       stated_by_name = 'Hanna Weir', stated_at = $10, email = $11`,
    [
      ...[seller.name, seller.addressLine, seller.postalCode, seller.city, seller.country, seller.currency],
      ...[
        seller.status,
        seller.vatNumber,
        seller.registrationNumber,
        now.subtract({ hours: 9600 }).toString(),
        seller.email,
      ],
    ],
  );
}
