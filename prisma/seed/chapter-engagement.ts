import type { EarlierMonth } from "../../domain/billing/bring-along.ts";
import { bundleHash } from "../../domain/service-levels/bundle-hash.ts";
import { calendarBook } from "../../domain/service-levels/calendar-book.ts";
import { calendarInForce } from "../../domain/service-levels/calendar-version.ts";
import { FIRST_LINK } from "../../domain/service-levels/period-close.ts";
import type { BusinessCalendar } from "../../domain/shared/business-calendar.ts";
import { formatInstant } from "../../domain/shared/instant.ts";
import { monthOf, monthPeriod, monthsBetween } from "../../domain/shared/period.ts";
import { tellBreaches } from "./chapter-breaches.ts";
import type { ToldListing } from "./chapter-catalogue.ts";
import { tellPreparedRun } from "./chapter-client-money.ts";
import { tellContests, tellDecided } from "./chapter-contests.ts";
import { type ToldContract, tellContract, tellEngagement } from "./chapter-contracts.ts";
import { tellCorrection } from "./chapter-corrections.ts";
import { type ApprovedStatement, tellStatement } from "./chapter-money.ts";
import { FROZEN_AFTER_SECONDS, type FrozenMonth, tellMonth } from "./chapter-months.ts";
import { tellHeadCounts } from "./chapter-rating.ts";
import { tellSamples } from "./chapter-samples.ts";
import { tellCreditWeeks, tellScorecards } from "./chapter-scorecards.ts";
import { tellSources } from "./chapter-sources.ts";
import { tellWarnings } from "./chapter-warnings.ts";
import { tellWork } from "./chapter-work.ts";
import type { EngagementPlan } from "./engagement-plans.ts";
import { organisationBySlug } from "./organisations.ts";
import { type Story, stamp } from "./story.ts";
import type { StoryMonth } from "./year-of-work.ts";

const DAY = 86_400;

/** Closed months of history that every engagement of the story has. */
const CLOSED_MONTHS = 12;

/** One engagement from its order to today; answers the statements that both sides approved. */
export function tellWholeEngagement(
  story: Story,
  input: { plan: EngagementPlan; listing: ToldListing },
): ApprovedStatement[] {
  const { plan, listing } = input;
  const months = monthsOf(story, organisationBySlug(plan.buyer).zone).slice(0, plan.termMonths);
  const [first] = months;
  if (!first) throw new Error("A story needs a month.");
  const orderedAt = first.from - 30 * DAY;
  const startsOn = `${first.month}-01`;
  const contract = tellContract(story, { order: plan, listing, state: "active", startsOn, orderedAt });
  const engagementId = tellEngagement(story, {
    order: plan,
    told: contract,
    signedAt: orderedAt + 4 * DAY,
    zone: contract.terms.zone,
  });
  const versions = tellCalendars(story, { plan, contract, engagementId, months });
  const book = (siteId: string, body: BusinessCalendar | null) => ({
    ...{ siteId, body, number: 1, effectiveFrom: formatInstant(first.from) },
  });
  const sites = (contract.terms.sites ?? []).map((site) => book(site.id, site.calendar));
  const rulesOf = (calendar: BusinessCalendar | null) => ({
    calendar,
    calendarOf: calendarBook([book("", calendar), ...sites], contract.terms),
    reopenPolicy: contract.terms.reopenPolicy,
    contractStart: formatInstant(first.from),
  });
  const rules = rulesOf(versions.at(-1)?.body ?? null);
  const items = tellWork(story, { plan, contract, engagementId, months, rules });
  tellWarnings(story, { plan, contract, engagementId, rules, items });
  // Open work is measured anew when the product starts, and a time is set for the next warning of each.
  story.job({
    task: "work.changed",
    payload: { engagementId, organizationId: contract.buyerId },
    key: `work:${engagementId}`,
  });
  const course = tellHeadCounts(story, { plan, contract, engagementId, months });
  const approved: ApprovedStatement[] = [];
  const earlier: EarlierMonth[] = [];
  const frozenMonths: FrozenMonth[] = [];
  let prevHash = FIRST_LINK;
  const closed = months.filter((month) => isClosed(story, month));
  for (const month of closed) {
    const version = calendarInForce(versions, formatInstant(month.from));
    const calendar = { number: version?.number ?? 1, rules: rulesOf(version?.body ?? null) };
    const isLast = month === closed.at(-1);
    const known = { plan, contract, engagementId, month, calendar };
    const decided = isLast ? tellDecided(story, { ...known, items }) : { items, decisions: null };
    const samples = tellSamples(story, { ...known, items, waits: isLast });
    const frozen = tellMonth(story, { ...known, ...decided, samples, prevHash });
    prevHash = frozen.hash;
    frozenMonths.push(frozen);
    if (month === closed.at(plan.termMonths ? -1 : -2)) tellCorrection(story, { ...known, items, frozen });
    const statement = tellStatement(story, {
      ...{ plan, contract, engagementId, frozen, isLast, earlier, items, course },
    });
    if (statement) approved.push(statement);
  }
  if (!plan.termMonths) tellBreaches(story, { plan, contract, engagementId, months: frozenMonths });
  tellScorecards(story, { plan, contract, engagementId, months });
  tellCreditWeeks(story, { plan, contract, engagementId, months, frozen: frozenMonths, items, rules });
  const running = months.find((month) => !closed.includes(month));
  if (running) tellPreparedRun(story, { plan, contract, engagementId, month: running.month });
  if (running)
    tellContests(story, { plan, contract, engagementId, month: running, calendar: { rules }, items });
  tellSources(story, { plan, contract, engagementId, items, month: closed.at(-1) });
  return approved;
}

