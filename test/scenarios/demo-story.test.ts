import { createHash } from "node:crypto";
import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recomputeMonth } from "../../domain/billing/rating/rated-bundle.ts";
import { termsHash, termsSchema } from "../../domain/contracts/terms.ts";
import { importMappingSchema } from "../../domain/delivery/import-mapping.ts";
import { FIRST_LINK, periodCloseHash } from "../../domain/service-levels/period-close.ts";
import { verdictOf } from "../../domain/service-levels/verdict.ts";
import { verdictBundleSchema } from "../../domain/service-levels/verdict-bundle.ts";
import { type HeldAttestation, isAttestationKind } from "../../domain/vetting/attestation.ts";
import { missingAttestations } from "../../domain/vetting/attestation-gate.ts";
import { DEMO_ACCOUNTS } from "../../prisma/seed/demo-accounts.ts";
import { DatabaseNotEmpty, seedStory, tellStory } from "../../prisma/seed/seed-story.ts";
import { toldStory } from "../factories/told-story.ts";
import { openWorld, type World } from "../world.ts";

const NOW = Temporal.Instant.from("2026-11-21T20:00:00Z");

let world: World;

beforeAll(async () => {
  world = await openWorld({ now: NOW.toString() });
  await toldStory(world, NOW);
});

afterAll(() => world.close());

async function rows(sql: string, values: unknown[] = []) {
  const found = await world.owner.query(sql, values);
  return found.rows;
}

describe("the demo story", () => {
  test("has buyers, providers in many countries, offers, a year of nine engagements, and one that has ended", async () => {
    const [counts] = await rows(`select
      (select count(*)::int from organization where kind = 'buyer') as buyers,
      (select count(*)::int from organization where kind = 'provider') as providers,
      (select count(distinct country)::int from organization where kind = 'provider') as countries,
      (select count(distinct module_code)::int from listing) as modules,
      (select count(*)::int from listing where module_code = 'it_support') as desks,
      (select count(*)::int from engagement where state = 'active') as engagements,
      (select array_agg(distinct e.state || ' ' || c.n) from engagement e join (select engagement_id,
         count(*) as n from period_close group by 1) c on c.engagement_id = e.id) as months`);
    expect(counts.buyers).toBeGreaterThanOrEqual(5);
    expect(counts.providers).toBeGreaterThanOrEqual(14);
    expect(counts.countries).toBeGreaterThanOrEqual(8);
    expect(counts).toMatchObject({ modules: 11, engagements: 9, months: ["active 12", "ended 8"] });
    expect(counts.desks).toBeGreaterThanOrEqual(5);
  });

  test("tells nothing that lies after its present", async () => {
    const [late] = await rows(
      `select (select count(*)::int from work_item_event where at > $1)
            + (select count(*)::int from statement where buyer_approved_at > $1 or provider_approved_at > $1)
            + (select count(*)::int from invoice where issued_at > $1 or paid_at > $1)
            + (select count(*)::int from audit_event where at > $1) as n`,
      [NOW.toString()],
    );
    expect(late.n).toBe(0);
  });

  test("has work in hand that is late, close to its target, and waiting for the buyer", async () => {
    const [work] = await rows(
      `select count(*) filter (where due_at < $1)::int as late,
              count(*) filter (where due_at between $1 and $1::timestamptz + interval '2 days')::int as close,
              count(*) filter (where state = 'waiting' and waiting_on = 'buyer')::int as waiting
       from work_item where resolved_at is null and state <> 'cancelled'`,
      [NOW.toString()],
    );
    expect(Math.min(work.late, work.close, work.waiting)).toBeGreaterThan(0);
  });

  test("has a connection with three deliveries, a saved mapping and an event that came late", async () => {
    const [sources] = await rows(`select
      (select array_agg(state || ' ' || accepted || ' ' || duplicates || ' ' || refused order by received_at)
         from inbound_delivery) as deliveries,
      (select count(*)::int from saved_mapping) as mappings,
      (select count(*)::int from inbound_secret) as secrets,
      (select count(*)::int from late_work_event l join period_close p using (engagement_id, period)
         where l.received_at > p.frozen_at) as late`);
    expect(sources).toEqual({
      deliveries: ["processed 1 0 0", "processed 0 1 1", "failed 0 0 0"],
      mappings: 1,
      secrets: 1,
      late: 1,
    });
    const [made] = await rows(
      `select w.site, w.tags from work_item w join work_item_event e on e.work_item_id = w.id
       where w.source = 'monitoring' and e.body_hash is not null`,
    );
    expect(made).toMatchObject({ site: "gdynia-plant", tags: ["monitoring"] });
    const [mapping] = await rows("select mapping from saved_mapping");
    expect(importMappingSchema.safeParse(mapping.mapping).success).toBe(true);
  });

  test("is told to an empty database only, and a second telling changes nothing", async () => {
    const before = await rows("select count(*)::int as n, max(id::text) as last from work_item_event");
    await expect(seedStory({ ownerUrl: world.urls.owner, now: NOW })).rejects.toThrow(DatabaseNotEmpty);
    expect(await rows("select count(*)::int as n, max(id::text) as last from work_item_event")).toEqual(
      before,
    );
  });

  test("is the same story for the same present", async () => {
    const again = await tellStory({ now: NOW, onProgress: () => undefined });
    const hashes = (again.rows.get("period_close") ?? []).map((row) => `${row["id"]} ${row["hash"]}`);
    const written = await rows("select id || ' ' || hash as line from period_close");
    expect(hashes.sort()).toEqual(written.map((row) => row.line).sort());
  });
});

