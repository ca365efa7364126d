import { Link } from "@remix-run/react";
import { numberText } from "../../components/count-words.ts";
import { Status } from "../../components/status.tsx";
import type { Todo } from "./route.tsx";
import type { RankedItem } from "./todo-words.tsx";

/** What a kind of thing is called when there are more of it than the page shows, and where all of it is. */
const KINDS: Readonly<Record<string, readonly [words: string, href: string, action: string]>> = {
  contract_to_sign: ["contracts wait for your signature", "/contracts", "Open the contracts"],
  contract_to_offer: ["drafts of yours are not sent yet", "/contracts", "Open the contracts"],
  statement_to_approve: ["statements wait for your approval", "/statements", "Open the statements"],
  invoice_to_pay: ["invoices wait for your payment", "/invoices", "Open the invoices"],
  payout_held: ["payouts are held", "/payouts", "Open the payouts"],
  onboarding: ["engagements have onboarding tasks of yours", "/engagements", "Open the engagements"],
  contest_to_answer: ["contests wait for your answer", "/engagements", "Open the engagements"],
  month_to_confirm: ["months are under review", "/engagements", "Open the engagements"],
  correction_to_accept: ["corrections wait for your answer", "/engagements", "Open the engagements"],
  breach_to_explain: ["breaches wait for their root cause", "/breaches", "Open the breaches"],
  breach_to_answer: ["root causes wait for your answer", "/breaches?state=proposed", "Open the breaches"],
  breach_to_finish: ["agreed actions are to be finished", "/breaches?state=accepted", "Open the breaches"],
};

/** One line for what is not shown of a kind, under the last one that is. */
export function moreOfAKind(todos: readonly Todo[], rankOf: (todo: Todo) => number): RankedItem[] {
  return [...new Set(todos.map((one) => one.kind))].flatMap((kind) => {
    const shown = todos.filter((one) => one.kind === kind);
    const [last, known] = [shown.at(-1), KINDS[kind]];
    if (!last || !known || last.ofKind <= shown.length) return [];
    const [words, href, action] = known;
    return [more({ id: kind, rank: rankOf(last), left: last.ofKind - shown.length, words, href, action })];
  });
}

/** The engagements whose work waits and which are not listed one by one. */
export function moreWork(p: { left: number; rank: number; side: "buyer" | "provider" }): RankedItem[] {
  if (p.left <= 0) return [];
  const [words, href, action] =
    p.side === "provider"
      ? ["engagements have work near or past its limit", "/queue", "Open the queue"]
      : ["engagements have work that waits for you", "/engagements", "Open the engagements"];
  return [more({ ...p, id: "work", words, href, action })];
}

function more(p: { id: string; rank: number; left: number; words: string; href: string; action: string }) {
  return {
    rank: p.rank,
    id: `more-${p.id}`,
    status: <Status tone="neutral">And {numberText(p.left)} more</Status>,
    text: `${numberText(p.left)} more ${p.words}`,
    action: <Link to={p.href}>{p.action}</Link>,
  };
}
