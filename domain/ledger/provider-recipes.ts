import type { Temporal } from "temporal-polyfill";
import { type Money, negate } from "../shared/money.ts";
import { type AccountCode, type AccountRef, house } from "./accounts.ts";
import { acrossCurrencies } from "./across-currencies.ts";
import { type JournalEntry, journalEntry } from "./journal-entry.ts";

/** Where money of a provider lies between the buyer's payment and the provider's account. */
export type ProviderAccount = Extract<
  AccountCode,
  "provider_payable" | "provider_held" | "provider_reserve" | "provider_receivable"
>;

type Owner = { providerId: string; engagementId: string };

function of(code: ProviderAccount, { providerId, engagementId }: Owner): AccountRef {
  return { code, organizationId: providerId, engagementId };
}

type Withheld = Owner & {
  holdId: string;
  kind: "contested" | "reserve";
  invoiceNumber: string;
  amount: Money;
  at: Temporal.Instant;
};

/** A part of a payout stays behind: contested, or for the reserve. It is the provider's still. */
export function partWithheld(p: Withheld): JournalEntry {
  return journalEntry({
    source: "app",
    sourceId: p.holdId,
    step: "held",
    memo: `${p.kind === "reserve" ? "Reserve" : "Contested part"} of the payout for invoice ${p.invoiceNumber}`,
    effectiveAt: p.at,
    legs: [
      { account: of("provider_payable", p), amount: p.amount },
      { account: of(heldAccount(p.kind), p), amount: negate(p.amount) },
    ],
  });
}

type Netted = Owner & {
  /** Of the set-off. */
  id: string;
  from: ProviderAccount;
  /** Where the provider owes: its own engagement. */
  receivableEngagementId: string;
  invoiceNumber: string;
  amount: Money;
  at: Temporal.Instant;
};

/** What the provider owes is taken off what it is owed. */
export function receivableNetted(p: Netted): JournalEntry {
  const owing = { providerId: p.providerId, engagementId: p.receivableEngagementId };
  return journalEntry({
    source: "app",
    sourceId: p.id,
    step: "netted",
    memo: `Claw-back taken off the payout for invoice ${p.invoiceNumber}`,
    effectiveAt: p.at,
    legs: [
      { account: of(p.from, p), amount: p.amount },
      { account: of("provider_receivable", owing), amount: negate(p.amount) },
    ],
  });
}

type Sent = Owner & {
  transferId: string;
  kind: "contested" | "reserve";
  invoiceNumber: string;
  amount: Money;
  /** What the transfer itself is over, where the buyer's charge settled in another currency. */
  sent?: Money;
  at: Temporal.Instant;
};

/** Stripe accepted the transfer of a part that was held. */
export function heldPartSent(p: Sent): JournalEntry {
  const sent = p.sent ?? p.amount;
  return journalEntry({
    source: "stripe",
    sourceId: p.transferId,
    step: "made",
    memo: `Transfer of a held part for invoice ${p.invoiceNumber}`,
    effectiveAt: p.at,
    legs: [
      { account: of(heldAccount(p.kind), p), amount: p.amount },
      { account: house("clearing_transfer"), amount: negate(sent) },
      ...acrossCurrencies({ debit: p.amount, credit: sent }),
    ],
  });
}

export function heldAccount(kind: "contested" | "reserve"): "provider_held" | "provider_reserve" {
  return kind === "reserve" ? "provider_reserve" : "provider_held";
}
