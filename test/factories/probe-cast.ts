import { Temporal } from "temporal-polyfill";
import type { Role, Viewer } from "../../domain/identity/viewer.ts";
import { seedStory } from "../../prisma/seed/seed-story.ts";
import { sealPlainFields } from "../../server/rotate-field-keys.ts";
import type { World } from "../world.ts";
import { BUYER, endedMember, memberOf, newMember, suspendedPerson, unassigned } from "./cast-members.ts";
import { testFields } from "./field-keys.ts";
import { fillInBreach } from "./probe-breach.ts";
import { fillInCharges } from "./probe-charges.ts";
import { fillInContests } from "./probe-contests.ts";
import { fillInCredits } from "./probe-credit-rows.ts";
import { fillInExchange } from "./probe-exchange.ts";
import { secretKeyCalls } from "./probe-keys.ts";
import { fillInPayouts } from "./probe-payouts.ts";
import { fillInPeople, PEOPLE_KINDS } from "./probe-people.ts";
import { fillInRecords, RECORD_KINDS } from "./probe-records.ts";
import { fillInSamples } from "./probe-samples.ts";
import { fillInSingleSignOn, SSO_KINDS } from "./probe-single-sign-on.ts";

export const NOW = Temporal.Instant.from("2026-11-21T20:00:00Z");
const PROVIDER = "quaylink-it";
const OTHER_BUYER = "tern-logistics";

/** What an argument may name; every kind has one id in each of the two deals that the probes play with. */
export const KINDS = {
  ...PEOPLE_KINDS,
  ...SSO_KINDS,
  ...RECORD_KINDS,
  engagement: "select id from engagement where id = $1",
  contract: "select statement_of_work_id as id from engagement where id = $1",
  checklistItem: "select id from checklist_item where engagement_id = $1 order by position limit 1",
  workItem: "select id from work_item where engagement_id = $1 order by closed_at is not null, id limit 1",
  statement: "select id from statement where engagement_id = $1 order by period desc limit 1",
  invoice: `select i.id from invoice i join statement s on s.id = i.statement_id
    where s.engagement_id = $1 order by i.number limit 1`,
  payout: `select p.id from payout p join invoice i on i.id = p.invoice_id
    join statement s on s.id = i.statement_id where s.engagement_id = $1 order by p.id limit 1`,
  importBatch: "select id from import_batch where engagement_id = $1 limit 1",
  connection: "select id from inbound_connection where engagement_id = $1 limit 1",
  delivery: `select d.id from inbound_delivery d join inbound_connection c on c.id = d.connection_id
    where c.engagement_id = $1 limit 1`,
  warning: `select n.id from warning_notice n join sla_warning s on s.id = n.warning_id
    where s.engagement_id = $1 limit 1`,
  savedMapping: "select id from saved_mapping where engagement_id = $1 limit 1",
  lateEvent: "select id from late_work_event where engagement_id = $1 limit 1",
  apiKey: `select k.id from api_key k join engagement e on k.organization_id in (e.organization_id, e.provider_id)
    where e.id = $1 limit 1`,
  contest: "select id from contest where engagement_id = $1 and state = 'disputed' limit 1",
  breach: "select id from breach where engagement_id = $1 limit 1",
  mail: `select m.id from mail_message m join engagement e
    on e.organization_id = m.organization_id and e.provider_id = m.provider_id where e.id = $1 limit 1`,
  sample: "select id from sample where engagement_id = $1 and level_id = 'secret'",
  correction: "select id from correction where engagement_id = $1 and reason = 'secret' limit 1",
  payrollRun: "select id from payroll_run where engagement_id = $1 limit 1",
  payrollPayment: `select p.id from payroll_payment p join payroll_run r on r.id = p.run_id
    where r.engagement_id = $1 limit 1`,
  wageResend: `select w.id from wage_resend w join payroll_run r on r.id = w.run_id
    where r.engagement_id = $1 limit 1`,
  payoutDetails: `select d.id from payout_details d join engagement e on e.provider_id = d.organization_id
    where e.id = $1 limit 1`,
  objection: "select id from statement_objection where engagement_id = $1 limit 1",
  creditNote: "select id from credit_note where engagement_id = $1 limit 1",
  chargeDispute: "select id from charge_dispute where engagement_id = $1 limit 1",
  /** Not ids, but names that a deal's things are asked for by. */
  level: `select l ->> 'id' as id from engagement e join sow_version v on v.id = e.sow_version_id
    cross join jsonb_array_elements(v.terms -> 'serviceLevels') l where e.id = $1
    order by l ? 'samplePlan' desc limit 1`,
  reference: "select reference as id from work_item where engagement_id = $1 order by id limit 1",
  hiddenListing: `select l.id from listing l join engagement e on e.provider_id = l.organization_id
    where e.id = $1 and l.published_at is null limit 1`,
} as const;
export type Kind = keyof typeof KINDS;
export type Deal = { organizationId: string; providerId: string; ids: Record<Kind, string> };

/**
 * Who does little more than read. What they are answered follows from the one permission that a field names;
 * a vetting officer who was let in nowhere is a stranger to every deal.
 */