describe("what the story froze", () => {
  test("rebuilds from its bundles, verdict by verdict", async () => {
    const verdicts = await rows(
      "select verdict, net_seconds, gross_seconds, bundle, bundle_hash from verdict",
    );
    expect(verdicts.length).toBeGreaterThan(5000);
    for (const row of verdicts) {
      const result = verdictOf(verdictBundleSchema.parse(row.bundle));
      expect([result.verdict, result.netSeconds, result.grossSeconds, result.bundleHash]).toEqual([
        row.verdict,
        row.net_seconds,
        row.gross_seconds,
        row.bundle_hash,
      ]);
    }
  });

  test("rebuilds statement by statement, and some months cost the provider a credit", async () => {
    const statements = await rows("select bundle, result, credit_minor from statement");
    for (const row of statements) expect(recomputeMonth(row.bundle)).toEqual(row.result);
    expect(statements.some((row) => BigInt(row.credit_minor) > 0n)).toBe(true);
    expect(statements.some((row) => BigInt(row.credit_minor) === 0n)).toBe(true);
  });

  test("hangs together month by month", async () => {
    const lines = await rows(`select period_close_id as "close", work_item_id as "workItemId",
      level_id as "levelId", verdict, bundle_hash as "bundleHash" from verdict`);
    const figures = await rows(`select period_close_id as "close", level_id as "levelId",
      bundle_hash as "bundleHash" from frozen_figure`);
    const heads = new Map<string, string>();
    for (const close of await rows("select * from period_close order by engagement_id, period")) {
      const own = lines.filter((line) => line.close === close.id).map(({ close: _close, ...line }) => line);
      const others = figures.filter((line) => line.close === close.id);
      const hash = periodCloseHash({
        ...(others.length > 0 ? { figures: others } : {}),
        engagementId: close.engagement_id,
        period: close.period,
        ruleVersion: close.rule_version,
        calendarVersion: close.calendar_version,
        itemCount: close.item_count,
        eventCount: close.event_count,
        levels: close.levels,
        verdicts: own,
        ...(close.decisions ? { decisions: close.decisions } : {}),
        prevHash: close.prev_hash,
      });
      expect(hash).toBe(close.hash);
      expect(close.prev_hash).toBe(heads.get(close.engagement_id) ?? FIRST_LINK);
      heads.set(close.engagement_id, hash);
    }
  });

  test("was signed on the terms that are stored", async () => {
    for (const row of await rows("select terms, terms_hash from sow_version"))
      expect(termsHash(termsSchema.parse(row.terms))).toBe(row.terms_hash);
  });
});

