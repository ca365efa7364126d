import { canonicalJson, type Json } from "../shared/canonical-json.ts";
import { DomainError } from "../shared/domain-error.ts";
import { sha256Hex } from "../shared/sha256.ts";

/** The link before the first month of an engagement. */
export const FIRST_LINK = `sha256:${"0".repeat(64)}`;

export type FrozenVerdictLine = {
  workItemId: string;
  levelId: string;
  verdict: string;
  bundleHash: string;
};

export type PeriodCloseContent = {
  engagementId: string;
  period: string;
  ruleVersion: string;
  calendarVersion: number;
  itemCount: number;
  eventCount: number;
  levels: Json;
  verdicts: readonly FrozenVerdictLine[];
  /** What was claimed and contested about the month, and how it was decided; absent where nothing was. */
  decisions?: Json;
  /** The bundles of the figures that no clock makes; absent in months frozen before there were any. */
  figures?: readonly { levelId: string; bundleHash: string }[];
  prevHash: string;
};

/** The hash that freezes a month: over its figures, every verdict's bundle, and the month before. */
export function periodCloseHash(content: PeriodCloseContent): string {
  const verdicts = content.verdicts
    .map((one) => `${one.levelId} ${one.workItemId} ${one.verdict} ${one.bundleHash}`)
    .sort();
  const { figures, ...rest } = content;
  const lines = figures?.map((one) => `${one.levelId} ${one.bundleHash}`).sort();
  const whole = { ...rest, verdicts, ...(lines ? { figures: lines } : {}) };
  return `sha256:${sha256Hex(canonicalJson(whole))}`;
}

export class MonthNotOver extends DomainError {
  constructor(month: string) {
    super({
      code: "month_not_over",
      message: `${month} has not ended yet in the contract's zone.`,
      field: "month",
    });
  }
}

export class MonthFrozen extends DomainError {
  constructor(month: string) {
    super({ code: "month_frozen", message: `${month} is frozen already.`, field: "month" });
  }
}

export class EarlierMonthOpen extends DomainError {
  constructor(earlier: string) {
    super({
      code: "earlier_month_open",
      message: `Close ${earlier} first: it holds work and is still open.`,
      field: "month",
      details: { earlier },
    });
  }
}

export class LaterMonthFrozen extends DomainError {
  constructor(later: string) {
    super({
      code: "later_month_frozen",
      message: `${later} is frozen already, and months are frozen in order.`,
      field: "month",
      details: { later },
    });
  }
}

export class MonthOutsideContract extends DomainError {
  constructor(month: string) {
    super({
      code: "month_outside_contract",
      message: `The contract does not cover ${month}.`,
      field: "month",
    });
  }
}

/**
 * Whether a month may be frozen. Throws the refusal: outside the contract, frozen already, not over, an
 * earlier
 * month with work still open, or a later one frozen. Months are "YYYY-MM".
 */
export function refuseClose(p: {
  month: string;
  currentMonth: string;
  firstMonth: string;
  lastMonth: string | null;
  frozen: readonly string[];
  withWork: readonly string[];
}): void {
  if (p.month < p.firstMonth || (p.lastMonth !== null && p.month > p.lastMonth))
    throw new MonthOutsideContract(p.month);
  if (p.frozen.includes(p.month)) throw new MonthFrozen(p.month);
  if (p.month >= p.currentMonth) throw new MonthNotOver(p.month);
  const later = [...p.frozen].sort().find((month) => month > p.month);
  if (later) throw new LaterMonthFrozen(later);
  const earlier = [...p.withWork]
    .sort()
    .find((month) => month >= p.firstMonth && month < p.month && !p.frozen.includes(month));
  if (earlier) throw new EarlierMonthOpen(earlier);
}
