import { PERMISSIONS } from "./permission-list.ts";
import { PERMISSION_WORDS } from "./permission-words.ts";
import { may, type Permission } from "./permissions.ts";
import type { Viewer } from "./viewer.ts";

/**
 * What no key is given, whoever makes it: who belongs to an organisation and may do what, who of the
 * marketplace reads it, where money goes, and making keys. These stay with people who can be asked for a
 * proof.
 */
const WITH_PEOPLE: readonly Permission[] = [
  "api_key:manage",
  "member:manage",
  "role:manage",
  "ownership:transfer",
  "staff_access:ask",
  "staff_access:approve",
  "staff_assignment:set",
  "payout:set_up",
  "account_number:reveal",
  "sso:manage",
  "data:export",
  "organization:erase",
  "erasure:approve",
  "legal_hold:manage",
  "retention:set",
];

/** Whether a text names a permission. */
export function isPermission(text: string): text is Permission {
  return PERMISSIONS.some((one) => one === text);
}

/** What the viewer may give to a key, in the matrix's order. */
export function givenToKeys(viewer: Viewer): Permission[] {
  return PERMISSIONS.filter((one) => mayGiveToKeys(viewer, one));
}

/** Whether the viewer may give this to a key. */
export function mayGiveToKeys(viewer: Viewer, permission: Permission): boolean {
  return may(viewer, permission) && !WITH_PEOPLE.includes(permission);
}

/** What a key may do with one kind of thing: read it, and each change by its own words. */
export type ScopeObject = {
  object: string;
  title: string;
  read: Permission | null;
  changes: { permission: Permission; words: string }[];
};

const TITLES: Record<string, string> = {
  account_number: "Bank accounts and VAT numbers",
  api_key: "API keys",
  sso: "Single sign-on",
  audit: "Audit trail",
  break: "Differences with Stripe",
  charge_dispute: "Disputes of charges",
  checklist: "Checklists of a start",
  client_money: "Client money",
  exchange_rate: "Exchange rates",
  legal_entity: "The company that invoices",
  member: "People",
  objection: "Objections",
  organization: "Organisation",
  payment_method: "Ways to pay",
  payroll_run: "Pay runs",
  period: "Months and books",
  retention: "How long records are kept",
  service_level: "Service levels",
  staff_access: "Access of the marketplace",
  staff_assignment: "Who looks after whom",
  tax_identity: "Name and VAT on invoices",
  work: "Work",
  queue: "Queue of open work",
  catalogue: "Catalogue",
  portfolio: "Portfolio",
  ledger: "Ledger",
  commission: "Commission rules",
  billing: "Billing runs",
  reconciliation: "Comparison with Stripe",
  suspension: "Suspensions",
};

/** Permissions by the thing they are about, reading apart from changing, in the matrix's order. */
export function scopeObjects(permissions: readonly Permission[]): ScopeObject[] {
  const objects = new Map<string, ScopeObject>();
  for (const permission of permissions) {
    const [object = "", verb = ""] = permission.split(":");
    const title = TITLES[object] ?? plural(object.replaceAll("_", " "));
    const entry = objects.get(object) ?? { object, title, read: null, changes: [] };
    objects.set(object, entry);
    if (verb === "read") entry.read = permission;
    else entry.changes.push({ permission, words: PERMISSION_WORDS[permission] });
  }
  return [...objects.values()];
}

function plural(noun: string): string {
  const words = noun.endsWith("ch") ? `${noun}es` : `${noun}s`;
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What a key may do, in a few words for a list; null stands for everything its member may. */
export function scopeSummary(scopes: readonly string[] | null): string {
  if (scopes === null) return "everything its member may";
  const changes = scopes.filter((one) => !one.endsWith(":read")).length;
  const reads = scopes.length - changes;
  const objects = (n: number) => `${n} ${n === 1 ? "kind" : "kinds"} of things`;
  if (changes === 0) return `reads ${objects(reads)}`;
  const deeds = `may make ${changes} ${changes === 1 ? "kind" : "kinds"} of change`;
  return reads === 0 ? deeds : `reads ${objects(reads)}, ${deeds}`;
}
