import { DomainError } from "../shared/domain-error.ts";

/** What keeps an organisation from being erased, in the words of app.erasure_blockers. */
export const ERASURE_BLOCKERS: Readonly<Record<string, { one: string; many: string }>> = {
  running_contract: { one: "a contract is running", many: "contracts are running" },
  open_offer: { one: "an order waits for a signature", many: "orders wait for a signature" },
  open_statement: { one: "a statement is not invoiced", many: "statements are not invoiced" },
  open_invoice: { one: "an invoice is open", many: "invoices are open" },
  open_payout: { one: "a payout is open", many: "payouts are open" },
  open_refund: { one: "a refund is open", many: "refunds are open" },
  open_dispute: {
    one: "a contract has something contested or disputed",
    many: "contracts have something contested or disputed",
  },
  client_money: {
    one: "a pay run or its funding is open",
    many: "pay runs, fundings or wages to be sent again are open",
  },
  balance: { one: "an account of the books is not at zero", many: "accounts of the books are not at zero" },
  legal_hold: { one: "a legal hold is in force", many: "legal holds are in force" },
  retention_duty: { one: "a rule keeps its records", many: "rules keep its records" },
};

/** `until`: the last day of it as YYYY-MM-DD, where it is known. */
export type ErasureBlocker = { kind: string; count: number; until: string | null };

/** "2 contracts are running", "a rule keeps its records until 2029-05-03". */
export function blockerWords({ kind, count, until }: ErasureBlocker): string {
  const words = ERASURE_BLOCKERS[kind];
  const said = !words ? kind : count === 1 ? words.one : `${count} ${words.many}`;
  return until ? `${said} until ${until}` : said;
}

/** Something must be settled, or kept, before the organisation can go. */
export class ErasureBlocked extends DomainError {
  constructor(blockers: readonly ErasureBlocker[]) {
    super({
      code: "erasure_blocked",
      message: `It cannot be erased yet: ${blockers.map(blockerWords).join("; ")}.`,
      details: { blockers },
    });
  }
}

export type OrganizationErasureState = "asked" | "approved" | "withdrawn" | "done";

/** What an erasure of an organisation takes, and what it leaves on which ground; the page says it before. */
export const ORGANIZATION_ERASURE_TAKES: readonly string[] = [
  "Bank accounts, wage accounts, VAT numbers and files of evidence: their key is destroyed, nobody reads them again.",
  "Every place, session, API key, sign-in of its own and directory; invitations and the text of mails.",
  "The accounts of people who have no place elsewhere, as if they had asked for it themselves.",
];
export const ORGANIZATION_ERASURE_KEEPS: readonly { what: string; why: string }[] = [
  {
    what: "Invoices, credit notes, payouts and the books",
    why: "Tax and accounting law keeps them for years (GDPR, article 17(3)(b)).",
  },
  {
    what: "Signed contracts, frozen months and work",
    why: "They are the other party's as well, and prove what was agreed and paid (article 17(3)(e)).",
  },
  {
    what: "The audit trail, with digests instead of people's words",
    why: "Its chain proves that nothing else was taken out.",
  },
];
