import { z } from "zod";
import type { BillingLine, BillingTerms } from "../contracts/billing-terms.ts";
import { isDate } from "../contracts/terms.ts";
import { DomainError } from "../shared/domain-error.ts";
import type { Money } from "../shared/money.ts";
import { parseMoney } from "../shared/parse-money.ts";
import { InvalidInput } from "../shared/refusals.ts";

export type PassThroughLine = Extract<BillingLine, { kind: "pass_through" }>;
export type CostState = "proposed" | "approved" | "rejected" | "charged";

/** The receipt stands behind a cost already that was not rejected. */
export class ReceiptStated extends DomainError {
  constructor(receipt: string) {
    super({
      code: "receipt_stated",
      message: `A cost with the receipt ${receipt} is stated already.`,
      field: "receipt",
      details: { receipt },
    });
  }
}

/** The buyer has answered this cost. */
export class CostAnswered extends DomainError {
  constructor(decision: string) {
    super({ code: "cost_answered", message: `This cost is ${decision} already.`, details: { decision } });
  }
}

const text = (what: string, most: number) =>
  z.string().trim().min(1, `Enter ${what}.`).max(most, `Keep ${what} within ${most} characters.`);

export const stateCostInput = z.object({
  engagementId: z.uuid({ error: "There is no such engagement." }),
  lineId: z.string().min(1, "Choose the line.").max(60, "There is no such line."),
  receipt: text("the receipt's number", 80),
  description: text("what it was for", 300),
  incurredOn: z.string().refine(isDate, { error: "Write the day as a date such as 2026-12-01." }),
  /** As a person types it, in the contract's currency. */
  amount: z.string().max(40, "This is too long for an amount."),
});

export const answerCostInput = z.discriminatedUnion("approve", [
  z.object({ costId: z.uuid(), approve: z.literal(true), reason: z.string().optional() }),
  z.object({ costId: z.uuid(), approve: z.literal(false), reason: text("the reason", 500) }),
]);

/** The lines of a contract through which costs are passed. */
export function passThroughLines(billing: BillingTerms | undefined): PassThroughLine[] {
  return (billing?.lines ?? []).filter((line): line is PassThroughLine => line.kind === "pass_through");
}

/**
 * The cost in the contract's currency. Throws InvalidInput for a line that passes nothing through, a day
 * before the contract or after today, and no amount above 0.
 */
export function readCost(p: {
  cost: z.infer<typeof stateCostInput>;
  contract: {
    billing: BillingTerms | undefined;
    startsOn: string;
    endsOn: string | null;
    currency: string;
  };
  today: string;
}): Money {
  const { cost, contract } = p;
  const refuse = (field: string, message: string) => new InvalidInput([{ field, message }]);
  if (!passThroughLines(contract.billing).some((line) => line.id === cost.lineId))
    throw refuse("lineId", "The contract has no such line.");
  const ended = contract.endsOn !== null && cost.incurredOn > contract.endsOn;
  if (cost.incurredOn < contract.startsOn || ended)
    throw refuse("incurredOn", "The day lies outside of the contract.");
  if (cost.incurredOn > p.today) throw refuse("incurredOn", "The day has not come yet.");
  const read = parseMoney(cost.amount, contract.currency);
  if (!read.ok) throw refuse("amount", read.message);
  if (read.money.amountMinor <= 0n) throw refuse("amount", "The amount is above 0.");
  return read.money;
}

/** Where a cost stands. */
export function costState(p: { decision: string | null; isCharged: boolean }): CostState {
  if (p.isCharged) return "charged";
  return p.decision === "approved" || p.decision === "rejected" ? p.decision : "proposed";
}
