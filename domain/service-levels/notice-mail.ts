import type { MailKind, MailMatter } from "../identity/mail.ts";
import { dateWords, monthWords } from "../shared/date-words.ts";

/**
 * A notice as its mail knows it: of a clock's step, of a breach's, of a termination trigger or of a notice
 * that ends the contract. Nothing of the work's own text.
 */
export type NoticeFacts = {
  step: string;
  workItemId: string | null;
  reference: string | null;
  priority: string | null;
  breachId: string | null;
  /** Of a notice that ends the contract its last day. */
  month: string | null;
  /** Of a trigger its condition. */
  levelName: string;
  engagementId: string;
  engagementTitle: string;
};

const CLOCK_WORDS: Record<string, string> = {
  "50": "half of the target is used",
  "75": "75 % of the target are used",
  "90": "90 % of the target are used",
  predicted: "a breach is foreseen",
  breach: "the target has run out",
};

const BREACH_WORDS: Record<string, string> = {
  opened: "is below target; the root cause is awaited",
  planned: "has a corrective action that waits for your answer",
  accepted: "has a corrective action that was accepted",
  sent_back: "has a corrective action that was sent back",
  finished: "has a corrective action that is done",
  escalated: "was escalated",
  unanswered: "has a corrective action whose answer is overdue",
  measured: "has a measured effect",
  ruled: "was ruled on",
  withdrawn: "no longer counts as missed",
};

/** The step of a notice of a reached termination trigger. */
export const TERMINATION = "termination";
/** The step of a notice of the contract's end. */
export const ENDING = "notice";

/** Which of a person's choices a notice falls under. */
export function mailKindOf(notice: Pick<NoticeFacts, "step" | "breachId">): MailKind {
  if (notice.step === TERMINATION) return "termination";
  if (notice.step === ENDING) return "ending";
  if (notice.breachId) return ESCALATED.has(notice.step) ? "escalation" : "breach";
  const kind = `clock_${notice.step}`;
  return kind in KINDS ? KINDS[kind as keyof typeof KINDS] : "clock_breach";
}

const ESCALATED: ReadonlySet<string> = new Set(["escalated", "unanswered"]);

const KINDS = {
  clock_50: "clock_50",
  clock_75: "clock_75",
  clock_90: "clock_90",
  clock_predicted: "clock_predicted",
  clock_breach: "clock_breach",
} as const satisfies Record<string, MailKind>;

/** What a notice says in one line, and where it is read. */
export function matterOf(notice: NoticeFacts, site: string): MailMatter {
  const { engagementTitle, levelName, step } = notice;
  if (notice.breachId)
    return {
      title: `${levelName}, ${monthWords(notice.month ?? "")}, ${BREACH_WORDS[step] ?? step}`,
      text: engagementTitle,
      url: `${site}/breaches/${notice.breachId}`,
    };
  if (step === TERMINATION)
    return {
      title: `A termination trigger is reached: ${levelName}`,
      text: `${engagementTitle}, ${monthWords(notice.month ?? "")}`,
      url: `${site}/engagements/${notice.engagementId}`,
    };
  if (step === ENDING)
    return {
      title: `The contract ends on ${dateWords(notice.month ?? "")}: ${engagementTitle}`,
      text: "Notice was given.",
      url: `${site}/engagements/${notice.engagementId}`,
    };
  const priority = notice.priority ? `${notice.priority}, ` : "";
  return {
    title: `${notice.reference}: ${CLOCK_WORDS[step] ?? step}`,
    text: `${priority}${levelName}, ${engagementTitle}`,
    url: `${site}/work-items/${notice.workItemId}`,
  };
}

/** The subject of a mail about several: the first, and how many more. */
export function noticeSubject(matters: readonly MailMatter[]): string {
  const [first, ...rest] = matters;
  const more = rest.length === 0 ? "" : rest.length === 1 ? ", and 1 more" : `, and ${rest.length} more`;
  return `${first?.title ?? "Warnings"}${more}`;
}
