import { Temporal } from "temporal-polyfill";
import { DEFAULT_CONTEST_DAYS, windowEnd } from "../../domain/service-levels/contest.ts";
import { correctedFigures, hashedCorrections } from "../../domain/service-levels/corrected-figures.ts";
import {
  correctedVerdicts,
  correctionAmount,
  correctionHash,
} from "../../domain/service-levels/correction.ts";
import { repricedMonth } from "../../domain/service-levels/repriced-month.ts";
import { RULE_VERSION } from "../../domain/service-levels/rule-version.ts";
import type { WorkItemClockEvent } from "../../domain/service-levels/verdict-bundle-for.ts";
import type { Json } from "../../domain/shared/canonical-json.ts";
import { formatInstant } from "../../domain/shared/instant.ts";
import type { MonthAtWork } from "./chapter-contests.ts";
import { type FrozenMonth, figuresOf, readingsOf, workOf } from "./chapter-months.ts";
import type { ToldItem } from "./chapter-work.ts";
import { type Story, stamp } from "./story.ts";

const HOUR = 3600;
const DAY = 24 * HOUR;

type Lost = { reason: string; items: number; agreed: boolean };

/** Whose system had lost pauses of how many late items, and whether the buyer has agreed. */
const LOST: Record<string, Lost> = {
  "halden-it": {
    reason: "The desk's outage lost two events; they came in with its repair.",
    items: 1,
    agreed: false,
  },
  "tern-notes": {
    reason: "The scanning station kept its last month's waits to itself until it was cleared.",
    items: 100,
    agreed: true,
  },
};

/**
 * A month was frozen when its desk had lost pauses: they came late and the month is measured again beside the
 * frozen one. One correction waits for the buyer; the other was agreed after the contract's last statement
 * and is settled when the product starts, by a statement of its own.
 */
export function tellCorrection(
  story: Story,
  p: MonthAtWork & { calendar: { number: number }; frozen: FrozenMonth },
): void {
  const lost = LOST[p.plan.key];
  if (!lost) return;
  const now = story.now.epochMilliseconds / 1000;
  const at = lost.agreed ? now - 3 * DAY : p.frozen.frozenAt + 9 * DAY;
  const items = withLostPauses(story, p, { items: lost.items, at });
  if (!items) return;
  const measured = readingsOf({ ...p, worked: workOf({ ...p, items }), items });
  const readings = measured.map((one) => one.reading);
  const figures = correctedFigures({
    frozen: figuresOf(p.engagementId, p.frozen.readings),
    measured: figuresOf(p.engagementId, measured),
  });
  const levels = readings.map((one) => one.figure);
  const frozen = frozenVerdicts(p.frozen);
  const price = repricedMonth({
    terms: p.contract.terms,
    standing: p.frozen.readings.map(({ reading }) => reading.figure),
    proposed: levels,
    before: null,
  });
  const amount = correctionAmount(price);
  const content = {
    engagementId: p.engagementId,
    period: p.month.month,
    number: 1,
    ruleVersion: RULE_VERSION,
    calendarVersion: p.calendar.number,
    levels: plain(levels),
    verdicts: plain(correctedVerdicts({ frozen, readings })),
    ...hashedCorrections(figures),
    prevHash: p.frozen.hash,
  };
  const provider = story.cast.member({ slug: p.plan.provider, role: "delivery_manager" });
  const id = story.id(at);
  story.add("correction", {
    id,
    organization_id: p.contract.buyerId,
    provider_id: p.contract.providerId,
    engagement_id: p.engagementId,
    period_close_id: p.frozen.periodCloseId,
    period: content.period,
    number: content.number,
    reason: lost.reason,
    rule_version: content.ruleVersion,
    calendar_version: content.calendarVersion,
    levels: content.levels,
    verdicts: content.verdicts,
    figures: plain(figures),
    price,
    currency: p.contract.terms.currency,
    net_minor: String(amount.netMinor),
    commission_minor: String(amount.commissionMinor),
    prev_hash: content.prevHash,
    hash: correctionHash(content),
    state: lost.agreed ? "accepted" : "proposed",
    created_at: stamp(at),
    answer_by: answerBy(at, p.contract.terms.zone),
    created_by_id: provider.userId,
    created_by_name: provider.account.name,
    provider_accepted_at: stamp(at + 60),
    provider_accepted_by: provider.account.name,
    ...(lost.agreed ? agreed(story, p, { id, at: now - 2 * HOUR }) : {}),
  });
}

