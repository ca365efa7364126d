import type { Temporal } from "temporal-polyfill";
import type { Viewer } from "../../domain/identity/viewer.ts";
import type { CountedItem, LevelReading } from "../../domain/service-levels/level-figure.ts";
import type { Tx } from "../db.ts";
import { contractedEngagements } from "../delivery/contracted-engagement.ts";
import { type WorkItemRow, workItemsById } from "../delivery/work-item.read.ts";
import { calendarVersions } from "./calendar-version.read.ts";
import { tapedItemsOf } from "./contract-items.ts";
import { type FrozenLine, frozenLines } from "./frozen-lines.read.ts";
import { measureLevelOf } from "./month-figures.ts";
import { monthSamples } from "./month-samples.read.ts";
import { periodCloses } from "./period-close.read.ts";

/** One row behind a figure. */
export type MonthRow = Omit<FrozenLine, "workItemId" | "verdict"> & {
  item: WorkItemRow;
  verdict: "met" | "breached" | "void" | "pending" | "none";
};

export type MonthRows = {
  rows: MonthRow[];
  /** Where the next page begins; null on the last. */
  next: string | null;
};

/** At most this many rows a page. */
const MOST = 500;

/**
 * The rows behind one level's figure in one month, misses first and the longest before others, a page at a
 * time; frozen ones where the month is frozen. Null where the viewer sees no such engagement or the contract
 * has no such level. `after` is the `next` of the page before.
 */
export async function monthRows(
  tx: Tx,
  p: {
    viewer: Viewer;
    engagementId: string;
    levelId: string;
    month: string;
    now: Temporal.Instant;
    first?: number | undefined;
    after?: string | null | undefined;
  },
): Promise<MonthRows | null> {
  const { viewer, engagementId, levelId, month } = p;
  const [engagement] = await contractedEngagements(tx, { viewer, ids: [engagementId] });
  if (!engagement?.terms.serviceLevels.some((level) => level.id === levelId)) return null;
  const first = Math.min(Math.max(p.first ?? MOST, 1), MOST);
  const closes =
    (await periodCloses(tx, { viewer, engagementIds: [engagementId] })).get(engagementId) ?? [];
  const close = closes.find((one) => one.period === month);
  const page = { first: first + 1, after: afterOf(p.after) };
  const lines = close
    ? await frozenLines(tx, { viewer, periodCloseId: close.id, levelId, ...page })
    : await liveLines();
  const shown = lines.slice(0, first);
  const found = await workItemsById(tx, { viewer, ids: shown.map((line) => line.workItemId) });
  const items = new Map(found.map((item) => [item.id, item]));
  const last = shown.at(-1);
  return {
    rows: shown.flatMap(({ workItemId, ...line }) => {
      const item = items.get(workItemId);
      return item ? [{ ...line, verdict: line.verdict as MonthRow["verdict"], item }] : [];
    }),
    next: last && lines.length > first ? cursorOf(last) : null,
  };

  async function liveLines(): Promise<FrozenLine[]> {
    if (!engagement) return [];
    const items = await tapedItemsOf(tx, engagement, [month]);
    const calendars =
      (await calendarVersions(tx, { viewer, engagementIds: [engagementId] })).get(engagementId) ?? [];
    const samples = await monthSamples(tx, { engagement, months: [month] });
    const reading = measureLevelOf({ engagement, calendars, items, samples, month, now: p.now }, levelId);
    const { after } = page;
    return (reading ? linesOf(reading) : [])
      .sort(inOrder)
      .filter((line) => after === null || inOrder(after, line) < 0)
      .slice(0, page.first);
  }
}

type Place = Pick<FrozenLine, "verdict" | "order" | "workItemId">;

/** Misses first, the largest before others, then by id, so that every row has one place. */
function inOrder(left: Place, right: Place): number {
  const byRank = rankOf(left.verdict) - rankOf(right.verdict);
  if (byRank !== 0) return byRank;
  if (left.order !== right.order) return right.order - left.order;
  return left.workItemId < right.workItemId ? -1 : left.workItemId > right.workItemId ? 1 : 0;
}

function rankOf(verdict: string): number {
  return verdict === "breached" ? 0 : 1;
}

function linesOf({ figure, verdicts }: LevelReading): FrozenLine[] {
  return [
    ...verdicts.map(({ item, result }) => ({
      workItemId: item.id,
      verdict: result.verdict,
      order: result.netSeconds,
      value: null,
      netSeconds: result.netSeconds,
      targetSeconds: result.targetSeconds,
      breachAt: result.breachAt,
      // Asked for by the lines that are shown: hashing a month's bundles costs as much as measuring them.
      get bundleHash() {
        return result.bundleHash;
      },
    })),
    ...(figure.counted ?? []).map(countedLine),
  ];
}

export function countedLine(line: CountedItem): FrozenLine {
  return {
    workItemId: line.workItemId,
    verdict: line.miss ? "breached" : "met",
    order: Number(line.value ?? 0),
    value: line.value ?? null,
    netSeconds: null,
    targetSeconds: null,
    breachAt: null,
    bundleHash: null,
  };
}

/** "miss/order/id", readable so that nobody takes it for a secret. */
function cursorOf({ verdict, order, workItemId }: Place): string {
  return `${rankOf(verdict)}/${order}/${workItemId}`;
}

/** Null where there is none, and where it was not written by `cursorOf`: the first page then. */
function afterOf(text: string | null | undefined): Place | null {
  const found = /^([01])\/(-?\d+(?:\.\d+)?)\/([0-9a-f-]{36})$/.exec(text ?? "");
  if (!found) return null;
  const [, rank, order, workItemId = ""] = found;
  return { verdict: rank === "0" ? "breached" : "met", order: Number(order), workItemId };
}
