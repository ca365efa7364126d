import { billedSpan, spanInstants } from "../../domain/billing/rating/billed-span.ts";
import { type AcceptedItem, monthRating } from "../../domain/billing/rating/month-rating.ts";
import type { Rating } from "../../domain/billing/rating/rating.schema.ts";
import type { QuantitySource } from "../../domain/contracts/billing-terms.ts";
import type { Terms } from "../../domain/contracts/terms.ts";
import { readWorkItem } from "../../domain/delivery/work-item-state.ts";
import { formatInstant } from "../../domain/shared/instant.ts";
import type { ToldContract } from "./chapter-contracts.ts";
import type { ToldItem } from "./chapter-work.ts";
import type { EngagementPlan } from "./engagement-plans.ts";
import { type Story, stamp } from "./story.ts";
import type { StoryMonth } from "./year-of-work.ts";

type Counts = readonly { lineId: string; from: string; count: number }[];

/** What an engagement has billed so far, month after month. */
export type BillingCourse = { billed: Set<string>; counts: Counts };

/** Begins the billing of an engagement: the customs desk grew by a seat in the course of the year. */
export function tellHeadCounts(
  story: Story,
  p: {
    plan: EngagementPlan;
    contract: ToldContract;
    engagementId: string;
    months: readonly StoryMonth[];
  },
): BillingCourse {
  const month = p.months[5];
  if (p.plan.key !== "tern-papers" || !month) return { billed: new Set(), counts: [] };
  const member = story.cast.member({ slug: p.plan.buyer, role: "operations_lead" });
  const statedAt = month.from + 6 * 86_400;
  const told = { lineId: "desk", from: `${month.month}-16`, count: 3 };
  story.add("head_count", {
    id: story.id(statedAt),
    organization_id: p.contract.buyerId,
    provider_id: p.contract.providerId,
    engagement_id: p.engagementId,
    line_id: told.lineId,
    effective_on: told.from,
    count: told.count,
    side: "buyer",
    stated_by_id: member.userId,
    stated_by_name: member.account.name,
    stated_at: stamp(statedAt),
  });
  return { billed: new Set(), counts: [told] };
}

/** What a month's fee is made of, measured as the product does; null for a flat fee. */
export function ratingOf(p: {
  terms: Terms;
  month: string;
  endsOn: string;
  items: readonly ToldItem[];
  course: BillingCourse;
}): Rating | null {
  const span = billedSpan({ month: p.month, startsOn: p.terms.startsOn, endsOn: p.endsOn });
  return monthRating({
    ...{ terms: p.terms, month: p.month, endsOn: p.endsOn },
    quantities: {
      itemsOf: (line) => acceptedOf(line, { ...p, span }),
      seatsOf: (lineId) => p.course.counts.filter((one) => one.lineId === lineId),
    },
  });
}

function acceptedOf(
  line: { id: string; quantity: QuantitySource },
  p: {
    terms: Terms;
    items: readonly ToldItem[];
    course: BillingCourse;
    span: { from: string; to: string };
  },
): AcceptedItem[] {
  const { quantity: source } = line;
  const late = source.by === "count" || source.by === "sum";
  const from = late ? p.terms.startsOn : p.span.from;
  const { fromInstant, toInstant } = spanInstants({ ...p.span, from }, p.terms.zone);
  return p.items
    .filter(({ item }) => item.stream.type === source.type && !p.course.billed.has(`${line.id} ${item.id}`))
    .filter(({ item }) => {
      const finished = finishedAt(item);
      return (
        finished !== null &&
        finished >= fromInstant.epochMilliseconds &&
        finished < toInstant.epochMilliseconds
      );
    })
    .map(({ item }) => {
      const held = source.by === "count" ? null : item.fields[source.field];
      return { id: item.id, value: held === undefined || held === null ? null : String(held) };
    });
}

function finishedAt({ events }: ToldItem["item"]): number | null {
  const reading = readWorkItem(events.map((one) => ({ at: formatInstant(one.at), type: one.type })));
  if (reading.state !== "resolved" && reading.state !== "closed") return null;
  const at = reading.resolvedAt ?? reading.closedAt;
  return at === null ? null : Date.parse(at);
}

/** What each line of a statement counts. */
export function tellBilledItems(
  story: Story,
  p: {
    contract: ToldContract;
    engagementId: string;
    statementId: string;
    at: number;
    rating: Rating | null;
    course: BillingCourse;
  },
): void {
  for (const line of p.rating?.lines ?? []) {
    if (!("measured" in line)) continue;
    for (const { id, value } of line.measured.items) {
      p.course.billed.add(`${line.id} ${id}`);
      story.add("billed_item", {
        id: story.id(p.at),
        organization_id: p.contract.buyerId,
        provider_id: p.contract.providerId,
        engagement_id: p.engagementId,
        statement_id: p.statementId,
        ...{ line_id: line.id, work_item_id: id, value: value ?? null },
      });
    }
  }
}