/** The month's work with the pauses that came late; null where nothing of it was late. */
function withLostPauses(
  story: Story,
  p: MonthAtWork & { frozen: FrozenMonth },
  lost: { items: number; at: number },
): ToldItem[] | null {
  const missed = p.frozen.readings
    .flatMap(({ reading }) => reading.verdicts)
    .filter((one) => one.result.verdict === "breached" && one.result.state === "stopped");
  const ids = new Set(missed.slice(0, lost.items).map((one) => one.item.id));
  if (ids.size === 0) return null;
  return p.items.map((one) => {
    if (!ids.has(one.read.id)) return one;
    const late = lostPause(one);
    tellEvents(story, p, { told: one, late, at: lost.at });
    return { ...one, read: withEvents(one, late) };
  });
}

/** The buyer's yes, upon which the product's own job takes the correction into billing. */
function agreed(story: Story, { plan, contract }: MonthAtWork, { id, at }: { id: string; at: number }) {
  story.job({
    task: "correction.accepted",
    payload: { correctionId: id, organizationId: contract.buyerId },
    key: `correction:${id}`,
  });
  const member = story.cast.member({ slug: plan.buyer, role: "operations_lead" });
  return { buyer_accepted_at: stamp(at), buyer_accepted_by: member.account.name };
}

function frozenVerdicts({ readings }: FrozenMonth) {
  return readings.flatMap(({ level, reading }) =>
    reading.verdicts.map(({ item, result }) => ({
      workItemId: item.id,
      levelId: level.id,
      verdict: result.verdict,
      bundleHash: result.bundleHash,
    })),
  );
}

function answerBy(at: number, zone: string): string {
  const from = Temporal.Instant.fromEpochMilliseconds(at * 1000);
  return windowEnd({ from, days: DEFAULT_CONTEST_DAYS, zone }).toString();
}

/** A pause for the buyer from a minute after the start to a minute before the item was solved. */
function lostPause(told: ToldItem): WorkItemClockEvent[] {
  const { events } = told.item;
  const start = events[0]?.at ?? 0;
  const stop = events.find((one) => one.type === "stop")?.at ?? start;
  const first = events.find((one) => one.type === "pause")?.at ?? stop;
  return [
    { at: formatInstant(start + 60), type: "pause" },
    { at: formatInstant(Math.min(first, stop) - 60), type: "resume" },
  ];
}

function withEvents(told: ToldItem, late: readonly WorkItemClockEvent[]): ToldItem["read"] {
  const events = [...told.read.events, ...late].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return { ...told.read, events };
}

function tellEvents(
  story: Story,
  p: MonthAtWork,
  { told, late, at }: { told: ToldItem; late: readonly WorkItemClockEvent[]; at: number },
): void {
  for (const [index, event] of late.entries())
    story.add("work_item_event", {
      id: story.id(at),
      organization_id: p.contract.buyerId,
      provider_id: p.contract.providerId,
      work_item_id: told.read.id,
      source_key: `late:${index}`,
      position: 1000 + index,
      type: event.type,
      at: event.at,
      actor: story.cast.member({ slug: p.plan.provider, role: "delivery_manager" }).account.name,
      held_by: event.type === "pause" ? "buyer" : null,
      reason: "Came late, with the repair of the desk",
      data: {},
    });
}

function plain(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
