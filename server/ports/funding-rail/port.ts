import type { Money } from "../../../domain/shared/money.ts";

/** Where announced money stands: only what is cleared can no longer be taken back in the ordinary course. */
export type FundsStanding = "waiting" | "cleared" | "returned";
export type PaymentStanding = { state: "sent" | "paid" | "returned"; reason: string | null };

/**
 * How money of clients reaches a segregated account and leaves it as wages. Every call that moves money
 * takes a key of ours and answers the same for the same key.
 */
export type FundingRail = {
  /** What the operator calls it; shown to people. */
  name: string;
  /** Expects a bank transfer of a client's; answers what the client writes on it. */
  announce: (p: { key: string; amount: Money }) => Promise<{ railId: string; reference: string }>;
  funds: (railId: string) => Promise<FundsStanding>;
  pay: (p: { key: string; amount: Money; account: string; payee: string }) => Promise<{ railId: string }>;
  payment: (railId: string) => Promise<PaymentStanding>;
  /** What stands on the segregated account, by currency. */
  balances: () => Promise<Money[]>;
};
