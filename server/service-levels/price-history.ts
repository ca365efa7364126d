import type { Temporal } from "temporal-polyfill";
import type { PastLevel, PastMonth } from "../../domain/contracts/baseline.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import type { LevelFigure } from "../../domain/service-levels/level-figure.ts";
import type { Tx } from "../db.ts";
import { isId } from "../party-scope.ts";
import { figuresOfMonths } from "./month-figures.ts";
import { engagementMonths } from "./month-strip.ts";

/** What the prices of a contract can be tried on, oldest month first. */
export type PriceHistory = {
  /** The contract's own months; before there are any, those of the provider's other clients together. */
  source: "contract" | "provider" | "none";
  months: PastMonth[];
};

/** Two years say enough of a contract, and a page still shows them. */
const MONTHS_KEPT = 24;

/** The history of a contract: its own where work has begun, else what its provider measured elsewhere. */
export async function priceHistory(
  tx: Tx,
  p: {
    viewer: Viewer;
    now: Temporal.Instant;
    sow: { engagementId: string | null; listingId: string | null };
  },
): Promise<PriceHistory> {
  const { engagementId, listingId } = p.sow;
  if (engagementId) {
    const months = await contractHistory(tx, { ...p, engagementId });
    if (months.length > 0) return { source: "contract", months };
  }
  const months = listingId ? await offerHistory(tx, listingId) : [];
  return { source: months.length > 0 ? "provider" : "none", months };
}

/**
 * The last months of an engagement that are over and hold work: as they were frozen, and measured now where
 * they are not.
 */
export async function contractHistory(
  tx: Tx,
  p: { viewer: Viewer; now: Temporal.Instant; engagementId: string },
): Promise<PastMonth[]> {
  const { viewer, now, engagementId } = p;
  const known = await engagementMonths(tx, { viewer, engagementId, now });
  const over = (known?.months ?? []).filter(
    (one) => one.state === "frozen" || (one.state === "ready" && one.hasWork),
  );
  const months = over.slice(-MONTHS_KEPT).map((one) => one.month);
  if (months.length === 0) return [];
  const figures = await figuresOfMonths(tx, { viewer, engagementIds: [engagementId], months, now });
  return figures.map((figure) => ({
    period: figure.month,
    frozen: figure.state === "frozen",
    levels: figure.levels.map(pastLevel),
  }));
}

/** A measured level as prices look back on it. */
export function pastLevel(
  figure: Pick<LevelFigure, "levelId" | "measured" | "excused" | "against">,
): PastLevel {
  const { levelId, measured, excused, against } = figure;
  return { id: levelId, measured, excused, ...(against ? { against } : {}) };
}

type CardLevel = { id: string; months: { period: string; percent: string }[] };

/**
 * What a provider's clients measured together in frozen months, as its offer in the catalogue shows it. A
 * level without a figure in a month is held against nobody.
 */
export async function offerHistory(tx: Tx, listingId: string): Promise<PastMonth[]> {
  if (!isId(listingId)) return [];
  const [card] = await tx.$queryRaw<{ levels: CardLevel[] | null }[]>`
    select detail -> 'levels' as levels from listing_card where listing_id = ${listingId}::uuid`;
  const levels = card?.levels ?? [];
  const periods = new Set(levels.flatMap((level) => level.months.map((month) => month.period)));
  return [...periods].sort().map((period) => ({
    period,
    frozen: true,
    levels: levels.map(({ id, months }) => {
      const measured = months.find((month) => month.period === period)?.percent ?? null;
      return { id, measured, excused: measured === null };
    }),
  }));
}
