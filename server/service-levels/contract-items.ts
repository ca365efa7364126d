import { earliestMonth } from "../../domain/service-levels/level-window.ts";
import type { MonthItem } from "../../domain/service-levels/month-item.ts";
import { monthPeriod } from "../../domain/shared/period.ts";
import type { Tx } from "../db.ts";
import type { ContractedEngagement } from "../delivery/contracted-engagement.ts";
import { monthItems, tapedItems, type WorkSpan } from "./month-items.ts";

/** The same as tapes tell it: for whoever looks at months and freezes none. */
export async function tapedItemsOf(
  tx: Tx,
  engagement: ContractedEngagement,
  months: readonly string[],
): Promise<MonthItem[]> {
  const span = spanOf(engagement, months);
  const found = span ? await tapedItems(tx, [span]) : [];
  return found.map(({ item }) => item);
}

/** The work of an engagement that months from the first to the last may need. */
export async function itemsOf(
  tx: Tx,
  engagement: ContractedEngagement,
  months: readonly string[],
): Promise<MonthItem[]> {
  const span = spanOf(engagement, months);
  return span ? monthItems(tx, [span]) : [];
}

/**
 * What months of a contract have to look at, each by itself: a large contract's month is measured from its
 * own work. Where a level looks further back than its month they share one span.
 */
export function spansOf(
  engagement: ContractedEngagement,
  months: readonly string[],
): { months: readonly string[]; span: WorkSpan }[] {
  const sets = looksBack(engagement) ? [months] : months.map((month) => [month]);
  return sets.flatMap((some) => {
    const span = spanOf(engagement, some);
    return span ? [{ months: some, span }] : [];
  });
}

function looksBack({ terms }: ContractedEngagement): boolean {
  return terms.serviceLevels.some(
    (level) => (level.window ?? "month") !== "month" || level.smallSample?.kind === "roll_up",
  );
}

/** What months of a contract have to look at, from the first to the last; null where there are none. */
function spanOf(engagement: ContractedEngagement, months: readonly string[]): WorkSpan | null {
  const sorted = [...months].sort();
  const [begins, last] = [sorted[0], sorted.at(-1)];
  if (!begins || !last) return null;
  const { zone } = engagement;
  const first = looksBack(engagement) ? earliestMonth(begins) : begins;
  return {
    engagementId: engagement.id,
    from: monthPeriod({ month: first, zone }).from.toString(),
    to: monthPeriod({ month: last, zone }).to.toString(),
  };
}
