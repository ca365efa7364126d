import { Temporal } from "temporal-polyfill";
import { idsFrom } from "./random.ts";
import { type Story, stamp } from "./story.ts";

const DAY = 86_400;
const MARKET = "northern-accounts";
const NOBODY = { provider_id: null, module_code: null, currency: null };

/**
 * What the marketplace's desk has set and seen: rules for commissions, one of which has ended; a provider's
 * schedule of payouts; two billing runs, of which the first left a month that was not complete yet.
 */
export function tellDesk(story: Story): void {
  const now = Math.floor(story.now.epochMilliseconds / 1000);
  const idAt = idsFrom(story.random("desk"));
  tellCommissionRules(story, { now, idAt });
  tellSchedule(story, { now, idAt });
  tellBillingRuns(story, { now, idAt });
}

type Told = { now: number; idAt: (epochSeconds: number) => string };

function tellCommissionRules(story: Story, { now, idAt }: Told): void {
  const admin = story.cast.member({ slug: MARKET, role: "admin" });
  const rules = [
    { ...NOBODY, module_code: "customer_support", commission_bps: 900, from: 300, to: null },
    { ...NOBODY, module_code: "payroll", currency: "USD", commission_bps: 750, from: 320, to: 90 },
    {
      ...{ ...NOBODY, provider_id: story.cast.organisationId("crestpay"), commission_bps: 800 },
      ...{ from: 180, to: null },
    },
  ];
  const notes = [
    "Customer support starts at a lower rate while the desk builds it up.",
    "The first year of payroll in dollars; ended when Crestpay got its own rate.",
    "Agreed with Crestpay for three years.",
  ];
  for (const [index, { from, to, ...rule }] of rules.entries()) {
    const at = now - from * DAY;
    story.add("commission_rule", {
      ...{ id: idAt(at), organization_id: story.cast.organisationId(MARKET), ...rule },
      ...{ starts_on: dayOf(at), ends_on: to === null ? null : dayOf(now - to * DAY) },
      ...{ note: notes[index], set_by_id: admin.userId, set_by_name: admin.account.name },
      ...{ set_at: stamp(at), ended_by_name: to === null ? null : admin.account.name },
    });
  }
}

function tellSchedule(story: Story, { now, idAt }: Told): void {
  const member = story.cast.member({ slug: MARKET, role: "admin" });
  const at = now - 75 * DAY;
  story.add("payout_schedule", {
    ...{ id: idAt(at), organization_id: story.cast.organisationId("crestpay"), currency: "USD" },
    ...{ hold_days: 7, rhythm: "weekly", run_day: 4, minimum_minor: "25000", zone: "America/New_York" },
    ...{ holiday_place: "US", reserve_bps: 500, reserve_cap_minor: "500000", reserve_days: 60 },
    note: "Direct debits of their clients may come back for sixty days.",
    ...{ set_by_id: member.userId, set_by_name: member.account.name, set_at: stamp(at) },
  });
}

function tellBillingRuns(story: Story, { now, idAt }: Told): void {
  const member = story.cast.member({ slug: MARKET, role: "account_manager" });
  const last = story.now.toZonedDateTimeISO("UTC").toPlainDate().toPlainYearMonth().subtract({ months: 1 });
  const [buyer, other] = ["sable-robotics", "tern-logistics"].map((slug) =>
    story.cast.organisationId(slug),
  );
  const engagement = (story.rows.get("engagement") ?? []).find((row) => row["organization_id"] === other);
  for (const [index, run] of [
    { daysAgo: 18, asked: { asked_by_id: member.userId, asked_by_name: member.account.name }, failed: 1 },
    { daysAgo: 16, asked: { asked_by_id: null, asked_by_name: "Engine Room" }, failed: 0 },
  ].entries()) {
    const at = now - run.daysAgo * DAY;
    const id = idAt(at);
    story.add("billing_run", {
      ...{ id, period: last.toString(), state: "done", ...run.asked },
      ...{ asked_at: stamp(at), finished_at: stamp(at + 9) },
    });
    const parts = index === 0 ? [{ of: buyer, drafted: 1, failed: 0 }] : [];
    for (const part of [...parts, { of: other, drafted: 1 - run.failed, failed: run.failed }])
      story.add("billing_run_part", {
        ...{ id: idAt(at), run_id: id, organization_id: part.of, months: 1, drafted: part.drafted },
        ...{ failed: part.failed, moved_at: stamp(at + 8), finished_at: stamp(at + 8) },
      });
    if (run.failed > 0 && engagement)
      story.add("billing_run_failure", {
        ...{ id: idAt(at), run_id: id, organization_id: other, provider_id: engagement["provider_id"] },
        ...{ engagement_id: engagement["id"], period: last.toString(), code: "frozen_month_incomplete" },
        reason: 'The frozen month has no figure for the service level "Documents keyed in time".',
        at: stamp(at + 8),
      });
  }
}

function dayOf(epochSeconds: number): string {
  const at = Temporal.Instant.fromEpochMilliseconds(epochSeconds * 1000);
  return at.toZonedDateTimeISO("UTC").toPlainDate().toString();
}
