import type { Viewer } from "../../domain/identity/viewer.ts";
import type { Cast } from "../factories/probe-cast.ts";
import type { AskDatabase } from "./ask-database.ts";

export type Onlooker = {
  role: "app_user" | "app_worker" | "app_staff";
  organizationId: string;
  userId: string;
};

/** Rows of others that are meant to be seen: who is who, what is published, what is for everybody. */
const SHOWN = ["attestation", "listing", "listing_card", "membership", "organization", "tax_identity"];
/** More that the marketplace's people see without reach: see OPEN_TO_STAFF of the scenario staff-reach. */
const SHOWN_TO_STAFF = ["billing_run_part", "ledger_account", "mail_message", "posting", "staff_access"];
const MORE_TO_STAFF = ["staff_assignment", "warning_notice"];
/** What a job works off for all tenants. */
const SHOWN_TO_WORKER = ["billing_run_failure", "billing_run_part", "ledger_account", "posting"];
/** Found by a digest before anybody is known to be anybody. */
const BEFORE = ["session", "mailed_link", "sign_in_challenge"];

/**
 * The tables of which somebody sees rows that are neither their organisation's nor their own, each with the
 * number of them. Leaves the role behind that it came with; runs within a transaction.
 */
export async function foreignRows(ask: AskDatabase, who: Onlooker): Promise<string[]> {
  await ask(
    `select set_config('app.org_id', $1, true), set_config('app.user_id', $2, true),
     set_config('role', $3, true)`,
    [who.organizationId, who.userId, who.role],
  );
  try {
    const seen = await ask<{ name: string; n: number }>(await question(ask, who), []);
    return seen
      .filter(({ n }) => n > 0)
      .map(({ name, n }) => `${who.role} sees ${n} foreign rows of ${name}`);
  } finally {
    await ask("select set_config('role', 'none', true)");
  }
}

async function question(ask: AskDatabase, who: Onlooker): Promise<string> {
  const open = [...SHOWN, ...BEFORE];
  if (who.role === "app_staff") open.push(...SHOWN_TO_STAFF, ...MORE_TO_STAFF);
  if (who.role === "app_worker") open.push(...SHOWN_TO_WORKER);
  const tables = await ask<{ name: string; columns: string[] }>(
    `select c.relname as name, array_agg(a.attname::text) as columns from pg_class c
     join pg_attribute a on a.attrelid = c.oid and a.attname in ('organization_id', 'provider_id', 'user_id')
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> all ($1)
       and has_table_privilege(c.oid, 'SELECT') group by 1 order by 1`,
    [open],
  );
  const parts = tables.map(({ name, columns }) => {
    const mine = columns.includes("organization_id") || columns.includes("provider_id");
    const columnsAsked = columns.filter((one) => (mine ? one !== "user_id" : true));
    const foreign = columnsAsked.map((one) => `${one} is distinct from ${ownOf(one)}`);
    const known = columnsAsked.map((one) => `${one} is not null`).join(" or ");
    return `select '${name}' as name, count(*)::int as n from ${name} where ${foreign.join(" and ")} and (${known})`;
  });
  return parts.join(" union all ");
}

function ownOf(column: string): string {
  return column === "user_id" ? "app.user_id()" : "app.org_id()";
}

/** Everybody of the probes' cast, a job, somebody of the marketplace without reach, and nobody at all. */
export function onlookers(cast: Pick<Cast, "viewers">): Onlooker[] {
  const people = Object.entries(cast.viewers).flatMap(([who, viewer]) =>
    viewer && /buyer|provider/.test(who) ? [{ role: "app_user" as const, ...idsOf(viewer) }] : [],
  );
  const strangers = (["app_user", "app_worker", "app_staff"] as const).map((role) => ({
    role,
    organizationId: crypto.randomUUID(),
    userId: crypto.randomUUID(),
  }));
  const jobs = people.slice(0, 2).map((one) => ({ ...one, role: "app_worker" as const }));
  return [...people, ...jobs, ...strangers];
}

const idsOf = ({ organizationId, userId }: Viewer) => ({ organizationId, userId });
