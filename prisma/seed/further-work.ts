import { STANDARD_PRIORITY } from "../../domain/catalogue/default-level.ts";
import { formatInstant } from "../../domain/shared/instant.ts";
import type { EngagementPlan } from "./engagement-plans.ts";
import type { Random } from "./random.ts";
import type { StoryEvent, StoryItem } from "./work-items.ts";
import { PLAIN, type WorkStream } from "./work-stream.ts";
import type { StoryMonth } from "./year-of-work.ts";

const HOUR = 3600;
const DAY = 24 * HOUR;

type Maker = { random: Random; id: (epochSeconds: number) => string };
type Made = { type: string; prefix: string; title: string; from: number; to: number; fields: object };

/** Outages, snapshots of devices and cost estimates: what levels read that no ticket shows. */
export function furtherWork(input: {
  plan: EngagementPlan;
  maker: Maker;
  months: readonly StoryMonth[];
  now: number;
}): StoryItem[] {
  const { plan, maker, months, now } = input;
  const make = MAKERS[plan.key];
  if (!make) return [];
  const counts = new Map<string, number>();
  return months
    .flatMap((month) => make(maker.random, month))
    .filter((made) => made.from <= now)
    .map((made) => itemOf(made, { maker, now, counts }));
}

const MAKERS: Record<string, (random: Random, month: StoryMonth) => Made[]> = {
  "halden-it": (random, month) => [
    ...outages(random, month),
    maintenance(month),
    ...snapshots(random, month),
  ],
  "tern-employment": estimates,
};

function outages(random: Random, month: StoryMonth): Made[] {
  return Array.from({ length: random.whole({ min: 1, max: 3 }) }, () => {
    const failed = month.from + random.whole({ min: DAY, max: 26 * DAY });
    // The ticket comes later than the failure; downtime counts from the failure all the same.
    const reported = failed + random.whole({ min: 120, max: 1500 });
    const cause = random.chance(0.2) ? "buyer" : "provider";
    return {
      type: "outage",
      prefix: "OUT",
      title: random.pick(["Warehouse system down", "Network of the cold store down", "Telephones down"]),
      from: reported,
      to: reported + random.whole({ min: 600, max: 7200 }),
      fields: { service: "warehouse system", failedAt: formatInstant(failed), downCause: cause },
    };
  });
}

function maintenance(month: StoryMonth): Made {
  const from = month.from + 13 * DAY + 22 * HOUR;
  const to = from + 4 * HOUR;
  return {
    type: "change",
    prefix: "CHG",
    title: "Updates in the agreed window",
    from: from - 3 * DAY,
    to,
    fields: { agreed: true, plannedFrom: formatInstant(from), plannedTo: formatInstant(to) },
  };
}

function snapshots(random: Random, month: StoryMonth): Made[] {
  return [2, 9, 16, 23].map((day) => {
    const total = 340 + month.index;
    const from = month.from + day * DAY + 6 * HOUR;
    return {
      type: "device_snapshot",
      prefix: "SNP",
      title: "Devices with current patches",
      from,
      to: from + 60,
      fields: { control: "patch_compliance", compliant: total - random.whole({ min: 4, max: 22 }), total },
    };
  });
}

function estimates(random: Random, month: StoryMonth): Made[] {
  return Array.from({ length: random.whole({ min: 4, max: 6 }) }, (_, index) => {
    const quoted = random.whole({ min: 420_000, max: 910_000 });
    const part = random.whole({ min: 980, max: 1060 });
    const from = month.from + random.whole({ min: DAY, max: 20 * DAY });
    return {
      type: "cost_estimate",
      prefix: "EST",
      title: `Employer cost of hire ${month.index + 1}.${index + 1}`,
      from,
      to: from + 3 * DAY,
      fields: {
        quotedMinor: String(quoted),
        actualMinor: String(Math.round((quoted * part) / 1000)),
        confirmedByFinance: random.chance(0.9),
      },
    };
  });
}

function itemOf(made: Made, p: { maker: Maker; now: number; counts: Map<string, number> }): StoryItem {
  const number = (p.counts.get(made.prefix) ?? 1000) + 1;
  p.counts.set(made.prefix, number);
  const stream: WorkStream = {
    ...PLAIN,
    type: made.type,
    prefix: made.prefix,
    perMonth: { min: 1, max: 1 },
    titles: [made.title],
    level: null,
    fields: () => ({}),
  };
  const events: StoryEvent[] = [
    { at: made.from, type: "start", by: "provider", heldBy: null, reason: "" },
    { at: made.to, type: "stop", by: "provider", heldBy: null, reason: "" },
    { at: made.to, type: "close", by: "provider", heldBy: null, reason: "" },
  ];
  return {
    id: p.maker.id(made.from),
    stream,
    reference: `${made.prefix}-${number}`,
    title: made.title,
    priority: STANDARD_PRIORITY,
    openedAt: made.from,
    events: events.filter((event) => event.at <= p.now),
    fields: { ...made.fields },
  };
}
