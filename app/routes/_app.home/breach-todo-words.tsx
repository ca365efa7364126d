import { monthText } from "../../components/behind-figure.ts";
import { dayWords } from "./day-words.tsx";
import type { Words } from "./paper-words.tsx";
import type { Todo } from "./route.tsx";

/**
 * A root cause to state, a plan to answer, an action to finish; overdue ones are as pressing as an invoice.
 */
export function breachTodoWords({ kind, subjectId, title, detail, on }: Todo, late: boolean): Words {
  const [level = "", month = ""] = detail.split("|");
  const known = {
    tone: late ? ("breached" as const) : ("risk" as const),
    text: `${title} — ${level}, ${month ? monthText(month) : ""}`,
    href: `/breaches/${subjectId}`,
  };
  switch (kind) {
    case "breach_to_answer":
      return {
        ...known,
        rank: 6,
        tone: "held",
        status: "Waits for your answer",
        sub: "The provider states a root cause and an action; accept it or send it back",
        action: "Read it",
      };
    case "breach_to_finish":
      return {
        ...known,
        rank: late ? 4 : 18,
        status: dayWords(late ? "Was due" : "Due", on) ?? "Due",
        sub: "Do what was agreed, and say that it is done",
        action: "Open the breach",
      };
    default:
      return {
        ...known,
        rank: late ? 4 : 7,
        status: dayWords(late ? "Was due" : "Explain by", on) ?? "Explain",
        sub: "State the root cause and what is done about it",
        action: "State it",
      };
  }
}
