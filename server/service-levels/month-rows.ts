import type { Temporal } from "temporal-polyfill";
import type { Viewer } from "../../domain/identity/viewer.ts";
import type { Tx } from "../db.ts";
import { contractedEngagements } from "../delivery/contracted-engagement.ts";
import { type WorkItemRow, workItemsById } from "../delivery/work-item.read.ts";
import { calendarVersions } from "./calendar-version.read.ts";
import { itemsOf, measureMonth } from "./month-figures.ts";
import { frozenVerdicts, periodCloses } from "./period-close.read.ts";

/** One row behind a percentage. */
export type MonthRow = {
  item: WorkItemRow;
  verdict: "met" | "breached" | "void" | "pending" | "none";
  netSeconds: number | null;
  targetSeconds: number | null;
  breachAt: string | null;
  bundleHash: string | null;
};

/**
 * The rows behind one level's percentage in one month, misses first and the longest before others;
 * frozen ones
 * where the month is frozen. Null where the viewer sees no such engagement or the contract has no such level.
 */
export async function monthRows(
  tx: Tx,
  p: { viewer: Viewer; engagementId: string; levelId: string; month: string; now: Temporal.Instant },
): Promise<MonthRow[] | null> {
  const { viewer, engagementId, levelId, month } = p;
  const [engagement] = await contractedEngagements(tx, { viewer, ids: [engagementId] });
  if (!engagement?.terms.serviceLevels.some((level) => level.id === levelId)) return null;
  const closes =
    (await periodCloses(tx, { viewer, engagementIds: [engagementId] })).get(engagementId) ?? [];
  const close = closes.find((one) => one.period === month);
  const lines = close
    ? [
        ...(await frozenVerdicts(tx, { viewer, engagementId, month, levelId })),
        ...counted(close.levels.find((level) => level.levelId === levelId)?.counted),
      ]
    : await live();
  const items = new Map(
    (await workItemsById(tx, { viewer, ids: lines.map((line) => line.workItemId) })).map((item) => [
      item.id,
      item,
    ]),
  );
  const rows = lines.flatMap((line) => {
    const item = items.get(line.workItemId);
    return item ? [{ ...line, verdict: line.verdict as MonthRow["verdict"], item }] : [];
  });
  return rows.sort((a, b) => rank(a) - rank(b) || (b.netSeconds ?? 0) - (a.netSeconds ?? 0));

  async function live() {
    if (!engagement) return [];
    const items = await itemsOf(tx, engagement, [month]);
    const calendars =
      (await calendarVersions(tx, { viewer, engagementIds: [engagementId] })).get(engagementId) ?? [];
    const { readings } = measureMonth({ engagement, calendars, items, month, now: p.now });
    const reading = readings.find((one) => one.figure.levelId === levelId);
    const verdicts = (reading?.verdicts ?? []).map(({ item, result }) => ({
      ...result,
      workItemId: item.id,
    }));
    return [...verdicts, ...counted(reading?.figure.counted)];
  }
}

function counted(lines: readonly { workItemId: string; miss: boolean }[] | null | undefined) {
  return (lines ?? []).map((line) => ({
    workItemId: line.workItemId,
    verdict: line.miss ? "breached" : "met",
    netSeconds: null,
    targetSeconds: null,
    breachAt: null,
    bundleHash: null,
  }));
}

function rank(row: Pick<MonthRow, "verdict">): number {
  return ["breached", "met", "void"].indexOf(row.verdict);
}
