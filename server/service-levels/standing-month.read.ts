import type { Temporal } from "temporal-polyfill";
import type { Viewer } from "../../domain/identity/viewer.ts";
import type { CorrectedVerdict } from "../../domain/service-levels/correction.ts";
import type { LevelFigure } from "../../domain/service-levels/level-figure.ts";
import type { Tx } from "../db.ts";
import type { ContractedEngagement } from "../delivery/contracted-engagement.ts";
import { calendarVersions } from "./calendar-version.read.ts";
import { tapedItemsOf } from "./contract-items.ts";
import { measureMonth } from "./month-figures.ts";
import { monthReview } from "./month-review.read.ts";
import { monthSamples } from "./month-samples.read.ts";

/** A month's figures as they stand, and the items that were missed in each level. */
export type StandingMonth = {
  source: "computed" | "frozen" | "corrected";
  /** What made the figures what they are, as a clause: "as frozen", "with correction 2". */
  because: string;
  levels: { figure: LevelFigure; missedItemIds: string[] }[];
};

type FrozenRow = {
  levels: LevelFigure[];
  corrected: LevelFigure[] | null;
  verdicts: CorrectedVerdict[] | null;
  number: number | null;
  reason: string | null;
};

/**
 * The month with its last accepted correction, else as frozen, else as measured now where it was sent for
 * review. Null for a month that nobody has said is ready.
 */
export async function standingMonth(
  tx: Tx,
  p: { viewer: Viewer; engagement: ContractedEngagement; month: string; now: Temporal.Instant },
): Promise<StandingMonth | null> {
  const { engagement, month } = p;
  const [close] = await tx.$queryRaw<FrozenRow[]>`
    select p.levels, c.levels as corrected, c.verdicts, c.number, c.reason
    from period_close p left join lateral (select * from correction c where c.period_close_id = p.id
      and c.state = 'accepted' order by c.number desc limit 1) c on true
    where p.engagement_id = ${engagement.id}::uuid and p.period = ${month}`;
  if (close) return frozenMonth(tx, { engagement, month, close });
  if (!(await monthReview(tx, { engagementId: engagement.id, month }))) return null;
  return measuredMonth(tx, p);
}

async function frozenMonth(
  tx: Tx,
  p: { engagement: ContractedEngagement; month: string; close: FrozenRow },
): Promise<StandingMonth> {
  const { close } = p;
  const rows = await tx.$queryRaw<{ level: string; item: string }[]>`
    select v.level_id as level, v.work_item_id as item
    from verdict v join period_close p on p.id = v.period_close_id
    where p.engagement_id = ${p.engagement.id}::uuid and p.period = ${p.month} and v.verdict = 'breached'`;
  const missed = new Set(rows.map((row) => `${row.level} ${row.item}`));
  for (const { levelId, workItemId, corrected } of close.verdicts ?? [])
    if (corrected?.verdict === "breached") missed.add(`${levelId} ${workItemId}`);
    else missed.delete(`${levelId} ${workItemId}`);
  const figures = close.corrected ?? close.levels;
  return {
    source: close.corrected ? "corrected" : "frozen",
    because: close.corrected ? `with correction ${close.number}: ${close.reason}` : "as frozen",
    levels: figures.map((figure) => {
      const byVerdict = [...missed]
        .filter((one) => one.startsWith(`${figure.levelId} `))
        .map((one) => one.slice(figure.levelId.length + 1));
      return { figure, missedItemIds: figure.counted ? missesIn(figure) : byVerdict };
    }),
  };
}

async function measuredMonth(
  tx: Tx,
  p: { viewer: Viewer; engagement: ContractedEngagement; month: string; now: Temporal.Instant },
): Promise<StandingMonth> {
  const { engagement, month, now } = p;
  const items = await tapedItemsOf(tx, engagement, [month]);
  const found = await calendarVersions(tx, { viewer: p.viewer, engagementIds: [engagement.id] });
  const calendars = found.get(engagement.id) ?? [];
  const samples = await monthSamples(tx, { engagement, months: [month] });
  const { readings } = measureMonth({ engagement, calendars, items, samples, month, now });
  return {
    source: "computed",
    because: "as measured with everything that is accepted",
    levels: readings.map(({ figure, verdicts }) => ({
      figure,
      missedItemIds: figure.counted
        ? missesIn(figure)
        : verdicts.filter((one) => one.result.verdict === "breached").map((one) => one.item.id),
    })),
  };
}

function missesIn(figure: LevelFigure): string[] {
  return (figure.counted ?? []).filter((one) => one.miss).map((one) => one.workItemId);
}
