import type { Temporal } from "temporal-polyfill";

export const METHOD_KINDS = ["card", "us_bank_account", "sepa_debit", "bank_transfer"] as const;
export type MethodKind = (typeof METHOD_KINDS)[number];

export function isMethodKind(text: string): text is MethodKind {
  return (METHOD_KINDS as readonly string[]).includes(text);
}

/** `mandate_withdrawn`: the bank or its customer ended the right to debit; a new one has to be given. */
export type MethodState = "active" | "expired" | "mandate_withdrawn" | "removed";

export type MethodFacts = {
  kind: MethodKind;
  currency: string;
  brand: string;
  last4: string;
  expMonth: number | null;
  expYear: number | null;
  mandateStatus: string | null;
  isRemoved: boolean;
};

/** How a saved method stands on a day: a card holds to the last day of the month printed on it. */
export function methodState(method: MethodFacts, today: Temporal.PlainDate): MethodState {
  const { expMonth, expYear } = method;
  if (method.isRemoved) return "removed";
  if (expMonth !== null && expYear !== null && isPast({ expMonth, expYear }, today)) return "expired";
  const isDebit = method.kind === "us_bank_account" || method.kind === "sepa_debit";
  return isDebit && method.mandateStatus !== "active" ? "mandate_withdrawn" : "active";
}

function isPast(p: { expMonth: number; expYear: number }, today: Temporal.PlainDate): boolean {
  return p.expYear * 12 + p.expMonth < today.year * 12 + today.month;
}

/**
 * Whether the method can be charged for an invoice in the currency, or a sentence on why it cannot. ACH
 * debits dollars and SEPA euros; a bank transfer is sent by the buyer and never charged.
 */
export function whyNotCharged(
  method: MethodFacts,
  p: { currency: string; today: Temporal.PlainDate },
): string | null {
  const state = methodState(method, p.today);
  if (state === "removed") return "This way to pay was removed.";
  if (state === "expired") return "This card has expired.";
  if (state === "mandate_withdrawn") return "The mandate for this account was withdrawn.";
  if (method.kind === "bank_transfer") return "A bank transfer is sent by you; nothing can be charged.";
  if (method.kind === "us_bank_account" && p.currency !== "USD")
    return `An ACH debit collects US dollars, and this invoice is in ${p.currency}.`;
  if (method.kind === "sepa_debit" && p.currency !== "EUR")
    return `A SEPA debit collects euros, and this invoice is in ${p.currency}.`;
  return null;
}

/** The method as people call it: "Visa •••• 4242". */
export function methodTitle(method: Pick<MethodFacts, "kind" | "currency" | "brand" | "last4">): string {
  const ending = `•••• ${method.last4}`;
  switch (method.kind) {
    case "card":
      return `${method.brand.charAt(0).toUpperCase()}${method.brand.slice(1)} ${ending}`;
    case "us_bank_account":
      return `ACH debit, ${method.brand} ${ending}`;
    case "sepa_debit":
      return `SEPA debit, account ${ending}`;
    case "bank_transfer":
      return `Bank transfer in ${method.currency}`;
    default:
      return method.kind satisfies never;
  }
}
