import { STANDARD_PRIORITY } from "../../domain/catalogue/default-level.ts";
import { readWorkItem } from "../../domain/delivery/work-item-state.ts";
import { compileCalendar } from "../../domain/service-levels/compiled-calendar.ts";
import { itemBundle, type MeasuringRules, type MonthItem } from "../../domain/service-levels/month-item.ts";
import { verdictOf } from "../../domain/service-levels/verdict.ts";
import { formatInstant } from "../../domain/shared/instant.ts";
import type { ToldContract } from "./chapter-contracts.ts";
import type { EngagementPlan } from "./engagement-plans.ts";
import { furtherWork } from "./further-work.ts";
import { type Story, stamp } from "./story.ts";
import type { StoryItem } from "./work-items.ts";
import type { WorkStream } from "./work-stream.ts";
import { type StoryMonth, yearOfWork } from "./year-of-work.ts";

/** An item with what the service levels read of it. */
export type ToldItem = { item: StoryItem; read: MonthItem };

/** The work of an engagement with all its events, and where each item stands at `now`. */
export function tellWork(
  story: Story,
  input: {
    plan: EngagementPlan;
    contract: ToldContract;
    engagementId: string;
    months: readonly StoryMonth[];
    rules: MeasuringRules;
  },
): ToldItem[] {
  const { plan, contract, rules } = input;
  const now = Math.floor(story.now.epochMilliseconds / 1000);
  const random = story.random(plan.key);
  const usual = yearOfWork({
    plan,
    months: input.months,
    now,
    maker: {
      calendar: compileCalendar(rules.calendar),
      zone: contract.terms.zone,
      levels: contract.terms.serviceLevels,
      random,
      id: story.id,
      reference: references(plan.volume),
    },
  });
  // Told apart, so that the usual work stays the same story whatever else is measured.
  const further = furtherWork({
    plan,
    months: input.months,
    now,
    maker: { random: story.random(`${plan.key}/further`), id: story.id },
  });
  return [...usual, ...further].map((item) => {
    const read = readable(item, siteOf(plan, item));
    const deskMadeSla = item.stream.source === "service_desk" ? deskSaid(story, plan, item) : null;
    tellItem(story, { ...input, item, read, deskMadeSla, now });
    return { item, read: { ...read, deskMadeSla } };
  });
}

function tellItem(
  story: Story,
  p: {
    plan: EngagementPlan;
    contract: ToldContract;
    engagementId: string;
    rules: MeasuringRules;
    item: StoryItem;
    read: MonthItem;
    deskMadeSla: boolean | null;
    now: number;
  },
): void {
  const { contract, item, read } = p;
  const parties = { organization_id: contract.buyerId, provider_id: contract.providerId };
  const reading = readWorkItem(
    item.events.map((one) => ({ at: formatInstant(one.at), type: one.type, waitingOn: one.heldBy })),
  );
  story.add("work_item", {
    id: item.id,
    ...parties,
    engagement_id: p.engagementId,
    source: item.stream.source,
    reference: item.reference,
    type: item.stream.type,
    title: item.title,
    priority: read.priority,
    state: reading.state,
    waiting_on: reading.waitingOn,
    opened_at: stamp(item.openedAt),
    resolved_at: reading.resolvedAt,
    closed_at: reading.closedAt,
    due_at: reading.resolvedAt === null ? dueAt(p) : null,
    desk_made_sla: p.deskMadeSla,
    fields: item.fields,
    site: siteOf(p.plan, item),
    created_at: stamp(item.openedAt),
  });
  const actors = {
    buyer: story.cast.member({ slug: p.plan.buyer, role: "operations_lead" }).account.name,
    provider: story.cast.member({ slug: p.plan.provider, role: "delivery_manager" }).account.name,
  };
  for (const [position, one] of item.events.entries())
    story.add("work_item_event", {
      id: story.id(one.at),
      ...parties,
      work_item_id: item.id,
      source_key: `story:${position}`,
      position,
      type: one.type,
      at: stamp(one.at),
      actor: actors[one.by],
      held_by: one.heldBy,
      reason: one.reason,
      data: one.type === "start" ? openingData(read.priority, siteOf(p.plan, item)) : {},
    });
}

/** When the item is late if nothing more happens, or was; null while it waits or where no clock runs. */
function dueAt(p: {
  contract: ToldContract;
  item: StoryItem;
  read: MonthItem;
  rules: MeasuringRules;
  now: number;
}) {
  const level = p.contract.terms.serviceLevels.find((one) => one.id === p.item.stream.level);
  if (!level) return null;
  const bundle = itemBundle({ item: p.read, level, rules: p.rules, asOf: formatInstant(p.now) });
  return bundle ? verdictOf(bundle).breachAt : null;
}

function openingData(priority: string | null, site: string | null) {
  return { ...(priority === null ? {} : { priority }), ...(site === null ? {} : { site }) };
}

/** Two of three incidents of a buyer with sites name one; which, their number says. */
function siteOf(plan: EngagementPlan, item: StoryItem): string | null {
  if (item.stream.type !== "incident") return null;
  const number = Number(item.reference.replace(/\D/g, ""));
  return plan.sites?.[number % 3]?.id ?? null;
}

function readable(item: StoryItem, site: string | null): MonthItem {
  const priority = item.priority === STANDARD_PRIORITY ? null : item.priority;
  return {
    id: item.id,
    type: item.stream.type,
    priority,
    deskMadeSla: null,
    fields: item.fields,
    events: item.events.map((one) => ({
      at: formatInstant(one.at),
      type: one.type,
      ...(one.heldBy ? { waitingOn: one.heldBy } : {}),
      ...(one.type === "start" ? openingData(priority, site) : {}),
    })),
  };
}

/** The desk counts in its own way, so now and then it says otherwise than the contract. */
function deskSaid(story: Story, plan: EngagementPlan, item: StoryItem): boolean | null {
  const stop = item.events.find((one) => one.type === "stop");
  if (!stop) return null;
  const waited = item.events.some((one) => one.type === "pause");
  const random = story.random(`${plan.key} ${item.reference}`);
  return waited ? random.chance(0.75) : random.chance(0.96);
}

/** Numbers that go on from where the desk was before the contract. */
function references(volume: number): (stream: WorkStream) => string {
  const next = new Map<string, number>();
  return (stream) => {
    const number = next.get(stream.prefix) ?? Math.round(10_000 * volume) + 8_200;
    next.set(stream.prefix, number + 1);
    return `${stream.prefix}-${number}`;
  };
}
