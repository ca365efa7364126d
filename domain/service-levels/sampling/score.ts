import type { SamplingPlan } from "../../catalogue/sampling-plan.ts";
import { secondPositions } from "./draw.ts";

/** Errors among the units of one item; an item counted as a whole has one unit. */
export type Score = { errors: number; units: number };

export const ROUNDS = ["first", "second", "ruling"] as const;
export type Round = (typeof ROUNDS)[number];

/** What was said about one drawn item so far. */
export type ItemScores = Partial<Record<Round, Score>>;

export type ScoringRules = Pick<SamplingPlan, "secondShareBps" | "disagreement">;

/** Where one drawn item stands; `unknown` is whether it is scored twice, until the first scoring is complete. */
export type ItemStanding =
  | { state: "first" | "unknown" | "second" | "ruling" }
  | { state: "settled"; score: Score };

export type SampleStanding = {
  items: ItemStanding[];
  /** Positions that are scored twice; null while nobody can know. */
  twice: number[] | null;
  first: number;
  second: number;
  /** Two scores that differ, decided or not; both sides know of these. */
  disagreements: number;
  waitsFor: Round | null;
  /** The sum over all items once each is settled. */
  total: Score | null;
};

/** How far a drawn sample is. `scores` are in order of position. */
export function sampleStanding(p: {
  seed: string;
  rules: ScoringRules;
  scores: readonly ItemScores[];
}): SampleStanding {
  const { scores, rules } = p;
  const firsts = scores.flatMap(({ first }) => (first ? [first] : []));
  const twice = secondPositions({
    seed: p.seed,
    size: scores.length,
    shareBps: rules.secondShareBps,
    first: firsts.length === scores.length ? firsts : null,
  });
  const again = twice && new Set(twice);
  const items = scores.map((one, position) =>
    itemStanding(one, again === null ? null : again.has(position), rules),
  );
  const waits = (state: Round) => items.some((one) => one.state === state);
  const settled = items.flatMap((one) => (one.state === "settled" ? [one.score] : []));
  return {
    items,
    twice,
    first: firsts.length,
    second: scores.filter(({ second }) => second).length,
    disagreements: scores.filter(isDisagreement).length,
    waitsFor: waits("first") ? "first" : waits("second") ? "second" : waits("ruling") ? "ruling" : null,
    total: settled.length === items.length ? settled.reduce(added, { errors: 0, units: 0 }) : null,
  };
}

function itemStanding(scores: ItemScores, again: boolean | null, rules: ScoringRules): ItemStanding {
  const { first, second, ruling } = scores;
  if (!first) return { state: "first" };
  if (again === null) return { state: "unknown" };
  if (!again) return { state: "settled", score: first };
  if (!second) return { state: "second" };
  if (!isDisagreement(scores)) return { state: "settled", score: first };
  switch (rules.disagreement) {
    case "more_errors":
      return { state: "settled", score: worseOf(first, second) };
    case "account_manager":
      return ruling ? { state: "settled", score: ruling } : { state: "ruling" };
    default:
      return rules.disagreement satisfies never;
  }
}

/** Whether two people counted one item otherwise. */
export function isDisagreement({ first, second }: ItemScores): boolean {
  return !!first && !!second && (first.errors !== second.errors || first.units !== second.units);
}

/** The larger part of errors, compared without dividing. */
function worseOf(left: Score, right: Score): Score {
  return left.errors * right.units >= right.errors * left.units ? left : right;
}

function added(sum: Score, one: Score): Score {
  return { errors: sum.errors + one.errors, units: sum.units + one.units };
}

/**
 * What a side may see of an item: its own score always; the other's once it has given its own, or once the
 * whole sample is scored. Staff score nothing and see both; a ruling is seen by all.
 */
export function visibleScores<One extends object>(
  scores: Partial<Record<Round, One>>,
  p: { own: "first" | "second" | "none"; isScored: boolean },
): Partial<Record<Round, One>> {
  const { first, second, ruling } = scores;
  const open = p.isScored || p.own === "none" || (p.own === "first" ? first : second) !== undefined;
  return {
    ...(first && (open || p.own === "first") ? { first } : {}),
    ...(second && (open || p.own === "second") ? { second } : {}),
    ...(ruling ? { ruling } : {}),
  };
}