describe("the story's money", () => {
  test("adds up to nothing in every currency, and what is paid is paid out", async () => {
    const sums = await rows(
      "select currency, sum(amount_minor)::text as sum from posting group by currency",
    );
    expect(sums.map((row) => row.sum)).toEqual(sums.map(() => "0"));
    const [paid] = await rows("select count(*)::int as n from invoice where state = 'paid'");
    const [sent] = await rows("select count(*)::int as n from payout where state = 'sent'");
    expect(paid.n).toBe(sent.n);
  });

  test("has a credit note that went back to the buyer and was borne by its shares, all booked", async () => {
    const [note] = await rows(
      `select number, state, total_minor, refund_minor, commission_minor + provider_minor + tax_minor as borne
       from credit_note`,
    );
    expect(note).toMatchObject({ number: "CN-000001", state: "settled", refund_minor: note.total_minor });
    expect(note.borne).toBe(note.total_minor);
    const open = await rows(
      `select a.code from ledger_account a join ledger_balance b on b.account_id = a.id
       where a.code in ('refund_payable', 'provider_receivable') and b.balance_minor <> 0`,
    );
    expect(open).toEqual([]);
  });

  test("has rules of commission, a schedule of payouts, and billing runs with what they left out", async () => {
    const [counts] = await rows(`select (select count(*)::int from commission_rule) as rules,
      (select count(*)::int from payout_schedule) as schedules,
      (select count(*)::int from billing_run where state = 'done') as runs,
      (select count(*)::int from billing_run_failure) as failures`);
    expect(counts).toEqual({ rules: 3, schedules: 1, runs: 2, failures: 1 });
  });

  test("numbers invoices without a gap in the order of their issue", async () => {
    const numbers = await rows("select number from invoice order by issued_at, number");
    const expected = numbers.map((_, index) => `ER-${String(index + 1).padStart(6, "0")}`);
    expect(numbers.map((row) => row.number)).toEqual(expected);
    const [counter] = await rows("select last_number::int as last from invoice_counter");
    expect(counter.last).toBe(numbers.length);
  });

  test("has an invoice for exactly the statements that both sides approved", async () => {
    const [odd] =
      await rows(`select count(*)::int as n from statement s left join invoice i on i.statement_id = s.id
      where (s.buyer_approved_at is not null and s.provider_approved_at is not null) <> (i.id is not null)`);
    expect(odd.n).toBe(0);
  });
});

describe("the story's people", () => {
  test("all have long passwords and keys that the database knows", async () => {
    for (const account of DEMO_ACCOUNTS) {
      expect(account.password.length).toBeGreaterThanOrEqual(15);
      const hash = createHash("sha256").update(account.apiKey).digest("hex");
      expect(await rows("select 1 from app.holder_of_key($1, now())", [hash]), account.apiKey).toHaveLength(
        1,
      );
    }
  });

  test("are one person with one address, also in two organisations", () => {
    const twice = DEMO_ACCOUNTS.filter((one) => one.name === "Mihkel Saar");
    expect(twice.map((one) => one.organisation)).toEqual(["Tally & Co", "Fjordbok"]);
    expect(new Set(twice.map((one) => `${one.email} ${one.password}`)).size).toBe(1);
  });

  test("meet the signature gate where a required attestation has lapsed", async () => {
    const held = await rows(`select a.kind, a.level, a.valid_from::text, a.valid_to::text from attestation a
      join organization o on o.id = a.organization_id where o.slug = 'harbour-desk'`);
    const missing = missingAttestations({
      required: ["iso27001"],
      held: held.map(heldAttestation),
      on: NOW.toZonedDateTimeISO("UTC").toPlainDate(),
    });
    expect(missing.map((one) => [one.name, one.reason])).toEqual([["ISO 27001", "lapsed"]]);
  });
});

function heldAttestation(row: Record<string, string>): HeldAttestation {
  const { kind = "", level, valid_from = "", valid_to = "" } = row;
  expect(isAttestationKind(kind)).toBe(true);
  return {
    kind,
    level: level === "verified" ? "verified" : level === "evidence_seen" ? "evidence_seen" : "declared",
    validFrom: Temporal.PlainDate.from(valid_from),
    validTo: Temporal.PlainDate.from(valid_to),
  };
}

describe("what an ended contract left behind", () => {
  const ENDED = "select id from engagement where state = 'ended'";

  test("leaves no open work, no card of a running month and no breach at work", async () => {
    const [left] = await rows(`select
      (select count(*)::int from work_item where engagement_id in (${ENDED}) and resolved_at is null
         and state <> 'cancelled') as open,
      (select count(*)::int from credit_outlook where engagement_id in (${ENDED})) as outlooks,
      (select count(*)::int from breach where engagement_id in (${ENDED})) as breaches`);
    expect(left).toEqual({ open: 0, outlooks: 0, breaches: 0 });
  });

  test("is a correction agreed after the last statement, which the jobs make a closing statement", async () => {
    const [correction] = await rows(
      `select state, net_minor, buyer_accepted_at, provider_accepted_at from correction
       where engagement_id in (${ENDED})`,
    );
    expect(correction.state).toBe("accepted");
    expect(BigInt(correction.net_minor)).toBeGreaterThan(0n);
    await world.drainJobs();
    const [closing] = await rows(
      `select s.closing, s.state, s.net_minor, i.state as invoice from statement s
       left join invoice i on i.statement_id = s.id where s.closing > 0`,
    );
    expect(closing).toEqual({
      closing: 1,
      state: "invoiced",
      net_minor: correction.net_minor,
      invoice: "open",
    });
  });
});
