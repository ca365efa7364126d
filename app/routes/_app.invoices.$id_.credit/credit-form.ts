import { CREDIT_REASONS, type CreditReason } from "../../../domain/billing/credit-note.input.ts";
import { parseMoney } from "../../../domain/shared/parse-money.ts";
import type { CreditableInvoicePageQuery } from "../../gql/graphql.ts";

export type Creditable = NonNullable<CreditableInvoicePageQuery["creditableInvoice"]>;
export type Issue = { field: string; message: string };
export type Wanted = {
  lines: { position: number; netMinor: string }[];
  reason: CreditReason;
  memo: string;
  refundMinor: string | null;
  balanceMinor: string | null;
};

export const lineField = (position: number) => `line-${position}`;

/**
 * What a person wrote into the form, in minor units; a line that lowers the invoice is credited below 0.
 * Texts that are no amounts come back as issues of their fields.
 */
export function wantedFrom(invoice: Creditable, text: (name: string) => string): Wanted | Issue[] {
  const issues: Issue[] = [];
  const amount = (field: string) => {
    const written = text(field);
    if (written === "") return 0n;
    const parsed = parseMoney(written, invoice.due.currency, { allowZero: true });
    if (parsed.ok) return parsed.money.amountMinor;
    issues.push({ field, message: parsed.message });
    return 0n;
  };
  const lines = invoice.lines
    .map((line) => {
      const written = amount(lineField(line.position));
      const sign = BigInt(line.net.amountMinor) < 0n ? -1n : 1n;
      return { position: line.position, netMinor: written * sign };
    })
    .filter((line) => line.netMinor !== 0n)
    .map(({ position, netMinor }) => ({ position, netMinor: String(netMinor) }));
  const reason = text("reason");
  if (!(reason in CREDIT_REASONS)) issues.push({ field: "reason", message: "Choose a reason." });
  if (text("memo").length < 3) issues.push({ field: "memo", message: "Say why, in a few words." });
  if (lines.length === 0 && issues.length === 0)
    issues.push({
      field: lineField(invoice.lines[0]?.position ?? 1),
      message: "Credit at least one line.",
    });
  const given =
    invoice.state === "paid" ? giveBackOf(text, amount) : { refundMinor: null, balanceMinor: null };
  if (issues.length > 0) return issues;
  return { lines, reason: reason as CreditReason, memo: text("memo"), ...given };
}

/** All of it by refund, or the part that was written down; what is left over goes to the buyer's credit. */
function giveBackOf(text: (name: string) => string, amount: (field: string) => bigint) {
  switch (text("giveBack")) {
    case "refund":
      return { refundMinor: null, balanceMinor: "0" };
    case "split":
      return { refundMinor: String(amount("refund")), balanceMinor: null };
    default:
      return { refundMinor: null, balanceMinor: null };
  }
}
