import type { LevelSampleQuery, SampleItemPartsFragment } from "../../gql/graphql.ts";

export type LevelSampleShown = NonNullable<LevelSampleQuery["levelSample"]>;
export type SampleShown = NonNullable<LevelSampleShown["sample"]>;
export type ItemShown = SampleItemPartsFragment;
export type ScoreShown = NonNullable<ItemShown["first"]>;

/** "wrong", "right", or "2 of 20 lines". */
export function scoreText(score: Pick<ScoreShown, "errors" | "units">, unit: string): string {
  if (unit === "item") return score.errors === 0 ? "right" : "wrong";
  return `${score.errors} of ${score.units} ${unit}s`;
}

/** Where one item stands, in a reader's words. */
export function standingText(item: Pick<ItemShown, "state" | "mine">): string {
  if (item.mine) return "Yours to score";
  switch (item.state) {
    case "first":
      return "Waits for the first score";
    case "unknown":
      return "Scored once so far";
    case "second":
      return "Waits for the second score";
    case "ruling":
      return "Scores differ";
    default:
      return "Settled";
  }
}
