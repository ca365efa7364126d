import { behindFigure } from "../../components/behind-figure.ts";

export interface LevelFacts {
  unit: string;
  direction: string;
  outcome: string;
  measured?: string | null;
  target: string;
  minimum?: string | null;
  n: number;
  /** "items", or "outages" of an availability. */
  counts: string;
  excluded: number;
  windowFrom?: string | null;
  /** YYYY-MM: the statement's month, with which every window ends. */
  month: string;
  intervalLow?: string | null;
  intervalHigh?: string | null;
  shareBps: number;
  /** Whether the line takes anything off; a level without weight never does. */
  costs: boolean;
}

/** What stands before the measured figure, the figure itself, and the rule it was held against. */
export function levelWords(level: LevelFacts): { before: string; figure: string; after: string } {
  const { n, counts, excluded, windowFrom, month } = level;
  const behind = behindFigure({ n, counts, excluded, windowFrom: windowFrom ?? month, windowTo: month });
  if (level.measured === null || level.measured === undefined)
    return {
      before: "",
      figure: "No data",
      after: `: ${behind}. ${borders(level)}: ${consequence(level)}.`,
    };
  // A share of items is of them; a share of hours has outages beside it.
  const of = counts === "items" && n > 0 ? "of " : "";
  return {
    before: "Measured ",
    figure: `${plain(level.measured)} ${level.unit}`,
    after: `${intervalWords(level)}, ${of}${behind}. ${borders(level)}: ${consequence(level)}.`,
  };
}

/** "100.00" is written "100", "91.50" is written "91.5". */
function plain(decimal: string): string {
  return decimal.includes(".") ? decimal.replace(/\.?0+$/, "") : decimal;
}

function intervalWords({ intervalLow, intervalHigh }: LevelFacts): string {
  return intervalLow && intervalHigh ? ` (95 % interval ${intervalLow}–${intervalHigh})` : "";
}

function borders({ target, minimum, direction }: LevelFacts): string {
  const worst = direction === "lower" ? "limit" : "minimum";
  if (!minimum) return `Target ${target}`;
  return minimum === target ? `Target and ${worst} ${target}` : `Target ${target}, ${worst} ${minimum}`;
}

function consequence({ outcome, shareBps, costs }: LevelFacts): string {
  if (!costs && (outcome === "missed" || outcome === "failed")) return `${outcome}, carries no credit`;
  if (!costs && outcome === "no_data") return "counts as failed, carries no credit";
  switch (outcome) {
    case "met":
      return "met";
    case "excused":
      return "excused, too few items to count";
    case "missed":
      return `missed, pays ${share(shareBps)}`;
    case "failed":
      return `failed, pays ${share(shareBps)}`;
    case "no_data":
      return `counts as failed, pays ${share(shareBps)}`;
    default:
      return outcome.replaceAll("_", " ");
  }
}

function share(bps: number): string {
  if (bps === 10_000) return "its whole share";
  if (bps === 5000) return "half its share";
  return `${bps / 100} % of its share`;
}
