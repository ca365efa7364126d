import type { Temporal } from "temporal-polyfill";
import type { TaxIdentity, TaxStatus } from "../../identity/tax-identity.ts";

/**
 * Categories of VAT as EN 16931 writes them (UNTDID 5305): S standard or reduced rate, Z zero rated,
 * E exempt, AE reverse charge, O outside the scope of VAT.
 */
export type TaxCategory = "S" | "Z" | "E" | "AE" | "O";

/** How a supply is taxed, and why. */
export type TaxTreatment = {
  category: TaxCategory;
  /** Hundredths of a per cent: 21 % is 2100. 0 for every category but S. */
  rateBps: number;
  /** Of the code list VATEX, where there is one. */
  reasonCode: string | null;
  /** The sentence that the law wants on the invoice; null where none is needed. */
  note: string | null;
  /** Where the rule or the rate comes from. */
  source: string;
};

/** Something that nobody has stated and without which no invoice can be issued. */
export type TaxBlocker = {
  /** Who can put it right. */
  side: "buyer" | "marketplace";
  /** A sentence for people. */
  message: string;
};

/** A side of the supply as the tax rules see it. */
export type TaxParty = Pick<TaxIdentity, "name" | "country" | "vatNumber"> & { status: TaxStatus };

export type TaxQuestion = {
  /** Null where nobody has stated it. */
  seller: (TaxParty & { currency: string }) | null;
  buyer: TaxParty | null;
  /** Names the buyer where it has stated nothing. */
  buyerName: string;
  /** What is supplied: the code of the service module. */
  kind: string;
  /** The day the rate is of: the last day of the month that is invoiced. */
  taxPoint: Temporal.PlainDate;
  currency: string;
  /** Whether a rate into the seller's currency is stated for the tax point; left out, it is not. */
  isConvertible?: boolean;
};

export type TaxAnswer = { treatment: TaxTreatment } | { blockers: readonly TaxBlocker[] };

/** Anything that can say how a supply is taxed; the first is a table of rates, and needs no network. */
export interface TaxProvider {
  treatmentOf(question: TaxQuestion): Promise<TaxAnswer>;
}
