import type { Temporal } from "temporal-polyfill";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { monthOf, monthsBetween, previousMonth } from "../../domain/shared/period.ts";
import type { Tx } from "../db.ts";
import { contractedEngagements } from "../delivery/contracted-engagement.ts";
import { figuresOfMonths, type MonthFigures } from "./month-figures.ts";
import { monthsWithWork } from "./month-items.ts";
import { periodCloses } from "./period-close.read.ts";

export type EngagementMonths = {
  engagementId: string;
  zone: string;
  /**
   * The month a reader most likely wants: the first open one with work, else the last with work, else
   * this one.
   */
  suggested: string;
  /** The earliest month that can be frozen now, or null. */
  closable: string | null;
  /** Every month of the contract up to the present one. */
  months: { month: string; state: "running" | "ready" | "frozen"; hasWork: boolean }[];
};

/** The months of an engagement; null where the viewer sees none. */
export async function engagementMonths(
  tx: Tx,
  p: { viewer: Viewer; engagementId: string; now: Temporal.Instant },
): Promise<EngagementMonths | null> {
  const { viewer, engagementId } = p;
  const [engagement] = await contractedEngagements(tx, { viewer, ids: [engagementId] });
  if (!engagement) return null;
  const closes =
    (await periodCloses(tx, { viewer, engagementIds: [engagementId] })).get(engagementId) ?? [];
  const frozen = new Set(closes.map((close) => close.period));
  const present = monthOf(p.now, engagement.zone);
  const end = engagement.endsOn?.toPlainYearMonth().toString() ?? present;
  const first = engagement.startsOn.toPlainYearMonth().toString();
  const shown = monthsBetween({ first, last: end < present ? end : present });
  const { zone } = engagement;
  const withWork = new Set(await monthsWithWork(tx, { engagementId, zone, months: shown }));
  const months = shown.map((month) => ({
    month,
    state: frozen.has(month)
      ? ("frozen" as const)
      : month < present
        ? ("ready" as const)
        : ("running" as const),
    hasWork: withWork.has(month),
  }));
  const open = months.filter((one) => one.state === "ready" && one.hasWork);
  const suggested = open[0] ?? months.findLast((one) => one.hasWork) ?? months.at(-1);
  const lastFrozen = [...frozen].sort().at(-1) ?? "";
  const closable = months.find((one) => one.state === "ready" && one.hasWork && one.month > lastFrozen);
  return {
    engagementId,
    zone: engagement.zone,
    suggested: suggested?.month ?? present,
    closable: closable?.month ?? null,
    months,
  };
}

/** The thirteen months that end with the given one, oldest first: what a strip of small lines shows. */
export async function monthStrip(
  tx: Tx,
  p: { viewer: Viewer; engagementId: string; month: string; now: Temporal.Instant },
): Promise<MonthFigures[]> {
  let first = p.month;
  for (let step = 0; step < 12; step++) first = previousMonth(first);
  const [engagement] = await contractedEngagements(tx, { viewer: p.viewer, ids: [p.engagementId] });
  if (!engagement) return [];
  const start = engagement.startsOn.toPlainYearMonth().toString();
  const months = monthsBetween({ first: [first, start].sort()[1] ?? start, last: p.month });
  return figuresOfMonths(tx, { viewer: p.viewer, engagementIds: [p.engagementId], months, now: p.now });
}
