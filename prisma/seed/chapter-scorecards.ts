import { Temporal } from "temporal-polyfill";
import { creditOutlook } from "../../domain/portfolio/credit-outlook.ts";
import { levelForecast } from "../../domain/service-levels/level-forecast.ts";
import { courseOnDay, type LevelCourse, wholeDays } from "../../domain/service-levels/month-course.ts";
import type { MeasuringRules } from "../../domain/service-levels/month-item.ts";
import type { ScorecardLevel } from "../../domain/service-levels/scorecard.ts";
import { allocateByLargestRemainder } from "../../domain/shared/allocate.ts";
import { monthPeriod } from "../../domain/shared/period.ts";
import { localDate, startOfLocalDay } from "../../domain/shared/zoned.ts";
import type { ToldContract } from "./chapter-contracts.ts";
import { type FrozenMonth, readingsOf, workOf } from "./chapter-months.ts";
import type { ToldItem } from "./chapter-work.ts";
import type { EngagementPlan } from "./engagement-plans.ts";
import { type Story, stamp } from "./story.ts";
import type { StoryMonth } from "./year-of-work.ts";

const DAY = 86_400;

/** The engagement whose parties have agreed no card yet. */
const WITHOUT = "brightline-books";

/** Weeks whose look at the credits at risk is told. */
const WEEKS = 5;

/**
 * A card from the first month by the weights of the credits, and half a year later one on which the levels
 * without credits stand too: a third of its weight for them, in equal parts.
 */
export function tellScorecards(
  story: Story,
  input: {
    plan: EngagementPlan;
    contract: ToldContract;
    engagementId: string;
    months: readonly StoryMonth[];
  },
): void {
  const { plan, contract, months } = input;
  const [first, later] = [months[0], months[6]];
  if (plan.key === WITHOUT || !first || !later) return;
  const levels = contract.terms.serviceLevels;
  const credited = levels.filter((level) => level.weightBps > 0).slice(0, 8);
  const others = levels.filter((level) => level.weightBps === 0).slice(0, 8 - credited.length);
  const writer = story.cast.member({ slug: plan.buyer, role: "operations_lead" });
  const cards = [
    { from: first, note: "By the weights of the credits", levels: weighted(credited, 10_000n) },
  ];
  if (others.length > 0)
    cards.push({
      from: later,
      note: "A third for what carries no credits",
      levels: [...weighted(credited, 6_667n), ...weighted(others.map(equal), 3_333n)],
    });
  for (const [index, card] of cards.entries()) {
    const createdAt = card.from.from - 9 * DAY;
    story.add("scorecard_version", {
      id: story.id(createdAt),
      organization_id: contract.buyerId,
      provider_id: contract.providerId,
      engagement_id: input.engagementId,
      number: index + 1,
      from_month: card.from.month,
      levels: card.levels,
      note: card.note,
      created_by_id: writer.userId,
      created_by_name: writer.account.name,
      created_at: stamp(createdAt),
    });
  }
}

function equal<Level extends { id: string }>({ id }: Level) {
  return { id, weightBps: 1 };
}

function weighted(levels: readonly { id: string; weightBps: number }[], total: bigint): ScorecardLevel[] {
  const parts = allocateByLargestRemainder(
    total,
    levels.map((level) => BigInt(level.weightBps)),
  );
  return levels.map(({ id }, at) => ({ levelId: id, weightBps: Number(parts[at] ?? 0n) }));
}

/** What the credits at risk looked like on the last Mondays, by the product's own functions. */
export function tellCreditWeeks(
  story: Story,
  input: {
    plan: EngagementPlan;
    contract: ToldContract;
    engagementId: string;
    months: readonly StoryMonth[];
    frozen: readonly FrozenMonth[];
    items: readonly ToldItem[];
    rules: MeasuringRules;
  },
): void {
  const { contract } = input;
  const { terms } = contract;
  const today = localDate(story.now, terms.zone);
  const monday = today.subtract({ days: today.dayOfWeek - 1 });
  for (let back = WEEKS - 1; back >= 0; back--) {
    const day = monday.subtract({ weeks: back });
    const at = startOfLocalDay(day, terms.zone).add({ hours: 5 });
    const month = input.months.find((one) => one.month === day.toPlainYearMonth().toString());
    if (!month || Temporal.Instant.compare(at, story.now) > 0) continue;
    const asOf = at.epochMilliseconds / 1000;
    const outlook = outlookAt({ ...input, month, at });
    story.add("credit_outlook", {
      id: story.id(asOf),
      organization_id: contract.buyerId,
      provider_id: contract.providerId,
      engagement_id: input.engagementId,
      week_of: day.toString(),
      period: month.month,
      currency: terms.currency,
      now_minor: outlook.nowMinor.toString(),
      forecast_minor: outlook.forecastMinor.toString(),
      worst_minor: outlook.worstMinor.toString(),
      levels: outlook.levels.map((one) => ({ ...one, creditMinor: one.creditMinor.toString() })),
      taken_at: stamp(asOf),
    });
  }
}

function outlookAt(p: Parameters<typeof tellCreditWeeks>[1] & { month: StoryMonth; at: Temporal.Instant }) {
  const { terms } = p.contract;
  const asOf = p.at.epochMilliseconds / 1000;
  const known = p.items.filter(({ item }) => item.openedAt < asOf);
  const figures = readingsOf({
    ...p,
    items: known,
    worked: workOf({ month: p.month, items: known }),
    calendar: { rules: p.rules },
    asOf: p.at.toString(),
  }).map(({ reading }) => reading.figure);
  const day = wholeDays(monthPeriod({ month: p.month.month, zone: terms.zone }), p.at);
  const before = p.frozen.filter(({ month }) => month.month < p.month.month);
  const earlier = (levelId: string) =>
    before.flatMap(({ month, courses }) =>
      courses
        .filter((course: LevelCourse) => course.levelId === levelId)
        .map((course: LevelCourse) => courseOnDay(course, { period: month.month, day })),
    );
  const last = before.at(-1)?.readings.map(({ reading }) => reading.figure) ?? null;
  return creditOutlook({
    terms,
    figures,
    forecasts: figures.map((figure) =>
      levelForecast({ figure, open: 0, earlier: earlier(figure.levelId) }),
    ),
    monthRuns: true,
    before: last?.map(({ levelId, ...figure }) => ({ id: levelId, ...figure })) ?? null,
  });
}
