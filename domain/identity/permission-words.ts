import type { Permission } from "./permissions.ts";

/** What a permission lets a person do, as a sentence's end: "May …". */
export const PERMISSION_WORDS: Record<Permission, string> = {
  "catalogue:read": "read the catalogue",
  "contract:read": "read contracts",
  "contract:order": "order services",
  "contract:edit": "change terms that are not signed",
  "contract:sign": "sign contracts",
  "engagement:read": "read engagements",
  "checklist:complete": "tick off the checklist of a start",
  "work:read": "read the work",
  "work:import": "bring work in: by hand, file and connection",
  "calendar:edit": "change working hours and holidays",
  "work:correct": "correct recorded work where the contract lets their side",
  "queue:read": "see the queue of open work",
  "warning:read": "see warnings",
  "service_level:read": "see service levels and their months",
  "period:close": "review and close months",
  "contest:make": "contest a verdict and answer a contest",
  "contest:rule": "rule on contests",
  "scorecard:edit": "change scorecards",
  "breach:plan": "plan what is done about a breach",
  "breach:answer": "accept or refuse such a plan",
  "breach:rule": "rule on breaches",
  "sample:take": "draw and score samples",
  "statement:read": "read statements",
  "statement:approve": "approve statements",
  "invoice:read": "read invoices",
  "payment_method:manage": "pay invoices and keep ways to pay",
  "dunning:read": "see overdue invoices",
  "dunning:hold": "hold reminders",
  "dunning:set": "set the rule for reminders",
  "invoice:write_off": "write invoices off",
  "payout:read": "see payouts",
  "payout:set_up": "propose and confirm where payouts go",
  "client_money:read": "see client money and pay runs",
  "payroll_run:prepare": "prepare pay runs",
  "payroll_run:approve": "approve pay runs and fund them",
  "credit_note:issue": "issue credit notes",
  "payout:schedule": "set schedules and reserves of payouts",
  "objection:make": "object to a statement's lines",
  "objection:concede": "concede an objection",
  "objection:rule": "rule on objections",
  "charge_dispute:answer": "answer disputes of charges",
  "portfolio:read": "see the portfolio",
  "billing:run": "run the billing",
  "ledger:read": "read the ledger",
  "break:settle": "settle differences with Stripe",
  "reconciliation:run": "compare the books with Stripe",
  "period:lock": "lock the books",
  "exchange_rate:state": "state exchange rates and revalue months",
  "commission:read": "see commission rules",
  "commission:set": "set commission rules",
  "organization:read": "see the organisation and its people",
  "member:manage": "invite people, change their roles, remove them",
  "role:manage": "make roles",
  "ownership:transfer": "hand over the place at the head",
  "staff_access:ask": "ask to read an organisation for a time, with a reason",
  "staff_access:approve": "approve that documents are read",
  "staff_assignment:set": "say who looks after which organisation",
  "tax_identity:state": "state name and VAT on invoices",
  "account_number:reveal": "see bank accounts and VAT numbers in full",
  "legal_entity:state": "state the company that invoices",
  "api_key:manage": "make and revoke API keys",
  "sso:manage": "set up single sign-on and the directory",
  "audit:read": "read the audit trail",
  "organization:erase": "ask for the organisation to be erased",
  "erasure:approve": "approve that an organisation is erased, or withdraw it",
  "legal_hold:manage": "place and lift legal holds",
  "retention:read": "see how long records are kept",
  "retention:set": "set how long records are kept",
  "data:export": "take everything that the organisation owns as a file",
  "suspension:lift": "take new work of a suspended buyer again",
};

const GROUPS: readonly (readonly [title: string, nouns: readonly string[]])[] = [
  ["Contracts and services", ["catalogue", "contract", "engagement", "checklist"]],
  ["Work and service levels", ["work", "calendar", "queue", "warning", "service_level", "period"]],
  ["Contests, breaches and quality", ["contest", "scorecard", "breach", "sample"]],
  [
    "Statements and invoices",
    ["statement", "invoice", "payment_method", "dunning", "objection", "charge_dispute", "suspension"],
  ],
  ["Payouts and client money", ["payout", "client_money", "payroll_run", "credit_note", "account_number"]],
];
const REST = "Organisation and books";

/** Permissions under the headings of the matrix, in its order; the last takes what no heading names. */
export function groupedPermissions<P extends string>(permissions: readonly P[]) {
  const titleOf = (permission: string) => {
    // Locking the books is no business of months, though both are called a period.
    if (permission === "period:lock" || permission === "invoice:write_off") return REST;
    return GROUPS.find(([, nouns]) => nouns.includes(permission.split(":")[0] ?? ""))?.[0] ?? REST;
  };
  return [...GROUPS.map(([title]) => title), REST]
    .map((title) => ({ title, permissions: permissions.filter((one) => titleOf(one) === title) }))
    .filter((group) => group.permissions.length > 0);
}
