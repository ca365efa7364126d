import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { dateWords } from "../shared/date-words.ts";
import { DomainError } from "../shared/domain-error.ts";
import { InvalidInput } from "../shared/refusals.ts";
import { isDate } from "./terms.ts";

/** Further ahead than this nobody means a contract's end. */
const LONGEST_YEARS = 10;

export const terminationNoticeSchema = z.strictObject({
  engagementId: z.string(),
  /** The condition of the reached right that it rests on; left out, it keeps the agreed days of notice. */
  right: z.string().trim().max(500).nullish(),
  lastDay: z.string().refine(isDate, { error: "Write the last day as a date such as 2026-12-31." }),
  reason: z.string().trim().max(1000, "Keep the reason within 1,000 characters.").default(""),
  authority: z.literal(true, { error: "Say that you may end the contract." }),
});

export type TerminationNoticeInput = z.input<typeof terminationNoticeSchema>;

/** The first and the last day, both included, that a notice given today may name as the contract's last. */
export type NoticeSpan = { earliest: string; latest: string };

/**
 * From `days` after today, and not before the contract begins, to the day before the one on which it ends
 * anyway. Null where a notice would end nothing earlier.
 */
export function noticeSpan(p: {
  today: Temporal.PlainDate;
  startsOn: Temporal.PlainDate;
  endsOn: Temporal.PlainDate | null;
  days: number;
}): NoticeSpan | null {
  const kept = p.today.add({ days: p.days });
  const earliest = Temporal.PlainDate.compare(kept, p.startsOn) < 0 ? p.startsOn : kept;
  const latest = p.endsOn?.subtract({ days: 1 }) ?? p.today.add({ years: LONGEST_YEARS });
  if (Temporal.PlainDate.compare(earliest, latest) > 0) return null;
  return { earliest: earliest.toString(), latest: latest.toString() };
}

/** Throws EndsAnyway, or InvalidInput beside the day that lies outside of the span. */
export function assertLastDay(p: {
  span: NoticeSpan | null;
  lastDay: string;
  endsOn: string | null;
}): void {
  const { span, lastDay } = p;
  if (!span) throw new EndsAnyway(p.endsOn);
  if (lastDay >= span.earliest && lastDay <= span.latest) return;
  const message = `The last day lies between ${dateWords(span.earliest)} and ${dateWords(span.latest)}.`;
  throw new InvalidInput([{ field: "lastDay", message }]);
}

/** The contract is over, or would be before the notice took effect. */
export class EndsAnyway extends DomainError {
  constructor(endsOn: string | null) {
    super({
      code: "ends_anyway",
      message:
        `The contract's last day is ${dateWords(endsOn ?? "")} already; ` +
        "a notice would end nothing earlier.",
    });
  }
}

/** The right is none of the contract's, is the buyer's alone, or was not reached by the latest frozen month. */
export class RightNotReached extends DomainError {
  constructor() {
    super({
      code: "right_not_reached",
      field: "right",
      message: "This right to end the contract is not reached after its latest frozen month.",
    });
  }
}