export const LOOKERS = ["buyer member", "provider member", "vetting_officer", "auditor"] as const;
/** Nobody, by three ways: no session, a place that ended, an account that is switched off. */
export const NOBODIES = ["visitor", "ended member", "suspended person"] as const;
export const WHO = [
  ...NOBODIES,
  ...LOOKERS,
  "buyer owner",
  "buyer operations_lead",
  "buyer finance",
  "provider owner",
  "provider delivery_manager",
  "provider finance",
  "other buyer owner",
  "other provider owner",
  "account_manager",
  "admin",
] as const;
export type Who = (typeof WHO)[number];
export type Cast = {
  near: Deal;
  far: Deal;
  viewers: Record<Who, Viewer | null>;
  /** An account manager who looks after the buyer of the near deal and nobody else. */
  ofNear: Viewer;
};

/**
 * The demo story with the things it lacks, two deals that share no party, and everybody who may try a
 * door.
 */
export async function probeCast(world: World): Promise<Cast> {
  await seedStory({ ownerUrl: world.urls.owner, now: NOW });
  const { rows } = await world.owner.query<{ id: string; near: boolean }>(
    `select e.id, b.slug = $1 as near from engagement e join organization b on b.id = e.organization_id
     join organization p on p.id = e.provider_id where (b.slug = $1) = (p.slug = $2)
       and b.slug <> all ($3) order by e.module_code = 'payroll' desc, e.id`,
    [BUYER, PROVIDER, [OTHER_BUYER, "brightline-studio"]],
  );
  const near = await deal(world, rows.find((row) => row.near)?.id ?? "");
  const far = await deal(world, rows.find((row) => !row.near)?.id ?? "");
  const say = () => undefined;
  await sealPlainFields({ ownerUrl: world.urls.owner, fields: testFields, say });
  const as = (slug: string, role: Role) => memberOf(world, slug, role);
  const viewers: Cast["viewers"] = {
    visitor: null,
    "ended member": await endedMember(world),
    "suspended person": await suspendedPerson(world),
    "buyer member": await newMember(world, { slug: BUYER, role: "member" }),
    "provider member": await newMember(world, { slug: PROVIDER, role: "member" }),
    vetting_officer: await unassigned(world, "vetting_officer"),
    auditor: await newMember(world, { slug: "northern-accounts", role: "auditor" }),
    "buyer owner": await as(BUYER, "owner"),
    "buyer operations_lead": await as(BUYER, "operations_lead"),
    "buyer finance": await as(BUYER, "finance"),
    "provider owner": await as(PROVIDER, "owner"),
    "provider delivery_manager": await as(PROVIDER, "delivery_manager"),
    "provider finance": await newMember(world, { slug: PROVIDER, role: "finance" }),
    "other buyer owner": await as(OTHER_BUYER, "owner"),
    "other provider owner": await as("fjordbok", "owner"),
    account_manager: await as("northern-accounts", "account_manager"),
    admin: await as("northern-accounts", "admin"),
  };
  const ofNear = await unassigned(world, "account_manager");
  await world.owner.query(
    `insert into staff_assignment (organization_id, user_id, user_name, assigned_by_name, created_at)
     values ($1, $2, 'A', 'A', now())`,
    [near.organizationId, ofNear.userId],
  );
  // A choice that somebody of the near deal made in another organisation.
  await world.owner.query(
    `insert into mail_preference (organization_id, user_id, kind, wanted, updated_at)
     values ($1, $2, 'clock_50', false, now())`,
    [far.organizationId, viewers["buyer owner"]?.userId],
  );
  return { near, far, viewers, ofNear };
}

async function deal(world: World, engagementId: string): Promise<Deal> {
  const { rows } = await world.owner.query(
    "select organization_id, provider_id from engagement where id = $1",
    [engagementId],
  );
  const { organization_id: organizationId, provider_id: providerId } = rows[0];
  const whole = { engagementId, organizationId, providerId };
  for (const fill of [
    ...[fillIn, fillInContests, fillInBreach, fillInSamples, fillInCharges, fillInCredits, fillInPayouts],
    fillInPeople,
    fillInSingleSignOn,
    fillInExchange,
    fillInRecords,
  ])
    await fill(world, whole);
  const ids = {} as Record<Kind, string>;
  for (const [kind, sql] of Object.entries(KINDS)) {
    const found = await world.owner.query<{ id: string }>(sql, [engagementId]);
    if (!found.rows[0]) throw new Error(`The story has no ${kind} in ${engagementId}.`);
    ids[kind as Kind] = found.rows[0].id;
  }
  return { organizationId, providerId, ids };
}

