import type { Temporal } from "temporal-polyfill";
import { isOver } from "./contest.ts";
import { monthsBetween } from "./month-history.ts";

/** 1: below target. 2: below minimum, or escalated once. 3: escalated further. */
export const SEVERITY_NAMES = { 1: "Minor", 2: "Major", 3: "Critical" } as const;
export type Severity = keyof typeof SEVERITY_NAMES;

/** Why a breach is escalated. */
export const ESCALATIONS = ["cause", "answer", "action", "repeated"] as const;
export type Escalation = (typeof ESCALATIONS)[number];

/**
 * The level of a breach: one for a figure below target, two below the minimum, and one more for each reason
 * for which it was escalated; three at the most. Two overdue dates of the same kind are one reason. An answer
 * that the buyer owes says nothing about the provider's work and makes the breach no graver.
 */
export function severityOf(p: { status: "missed" | "failed"; escalatedFor: readonly string[] }): Severity {
  const reasons = new Set(p.escalatedFor.map((one) => one.split(" ")[0]));
  reasons.delete("answer" satisfies Escalation);
  const sum = (p.status === "failed" ? 2 : 1) + reasons.size;
  return sum >= 3 ? 3 : sum === 2 ? 2 : 1;
}

/**
 * Whether a month's breach is a repeated one: the level was missed so many times in so many months up to it,
 * itself included. `months` are the months with a standing breach of the same level, in any order; later
 * ones do not count.
 */
export function isRepeated(p: {
  month: string;
  months: readonly string[];
  policy: { repeatTimes: number; repeatMonths: number };
}): boolean {
  const { month, policy } = p;
  const within = new Set(
    [...p.months, month].filter((one) => {
      const distance = monthsBetween({ from: one, to: month });
      return distance >= 0 && distance < policy.repeatMonths;
    }),
  );
  return within.size >= policy.repeatTimes;
}

/** What is overdue at a moment, as a key that names it once: "cause 2026-11-10T23:00:00Z". */
export function overdueKey(p: {
  state: string;
  dueAt: string | null;
  now: Temporal.Instant;
}): { reason: Escalation; key: string } | null {
  if (p.dueAt === null || !isOver(p.dueAt, p.now)) return null;
  const reason = AWAITED[p.state];
  return reason ? { reason, key: `${reason} ${p.dueAt}` } : null;
}

const AWAITED: Partial<Record<string, Exclude<Escalation, "repeated">>> = {
  open: "cause",
  sent_back: "cause",
  proposed: "answer",
  accepted: "action",
};

/** Whether the buyer's answer to the present plan was escalated; the account manager may give it then. */
export function isAnswerOverdue(p: {
  state: string;
  dueAt: string | null;
  escalatedFor: readonly string[];
}): boolean {
  return p.state === "proposed" && p.dueAt !== null && p.escalatedFor.includes(`answer ${p.dueAt}`);
}