/** The closed months and the running one, as the contract's zone sees them. */
function monthsOf(story: Story, zone: string): StoryMonth[] {
  const last = monthOf(story.now, zone);
  const from = story.now.toZonedDateTimeISO(zone).subtract({ months: CLOSED_MONTHS }).toPlainDate();
  return monthsBetween({ first: from.toPlainYearMonth().toString(), last }).map((month, index) => {
    const period = monthPeriod({ month, zone });
    return {
      index,
      month,
      from: period.from.epochMilliseconds / 1000,
      to: period.to.epochMilliseconds / 1000,
    };
  });
}

function isClosed(story: Story, month: StoryMonth): boolean {
  return month.to + FROZEN_AFTER_SECONDS <= story.now.epochMilliseconds / 1000;
}

/** Calendars change twice in the year: a stocktaking day each, agreed a month ahead. */
const CHANGES = [
  { fromMonth: 0, day: null, note: "As signed" },
  { fromMonth: 5, day: "15", note: "Closed for stocktaking on the 15th" },
  { fromMonth: 9, day: "12", note: "Closed for the staff meeting on the 12th" },
] as const;

type ToldCalendar = { number: number; effectiveFrom: string; body: BusinessCalendar | null };

function tellCalendars(
  story: Story,
  input: {
    plan: EngagementPlan;
    contract: ToldContract;
    engagementId: string;
    months: readonly StoryMonth[];
  },
): ToldCalendar[] {
  const { contract, months } = input;
  const told: ToldCalendar[] = [];
  let body = contract.terms.calendar;
  // Around the clock there is nothing to change.
  for (const [index, change] of (body === null ? CHANGES.slice(0, 1) : CHANGES).entries()) {
    const month = months[change.fromMonth];
    if (!month) continue;
    if (body && change.day)
      body = { ...body, holidays: [...(body.holidays ?? []), `${month.month}-${change.day}`].sort() };
    const createdAt = change.fromMonth === 0 ? month.from - 26 * DAY : month.from - 12 * DAY;
    story.add("calendar_version", {
      id: story.id(createdAt),
      organization_id: contract.buyerId,
      provider_id: contract.providerId,
      engagement_id: input.engagementId,
      site_id: "",
      number: index + 1,
      body,
      body_hash: bundleHash(body),
      effective_from: stamp(month.from),
      note: change.note,
      created_by_id: story.cast.member({ slug: input.plan.buyer, role: "operations_lead" }).userId,
      created_at: stamp(createdAt),
    });
    told.push({ number: index + 1, effectiveFrom: formatInstant(month.from), body });
  }
  tellSiteCalendars(story, input);
  return told;
}

/** Each site of the contract has a calendar of its own, as signed. */
function tellSiteCalendars(story: Story, input: Parameters<typeof tellCalendars>[1]): void {
  const { contract, months, plan } = input;
  const [first] = months;
  if (!first) return;
  for (const site of contract.terms.sites ?? []) {
    const createdAt = first.from - 26 * DAY;
    story.add("calendar_version", {
      id: story.id(createdAt),
      organization_id: contract.buyerId,
      provider_id: contract.providerId,
      engagement_id: input.engagementId,
      site_id: site.id,
      number: 1,
      body: site.calendar,
      body_hash: bundleHash(site.calendar),
      effective_from: stamp(first.from),
      note: "As signed",
      created_by_id: story.cast.member({ slug: plan.buyer, role: "operations_lead" }).userId,
      created_at: stamp(createdAt),
    });
  }
}