/** What the story tells nothing of: an import, a connection, a late event, a mapping, a key, an offer. */
async function fillIn(
  world: World,
  p: { engagementId: string; organizationId: string; providerId: string },
) {
  const { rows } = await world.owner.query("select user_id from membership where organization_id = $1", [
    p.providerId,
  ]);
  const userId = rows[0].user_id;
  await world.owner.query(
    `insert into import_batch (organization_id, provider_id, engagement_id, file_name, file_hash, content, row_count,
       header, state, refused, created_by_id) values ($1, $2, $3, 'secret.csv', 'h', null, 1, '{a,b}', 'done', '[]', $4)`,
    [p.organizationId, p.providerId, p.engagementId, userId],
  );
  await world.owner.query(
    `with c as (insert into inbound_connection (organization_id, provider_id, engagement_id, name, source,
         created_by_name)
       values ($1, $2, $3, 'Secret desk', 'desk', 'Nobody') returning id),
     d as (insert into inbound_delivery (organization_id, provider_id, connection_id, digest, body, state,
         results)
       select $1, $2, id, 'd', '{}', 'processed', '[{"status": "accepted"}]' from c
       returning id), s as (insert into inbound_secret (organization_id, provider_id, connection_id, secret)
       select $1, $2, id, 's' from c)
     insert into late_work_event (organization_id, provider_id, engagement_id, source, event_id,
       item_reference, type, at, period, body, received_by)
     select $1, $2, $3, 'desk', 'e', 'i', 'stop', now(), '2026-01', '{}', 'Nobody'
     from d`,
    [p.organizationId, p.providerId, p.engagementId],
  );
  await world.owner.query(
    `with s as (insert into sla_warning (organization_id, provider_id, engagement_id, work_item_id, level_id, cycle,
         step, target_seconds, reached_at, breach_at, raised_at)
       select organization_id, provider_id, engagement_id, id, 'resolution', 0, '90', 60, now(), now(), now()
       from work_item where engagement_id = $1 limit 1 returning *)
     insert into warning_notice (organization_id, provider_id, warning_id, party_id, user_id, show_at)
     select s.organization_id, s.provider_id, s.id, m.organization_id, m.user_id, '2026-01-01'
     from s join membership m on m.organization_id in (s.organization_id, s.provider_id) and m.role = 'finance'`,
    [p.engagementId],
  );
  await world.owner.query(
    `insert into saved_mapping (organization_id, provider_id, engagement_id, name, mapping, created_by_name)
     values ($1, $2, $3, 'Secret mapping', '{"shape": "x", "columns": {}}', 'Nobody')`,
    [p.organizationId, p.providerId, p.engagementId],
  );
  await secretKeyCalls(world, { organizationId: p.providerId, userId });
  await world.owner.query(
    `insert into listing select (jsonb_populate_record(l, jsonb_build_object('id', uuidv7(), 'published_at', null))).*
     from listing l where organization_id = $1 limit 1`,
    [p.providerId],
  );
}

/** Counts every table's rows and the newest write among them: a change of any row changes it. */
export async function fingerprint(world: World): Promise<string> {
  const { rows: tables } = await world.owner.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname in ('public', 'app') order by 1`,
  );
  const parts = tables.map(
    ({ name }) => `select '${name}' as name, count(*) as n, max(xmin::text::bigint) as newest from ${name}`,
  );
  const { rows } = await world.owner.query(`${parts.join(" union all ")} order by 1`);
  const jobs = await world.owner.query("select count(*) as n from graphile_worker.jobs");
  return JSON.stringify([rows, jobs.rows]);
}

/**
 * What must not appear in an answer to this organisation: ids, e-mails and buyers of deals it has no
 * part in.
 */
export async function foreignTo(world: World, organizationId: string | null): Promise<Set<string>> {
  const { rows: tables } = await world.owner.query<{ name: string }>(
    `select a.table_name as name from information_schema.columns a
     join information_schema.columns b on b.table_name = a.table_name and b.table_schema = a.table_schema
     join information_schema.columns c on c.table_name = a.table_name and c.table_schema = a.table_schema
     where a.table_schema = 'public' and a.column_name = 'provider_id' and b.column_name = 'organization_id'
       and c.column_name = 'id'`,
  );
  const none = "00000000-0000-0000-0000-000000000000";
  const parts = tables.map(
    ({ name }) =>
      `select id::text as secret from ${name} where organization_id <> $1 and provider_id <> $1`,
  );
  const { rows } = await world.owner.query<{ secret: string }>(
    `with deals as (select organization_id, provider_id, offered_at from statement_of_work),
     known as (select $1::uuid as id union select provider_id from deals where organization_id = $1
       union select organization_id from deals where provider_id = $1 and offered_at is not null)
     ${parts.join(" union all ")}
     union all select id::text from statement_of_work where provider_id = $1 and offered_at is null
     union all select id::text from payout where organization_id = $1
     union all select p.email from person p where not exists (
       select 1 from membership m join known k on k.id = m.organization_id where m.user_id = p.id
         and m.ended_at is null)
     union all select o.name from organization o where o.kind = 'buyer' and o.id not in (select id from known)
     union all select o.id::text from organization o where o.kind = 'buyer' and o.id not in (select id from known)
     union all select id::text from listing where published_at is null and organization_id <> $1
     union all select id::text from api_key where organization_id <> $1
     union all select operation from api_key_call where organization_id <> $1
     union all select e.id::text from journal_entry e where not exists (
       select 1 from posting p where p.entry_id = e.id and p.organization_id = $1)`,
    [organizationId ?? none],
  );
  return new Set(rows.map((row) => row.secret));
}
