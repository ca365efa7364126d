import { z } from "zod";
import type { BillingLine, BillingTerms } from "../contracts/billing-terms.ts";
import { isDate } from "../contracts/terms.ts";
import { DomainError } from "../shared/domain-error.ts";
import { InvalidInput } from "../shared/refusals.ts";
import { monthName } from "./month-name.ts";

/** The day lies in a month that is closed: what it costs is decided. */
export class HeadCountTooLate extends DomainError {
  constructor(month: string) {
    super({
      code: "head_count_too_late",
      message: `${monthName(month)} is closed; state the head count from a later day on.`,
      field: "effectiveOn",
      details: { month },
    });
  }
}

export const headCountInput = z.object({
  engagementId: z.uuid({ error: "There is no such engagement." }),
  lineId: z.string().min(1, "Choose the line.").max(60, "There is no such line."),
  effectiveOn: z.string().refine(isDate, { error: "Write the day as a date such as 2026-12-01." }),
  count: z
    .number({ error: "Enter the number of seats." })
    .int("Seats are a whole number.")
    .min(0, "Seats are not negative.")
    .max(100_000, "A line has 100,000 seats at most."),
});

type SeatLine = Extract<BillingLine, { kind: "per_seat" }>;

/** The lines of a contract whose seats are stated. */
export function seatLines(billing: BillingTerms | undefined): SeatLine[] {
  return (billing?.lines ?? []).filter((line): line is SeatLine => line.kind === "per_seat");
}

/**
 * Refuses a head count that has no place: for a line without seats or a day outside of the contract
 * (InvalidInput), or in a month that is closed (HeadCountTooLate).
 */
export function refuseHeadCount(p: {
  billing: BillingTerms | undefined;
  startsOn: string;
  endsOn: string | null;
  lineId: string;
  effectiveOn: string;
  /** The last closed month; null before the first. */
  lastClosed: string | null;
}): void {
  if (!seatLines(p.billing).some((line) => line.id === p.lineId))
    throw new InvalidInput([{ field: "lineId", message: "The contract has no such line of seats." }]);
  if (p.effectiveOn < p.startsOn || (p.endsOn !== null && p.effectiveOn > p.endsOn))
    throw new InvalidInput([{ field: "effectiveOn", message: "The day lies outside of the contract." }]);
  const month = p.effectiveOn.slice(0, 7);
  if (p.lastClosed !== null && month <= p.lastClosed) throw new HeadCountTooLate(month);
}
