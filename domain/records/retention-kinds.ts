/** The moment of a record from which its days are counted. */
export const RETENTION_MOMENTS = {
  recorded: "its record",
  ended: "its end",
  contract_end: "the end of its contract",
} as const;
export type RetentionMoment = keyof typeof RETENTION_MOMENTS;

export type RetentionKind = {
  kind: string;
  /** What the rules call this sort of record. */
  recordClass: "access" | "people" | "correspondence" | "work" | "trail";
  title: string;
  /** What is no longer there afterwards, and what stays of it. */
  goes: string;
  moments: readonly RetentionMoment[];
  /** No rule keeps it for less; the database refuses it too. */
  leastDays: number;
};

/** Thirty years: nothing that a rule takes is kept for longer by one. */
export const MOST_DAYS = 11_000;

/** What rules may be set for; app.retention_rows of the database says which records each of them means. */
export const RETENTION_KINDS = [
  {
    ...{ kind: "sign_in_event", recordClass: "access", title: "Sign-ins", leastDays: 30 },
    goes: "The whole record: when, how and from where somebody signed in or tried to.",
    moments: ["recorded"],
  },
  {
    ...{ kind: "session", recordClass: "access", title: "Sessions that are over", leastDays: 1 },
    goes: "The whole record, with its address and browser.",
    moments: ["ended"],
  },
  {
    ...{ kind: "mailed_link", recordClass: "access", title: "Links that were mailed", leastDays: 8 },
    goes: "The whole record, with the address that it proved.",
    moments: ["ended"],
  },
  {
    ...{ kind: "api_key_call", recordClass: "access", title: "Requests of API keys", leastDays: 30 },
    goes: "The whole record: when, what and from where.",
    moments: ["recorded"],
  },
  {
    ...{ kind: "invitation", recordClass: "people", title: "Invitations nobody took", leastDays: 30 },
    goes: "The whole record, with the address that was invited.",
    moments: ["ended"],
  },
  {
    ...{ kind: "mail_words", recordClass: "correspondence", title: "Mails", leastDays: 90 },
    goes: "Name, address and text. That a mail was sent, and when, stays.",
    moments: ["recorded"],
  },
  {
    ...{ kind: "import_file", recordClass: "work", title: "Imported files", leastDays: 7 },
    goes: "The file and the rows that were refused. Its digest and counts stay.",
    moments: ["recorded", "contract_end"],
  },
  {
    ...{ kind: "delivery_body", recordClass: "work", title: "Deliveries of connections", leastDays: 30 },
    goes: "The text as it was received. Its digest and what became of each row stay.",
    moments: ["recorded", "contract_end"],
  },
  {
    ...{ kind: "work_words", recordClass: "work", title: "Words on work", leastDays: 365 },
    goes: "Titles, reasons, who did it, and what the sender kept. What months are measured by stays.",
    moments: ["contract_end"],
  },
  {
    ...{ kind: "audit_words", recordClass: "trail", title: "Words of the audit trail", leastDays: 1095 },
    goes: "Name, address and data of a row. Its digest and its place in the chain stay.",
    moments: ["recorded"],
  },
] as const satisfies readonly RetentionKind[];

/** The kind of that name; undefined for a word that is none. */
export function retentionKind(kind: string): RetentionKind | undefined {
  return RETENTION_KINDS.find((one) => one.kind === kind);
}

/** Why a record whose time is over stays, in the words of app.retention_rows. */
export const RETENTION_HOLDS: Readonly<Record<string, string>> = {
  legal_hold: "A legal hold keeps them",
  open_contract: "A contract of the organisation is open",
  open_dispute: "Something about the contract is contested or disputed",
  open_month: "Their month is not frozen yet",
  frozen_verdict: "A frozen figure can be rebuilt from them alone",
  under_way: "Something is still to be done with them",
  in_the_hash: "Their words are in the chain's hash itself",
};

/** What no rule takes, and on which ground; the page says it beside the rules. */
export const NO_RULE_TAKES: readonly { what: string; why: string }[] = [
  {
    what: "The ledger, invoices, credit notes and payouts",
    why: "Tax and accounting law; a journal that loses rows proves nothing.",
  },
  { what: "Signed contracts with their evidence", why: "They prove what two companies agreed." },
  {
    what: "Frozen months, verdicts and their bundles",
    why: "What was paid must be rebuilt from them at any time.",
  },
  {
    what: "Wages of pay runs",
    why: "Records of payments of others' money; their accounts are sealed.",
  },
  {
    what: "A person's account while they have it",
    why: "They ask for it to go themselves; see the page of their data.",
  },
];
