import type { Temporal } from "temporal-polyfill";
import type { SilenceTerms } from "../contracts/silence-terms.ts";
import type { BusinessCalendar } from "../shared/business-calendar.ts";
import { DomainError } from "../shared/domain-error.ts";
import { workingDayAfter } from "../shared/working-day.ts";
import { localDate, startOfLocalDay } from "../shared/zoned.ts";

/** What happened to a statement while a side was silent; rows are only added. */
export type SilenceEntry = { kind: "notice" | "objection" | "deemed"; step: number; at: Temporal.Instant };

/** The next thing that the contract's silence brings, and the instant from which it may happen. */
export type SilenceStep = { kind: "notice" | "deemed"; step: number; from: Temporal.Instant };

/** The side has said already that it disagrees. */
export class StatementObjected extends DomainError {
  constructor() {
    super({
      code: "statement_objected",
      message: "Your side has objected to this statement already; its silence approves nothing.",
    });
  }
}

/**
 * What comes next for a silent side: null without terms, after an objection, and once it counts as having
 * approved. Each notice is counted from the one before it as it was sent, so that a notice that went out late
 * delays all that follows, and the approval is counted from the last notice alone.
 */
export function nextSilenceStep(p: {
  silence: SilenceTerms | undefined;
  presentedAt: Temporal.Instant;
  /** Of this side, in order. */
  entries: readonly SilenceEntry[];
  calendar: BusinessCalendar | null;
  zone: string;
}): SilenceStep | null {
  const { silence, entries } = p;
  if (!silence || entries.some((one) => one.kind !== "notice")) return null;
  const sent = entries.length;
  const last = entries.at(-1)?.at ?? p.presentedAt;
  const gap = (silence.noticeAfterDays[sent] ?? 0) - (silence.noticeAfterDays[sent - 1] ?? 0);
  const isNotice = sent < silence.noticeAfterDays.length;
  const days = isNotice ? gap : silence.approvedAfterDays;
  const on = workingDayAfter(localDate(last, p.zone), { ...p, days });
  if (!on) return null;
  // A notice goes out on its day; an approval waits until its last day is over.
  const day = isNotice ? on : on.add({ days: 1 });
  return { kind: isNotice ? "notice" : "deemed", step: sent + 1, from: startOfLocalDay(day, p.zone) };
}
