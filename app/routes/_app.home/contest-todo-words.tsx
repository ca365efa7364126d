import { monthText } from "../../components/behind-figure.ts";
import { Money } from "../../components/money.tsx";
import { dayWords } from "./day-words.tsx";
import type { Words } from "./paper-words.tsx";
import type { Todo } from "./route.tsx";

/** A contest to answer, a month to confirm, a correction to accept. */
export function contestTodoWords({ kind, subjectId, title, detail, amount, on }: Todo): Words {
  switch (kind) {
    case "contest_to_answer":
      return {
        rank: 5,
        tone: "risk",
        status: dayWords("Answer by", on) ?? "Answer",
        text: `${title} — ${detail} wants the month to read otherwise`,
        sub: "Without an answer the account manager rules",
        action: "Answer",
        href: `/contests/${subjectId}`,
      };
    case "month_to_confirm":
      return {
        rank: 14,
        tone: "held",
        status: dayWords("Contest by", on) ?? "Under review",
        text: `${title} — ${monthText(detail)} is under review`,
        sub: "Contest it, or say that you have nothing to contest",
        action: "Open the month",
        href: `/engagements/${subjectId}/service-levels?month=${detail}`,
      };
    default:
      return {
        rank: 16,
        tone: "held",
        status: "Correction",
        text: (
          <>
            {title} — {monthText(detail)} corrected, {amount ? <Money {...amount} /> : null}
          </>
        ),
        sub: "It goes on the next statement when both sides accept it",
        action: "Read it",
        href: `/corrections/${subjectId}`,
      };
  }
}
