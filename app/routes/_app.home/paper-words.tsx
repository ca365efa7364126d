import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { monthText } from "../../components/behind-figure.ts";
import { Money } from "../../components/money.tsx";
import { Status, type StatusTone } from "../../components/status.tsx";
import { breachTodoWords } from "./breach-todo-words.tsx";
import { contestTodoWords } from "./contest-todo-words.tsx";
import { dayWords } from "./day-words.tsx";
import type { Todo } from "./route.tsx";
import type { RankedItem } from "./todo-words.tsx";

export type Words = {
  rank: number;
  tone: StatusTone;
  status: ReactNode;
  text: ReactNode;
  sub?: ReactNode;
  action: string;
  href: string;
};

/** One thing that waits for a signature, an approval, a payment, a renewal or the start of the work. */
export function paperItem(todo: Todo, asOf: string): RankedItem {
  const late = todo.on ? todo.on < asOf.slice(0, 10) : false;
  const words = wordsOf(todo, late);
  return {
    rank: words.rank,
    id: `${todo.kind}-${todo.subjectId}-${todo.title}`,
    status: <Status tone={words.tone}>{words.status}</Status>,
    text: words.text,
    sub: words.sub,
    action: <Link to={words.href}>{words.action}</Link>,
  };
}

function wordsOf(todo: Todo, late: boolean): Words {
  switch (todo.kind) {
    case "contract_to_sign":
    case "contract_to_offer":
      return contractWords(todo);
    case "statement_to_approve":
    case "invoice_to_pay":
    case "payout_held":
      return moneyWords(todo, late);
    case "contest_to_answer":
    case "month_to_confirm":
    case "correction_to_accept":
      return contestTodoWords(todo);
    case "breach_to_explain":
    case "breach_to_answer":
    case "breach_to_finish":
      return breachTodoWords(todo, late);
    case "attestation_ends":
      return attestationWords(todo, late);
    default:
      return onboardingWords(todo, late);
  }
}

function contractWords({ kind, subjectId, title, detail }: Todo): Words {
  const href = `/contracts/${subjectId}`;
  if (kind === "contract_to_sign")
    return {
      rank: 11,
      tone: "held",
      status: "Waits for your signature",
      text: `${title}, with ${detail}`,
      action: "Review and sign",
      href,
    };
  return {
    rank: 30,
    tone: "neutral",
    status: "Your draft",
    text: `${title}, to ${detail}`,
    sub: "The provider sees nothing before you send it",
    action: "Continue",
    href,
  };
}

function moneyWords({ kind, subjectId, title, detail, amount: due, on }: Todo, late: boolean): Words {
  const amount = due ? <Money {...due} /> : null;
  switch (kind) {
    case "invoice_to_pay":
      return {
        rank: late ? 1 : 10,
        tone: late ? "breached" : "held",
        status: dayWords(late ? "Was due" : "Due", on) ?? "Due",
        text: (
          <>
            {title} — pay {amount}
          </>
        ),
        sub: `Invoice ${detail}`,
        action: "Pay",
        href: `/invoices/${subjectId}`,
      };
    case "statement_to_approve":
      return {
        rank: 12,
        tone: "held",
        status: "Waits for your approval",
        text: (
          <>
            {title} — {monthText(detail)} statement, {amount}
          </>
        ),
        sub: "The invoice follows when both sides have approved",
        action: "Review",
        href: `/statements/${subjectId}`,
      };
    default:
      return {
        rank: 13,
        tone: "held",
        status: "Payout held",
        text: (
          <>
            {title} — {amount}
          </>
        ),
        sub: detail || "The payout account is not complete yet",
        action: "See why",
        href: `/payouts/${subjectId}`,
      };
  }
}

function attestationWords({ subjectId, title, detail, on }: Todo, late: boolean): Words {
  return {
    rank: late ? 2 : 25,
    tone: late ? "breached" : "risk",
    status: dayWords(late ? "Lapsed" : "Ends", on) ?? "Ends",
    text: `Renew ${title}`,
    sub: late ? "Contracts that require it can't be signed" : detail,
    action: "Open your trust page",
    href: `/providers/${subjectId}`,
  };
}

function onboardingWords({ subjectId, title, detail, count, on }: Todo, late: boolean): Words {
  return {
    rank: late ? 4 : 15,
    tone: late ? "risk" : "neutral",
    status: dayWords(late ? "Was due" : "By", on) ?? "Onboarding",
    text: `${title} — ${count === 1 ? "1 onboarding task" : `${count} onboarding tasks`} of yours`,
    sub: `Next: ${detail}`,
    action: "Open the checklist",
    href: `/engagements/${subjectId}`,
  };
}
