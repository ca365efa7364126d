import type pg from "pg";
import type { Temporal } from "temporal-polyfill";
import type { Cast } from "./cast.ts";
import { insertRows, type Row } from "./insert-rows.ts";
import type { LivedInvoice } from "./lived/lived-months.ts";
import type { Random } from "./random.ts";

/** Tables in the order in which their rows can refer to one another. */
const TABLES = [
  "organization",
  "person",
  "membership",
  "tax_identity",
  "api_key",
  "staff_assignment",
  "attestation",
  "listing",
  "statement_of_work",
  "sow_version",
  "signature",
  "engagement",
  "checklist_item",
  "calendar_version",
  "work_item",
  "work_item_event",
  "sample",
  "sample_score",
  "saved_mapping",
  "inbound_connection",
  "inbound_secret",
  "inbound_delivery",
  "late_work_event",
  "sla_warning",
  "breach",
  "breach_plan",
  "breach_step",
  "mail_message",
  "warning_notice",
  "month_review",
  "contest",
  "contest_reading",
  "period_close",
  "month_course",
  "scorecard_version",
  "credit_outlook",
  "verdict",
  "frozen_figure",
  "correction",
  "adjustment",
  "statement",
  "statement_adjustment",
  "billed_item",
  "head_count",
  "statement_notice",
  "service_credit",
  "invoice_counter",
  "invoice",
  "invoice_tax",
  "exchange_rate",
  "books_currency",
  "fx_line",
  "dunning_policy",
  "dunning_policy_step",
  "dunning_case",
  "dunning_step",
  "payout",
  "credit_note_counter",
  "credit_note",
  "credit_note_line",
  "refund",
  "ledger_account",
  "journal_entry",
  "posting",
  "payroll_run",
  "payroll_payment",
  "recon_run",
  "recon_break",
  "commission_rule",
  "payout_schedule",
  "billing_run",
  "billing_run_part",
  "billing_run_failure",
] as const;

export type StoryTable = (typeof TABLES)[number];

/** A fact for the audit chain of one organisation. */
export type Fact = {
  organizationId: string;
  at: number;
  userId: string | null;
  actor: string;
  action: string;
  subjectType: string;
  subjectId: string;
  data: Record<string, unknown>;
};

/** The story as it is being written: rows by table, facts for the audit chains, what every chapter needs. */
export type Story = {
  now: Temporal.Instant;
  id: (epochSeconds: number) => string;
  random: (chapter: string) => Random;
  cast: Cast;
  add: (table: StoryTable, row: Row) => void;
  fact: (fact: Fact) => void;
  rows: ReadonlyMap<StoryTable, Row[]>;
  facts: readonly Fact[];
  /** Work that the worker takes up when the product starts. */
  job: (job: Job) => void;
  jobs: readonly Job[];
  /** Whether the product goes on from the rows by itself: what Stripe has to do with is left to it then. */
  lives: boolean;
  /** Whether the last month of one contract is left to a billing run. */
  leavesToBill: boolean;
  lived: LivedInvoice[];
};

export type Job = { task: string; payload: Record<string, string>; key: string };

export function newStory(
  input: Pick<Story, "now" | "id" | "random" | "cast" | "lives" | "leavesToBill">,
): Story {
  const rows = new Map<StoryTable, Row[]>();
  const facts: Fact[] = [];
  const jobs: Job[] = [];
  return {
    ...input,
    rows,
    facts,
    jobs,
    lived: [],
    job: (job) => jobs.push(job),
    add: (table, row) => {
      const list = rows.get(table);
      if (list) list.push(row);
      else rows.set(table, [row]);
    },
    fact: (fact) => facts.push(fact),
  };
}

export async function writeStory(
  client: pg.Client,
  story: Story,
  say: (line: string) => void,
): Promise<void> {
  for (const table of TABLES) {
    const rows = story.rows.get(table) ?? [];
    // A calendar's body of JSON null counts around the clock.
    const jsonNulls: readonly string[] = table === "calendar_version" ? ["body"] : [];
    await insertRows(client, { table, rows, jsonNulls });
    if (rows.length > 1000) say(`${table.replaceAll("_", " ")}: ${rows.length} rows`);
  }
}

/** Through the outbox, in the story's own transaction. */
export async function enqueueJobs(client: pg.Client, jobs: readonly Job[]): Promise<void> {
  for (const { task, payload, key } of jobs)
    await client.query("select app.enqueue($1, $2, $3)", [task, JSON.stringify(payload), key]);
}

/** Every organisation's facts, in the order of time, through the one function that may extend a chain. */
export async function writeFacts(client: pg.Client, facts: readonly Fact[]): Promise<void> {
  for (const organizationId of new Set(facts.map((fact) => fact.organizationId))) {
    const own = facts.filter((fact) => fact.organizationId === organizationId);
    const ordered = own.sort((left, right) => left.at - right.at).map((fact, n) => ({ ...fact, n }));
    await client.query("select set_config('app.org_id', $1, true)", [organizationId]);
    await client.query(APPEND_FACTS, [JSON.stringify(ordered)]);
  }
  await client.query("select set_config('app.org_id', '', true)");
}

const APPEND_FACTS = `
  select app.append_audit(to_timestamp(f."at"), f."userId", f."actor", f."action", f."subjectType",
                          f."subjectId", 'demo-story', f."data")
  from (select * from jsonb_to_recordset($1::jsonb) as r("n" int, "at" double precision, "userId" uuid,
          "actor" text, "action" text, "subjectType" text, "subjectId" text, "data" jsonb) order by "n") f`;

/** The instant as PostgreSQL reads it. */
export function stamp(epochSeconds: number): string {
  return new Date(epochSeconds * 1000).toISOString();
}
