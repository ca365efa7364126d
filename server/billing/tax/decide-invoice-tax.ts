import { TaxUndecided } from "../../../domain/billing/errors.ts";
import { type TaxLine, taxesOfLines } from "../../../domain/billing/tax/invoice-tax.ts";
import { taxPointOf } from "../../../domain/billing/tax/tax-point.ts";
import type { TaxAnswer, TaxBlocker, TaxProvider } from "../../../domain/billing/tax/tax-provider.ts";
import type { TaxIdentity } from "../../../domain/identity/tax-identity.ts";
import { rateOn } from "../../../domain/ledger/exchange-rate.ts";
import { chargeStepMinor } from "../../../domain/shared/currency.ts";
import type { Tx } from "../../db.ts";
import { readTaxIdentity } from "../../identity/tax-identity.read.ts";
import { ratesBetween } from "../exchange/exchange-rate.read.ts";
import { readLegalEntity, taxTable } from "./tax-parties.read.ts";

/** What of a statement decides its tax. */
export type ToTax = {
  organizationId: string;
  buyerName: string;
  buyerCountry: string;
  buyerCity: string;
  moduleCode: string;
  /** As what else lines of it are taxed; left out, nothing. */
  furtherKinds?: readonly string[];
  /** "2026-10". */
  period: string;
  currency: string;
};

/** A side as an invoice names it for ever. */
export type InvoiceParty = Omit<TaxIdentity, "status">;

type Decided = {
  answer: TaxAnswer;
  seller: InvoiceParty;
  buyer: InvoiceParty;
  vat: { currency: string; on: string };
};

/** The tax of an invoice before it is issued, and both sides as it names them. Throws TaxUndecided. */
export async function invoiceTax(
  tx: Tx,
  toTax: ToTax & { netMinor: bigint; lines: readonly { amountMinor: bigint; kind: string }[] },
): Promise<{
  lines: TaxLine[];
  taxMinor: bigint;
  seller: InvoiceParty;
  buyer: InvoiceParty;
  /** In which the VAT is declared, and the day whose exchange rate holds for it. */
  vat: { currency: string; on: string };
}> {
  const { seller, buyer, vat, treatment } = await decidedKinds(tx, toTax);
  const { moduleCode, netMinor } = toTax;
  const isOfOneKind = toTax.lines.every(({ kind }) => kind === moduleCode);
  const given = isOfOneKind ? [{ amountMinor: netMinor, kind: moduleCode }] : toTax.lines;
  const lines = taxesOfLines(
    given.map(({ amountMinor, kind }) => ({ amountMinor, treatment: treatment(kind) })),
    chargeStepMinor(toTax.currency),
  );
  return { lines, taxMinor: lines.reduce((sum, line) => sum + line.taxMinor, 0n), seller, buyer, vat };
}

/** What keeps the invoice of a statement from being issued; empty where nothing does. */
export async function invoiceBlockers(tx: Tx, toTax: ToTax): Promise<readonly TaxBlocker[]> {
  const found: TaxBlocker[] = [];
  for (const moduleCode of kindsOf(toTax)) {
    const { answer } = await decide(tx, { ...toTax, moduleCode });
    for (const one of "blockers" in answer ? answer.blockers : [])
      if (!found.some(({ message }) => message === one.message)) found.push(one);
  }
  return found;
}

/** Every kind of an invoice, the contract's own first. */
function kindsOf({ moduleCode, furtherKinds = [] }: ToTax): string[] {
  return [...new Set([moduleCode, ...furtherKinds])];
}

/** The treatment of each kind. Throws TaxUndecided. */
async function decidedKinds(tx: Tx, toTax: ToTax & { lines: readonly { kind: string }[] }) {
  const furtherKinds = toTax.lines.map(({ kind }) => kind);
  const [own, ...others] = kindsOf({ ...toTax, furtherKinds });
  const { answer, ...sides } = await decide(tx, { ...toTax, moduleCode: own ?? toTax.moduleCode });
  if ("blockers" in answer) throw new TaxUndecided(answer.blockers);
  const treatments = new Map([[own ?? toTax.moduleCode, answer.treatment]]);
  for (const moduleCode of others) {
    const { answer: further } = await decide(tx, { ...toTax, moduleCode });
    if ("blockers" in further) throw new TaxUndecided(further.blockers);
    treatments.set(moduleCode, further.treatment);
  }
  return { ...sides, treatment: (kind: string) => treatments.get(kind) ?? answer.treatment };
}

/**
 * Asks the tax provider. Where the table is replaced by a service, its answer is to be fetched before the
 * transaction and handed in: no request is made inside one.
 */
async function decide(tx: Tx, toTax: ToTax): Promise<Decided> {
  const entity = await readLegalEntity(tx);
  const stated = await readTaxIdentity(tx, toTax.organizationId);
  const taxPoint = taxPointOf(toTax.period);
  const country = entity.country;
  const provider: TaxProvider = await taxTable(tx, { country: country ?? "", on: taxPoint });
  const { currency, statedAt: _at, statedByName: _by, ...named } = entity;
  const seller = { ...named, country: country ?? "" };
  const answer = await provider.treatmentOf({
    seller: { ...seller, currency },
    buyer: stated,
    buyerName: toTax.buyerName,
    kind: toTax.moduleCode,
    taxPoint,
    currency: toTax.currency,
    isConvertible: await isConvertible(tx, { from: toTax.currency, to: currency, on: taxPoint.toString() }),
  });
  const vat = { currency, on: taxPoint.toString() };
  return { answer, seller: partyOf(seller), buyer: partyOf(stated ?? unstated(toTax)), vat };
}

async function isConvertible(tx: Tx, p: { from: string; to: string; on: string }): Promise<boolean> {
  return p.from !== p.to && rateOn(await ratesBetween(tx, p.from, p.to), p) !== null;
}

/** As far as an organisation is known that has stated nothing, for a seller whose tax does not ask. */
function unstated(p: ToTax): InvoiceParty {
  const { buyerName: name, buyerCountry: country, buyerCity: city } = p;
  return {
    name,
    country,
    city,
    addressLine: "",
    postalCode: "",
    vatNumber: null,
    registrationNumber: null,
  };
}

function partyOf(one: InvoiceParty): InvoiceParty {
  const { name, addressLine, postalCode, city, country, vatNumber, registrationNumber } = one;
  const email = one.email ?? null;
  return { name, addressLine, postalCode, city, country, vatNumber, registrationNumber, email };
}
