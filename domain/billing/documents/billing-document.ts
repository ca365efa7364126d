import type { FxLine } from "../fx-line.ts";
import type { TaxLine } from "../tax/invoice-tax.ts";
import type { TaxCategory } from "../tax/tax-provider.ts";

/** A side as a document names it. */
export type DocumentParty = {
  name: string;
  addressLine: string;
  postalCode: string;
  city: string;
  country: string;
  vatNumber: string | null;
  registrationNumber: string | null;
  email?: string | null;
};

export type DocumentLine = {
  label: string;
  /** The arithmetic in words; null where the label says all. */
  detail: string | null;
  /** Before tax; a credit is below 0. */
  amountMinor: bigint;
  /** Its share of the tax; null on a document without tax. */
  tax: { category: TaxCategory; rateBps: number; minor: bigint } | null;
};

/** A further table of a document, under its own heading. */
export type DocumentTable = {
  title: string;
  head: readonly string[];
  rows: readonly (readonly string[])[];
};

/**
 * An invoice, a credit note or a statement, whichever way it is written down: PDF, CSV, JSON and e-invoice
 * are made of this alone. Amounts in minor units; a credit note's are above 0. Days as YYYY-MM-DD.
 */
export type BillingDocument = {
  kind: "invoice" | "credit_note" | "statement";
  number: string;
  title: string;
  currency: string;
  issuedOn: string;
  dueOn: string | null;
  /** The first and last day of the services. */
  period: { from: string; to: string };
  /** Null where nothing was stated when it was issued. */
  seller: DocumentParty | null;
  buyer: DocumentParty | null;
  providerName: string;
  buyerName: string;
  /** The invoice that a credit note is about. */
  corrects: { number: string; issuedOn: string } | null;
  purchaseOrder: string | null;
  costCentre: string | null;
  lines: readonly DocumentLine[];
  taxes: readonly TaxLine[];
  netMinor: bigint;
  taxMinor: bigint;
  totalMinor: bigint;
  /** What the net is called: a statement is before tax and has no total of its own. */
  netLabel: string;
  /** Sentences under the sums: what the law wants said, how to pay, the reason of a credit. */
  notes: readonly string[];
  /** Its sums in further currencies; left out where there are none. */
  fx?: readonly FxLine[];
  tables: readonly DocumentTable[];
};
