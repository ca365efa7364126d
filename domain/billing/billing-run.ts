import type { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { DomainError } from "../shared/domain-error.ts";
import { monthName } from "./month-name.ts";

/** What keeps a contract's month from being billed: it is not frozen yet. */
export type UnfrozenReason = "not_reviewed" | "contested" | "window_open" | "ready";

export const UNFROZEN_WORDS: Record<UnfrozenReason, string> = {
  not_reviewed: "Not sent for review yet",
  contested: "A contest is undecided",
  window_open: "Both sides may still contest it",
  ready: "Ready to be frozen",
};

/** Nothing of months until then waits for a statement. */
export class NothingToBill extends DomainError {
  constructor(month: string) {
    super({
      code: "nothing_to_bill",
      message: `Every month that is frozen, up to ${monthName(month)}, has its statement.`,
      field: "month",
    });
  }
}

const monthText = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, "Write a month like 2026-10.");

/**
 * A month that a run can bill: one that has ended somewhere on Earth, since contracts end their months by
 * their own zones.
 */
export function billableMonth(now: Temporal.Instant) {
  const latest = latestBillableMonth(now);
  return z.object({
    month: monthText.refine((month) => month <= latest, {
      error: "Only a month that has ended can be billed.",
    }),
  });
}

/** The last month that has ended anywhere. */
export function latestBillableMonth(now: Temporal.Instant): string {
  const there = now.toZonedDateTimeISO("Pacific/Kiritimati").toPlainDate().toPlainYearMonth();
  return there.subtract({ months: 1 }).toString();
}

/** The last month that has ended everywhere. */
export function lastEndedMonth(now: Temporal.Instant): string {
  const there = now.toZonedDateTimeISO("Etc/GMT+12").toPlainDate().toPlainYearMonth();
  return there.subtract({ months: 1 }).toString();
}

/** Why a month gave no statement, in a code and in words. */
export type FailureReason = { code: string; reason: string };

/** The reason of a month that could not be drafted, as its account manager reads it. */
export function failureReason(error: unknown): FailureReason {
  if (error instanceof DomainError) return { code: error.code, reason: error.message };
  if (error instanceof z.ZodError)
    return {
      code: "frozen_month_unreadable",
      reason: `The frozen figures cannot be read: ${error.issues[0]?.message ?? "they do not fit"}.`,
    };
  return {
    code: "statement_not_drafted",
    reason: "Its figures do not make a statement. What exactly failed is in the server's log.",
  };
}

/** The reason of the months that come after one that could not be drafted. */
export function waitsFor(month: string): FailureReason {
  return {
    code: "waits_for_earlier_month",
    reason: `It waits for ${monthName(month)}, whose statement could not be drafted.`,
  };
}

export type RunCounts = { months: number; drafted: number; failed: number };

/** How far a run has come: every month is drafted, failed, or got its statement elsewhere meanwhile. */
export function runProgress(parts: readonly (RunCounts & { finished: boolean })[]) {
  const sum = (of: (part: RunCounts & { finished: boolean }) => number) =>
    parts.reduce((total, part) => total + of(part), 0);
  const elsewhere = sum((part) => (part.finished ? part.months - part.drafted - part.failed : 0));
  const [months, drafted, failed] = [
    sum((part) => part.months),
    sum((part) => part.drafted),
    sum((part) => part.failed),
  ];
  return { months, drafted, failed, elsewhere, left: months - drafted - failed - elsewhere };
}
