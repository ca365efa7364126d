import { may } from "../../domain/identity/permissions.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { ownRound } from "../../domain/service-levels/sampling/sample.policy.ts";
import {
  type ItemStanding,
  isDisagreement,
  type SampleStanding,
  visibleScores,
} from "../../domain/service-levels/sampling/score.ts";
import type { Tx } from "../db.ts";
import { type WorkItemRow, workItemsById } from "../delivery/work-item.read.ts";
import { allScores, type NamedScores, type SampleRow, sampleIds, standingOf } from "./sample.read.ts";

/** One drawn item as the viewer may see it. */
export type SampleItem = {
  position: number;
  item: WorkItemRow;
  state: ItemStanding["state"];
  scores: NamedScores;
  /** The other side has scored it, and the viewer sees that only after scoring it. */
  isHidden: boolean;
  /** The viewer's side has to score it now. */
  isMine: boolean;
};

export type SampleItems = { rows: SampleItem[]; next: number | null; total: number };

export type SampleProgress = {
  round: "first" | "second" | "none";
  first: number;
  second: number;
  /** How many are scored twice; null while nobody can know. */
  twice: number | null;
  disagreements: number;
  ruled: number;
  /** The next position that the viewer's side has to score, or the account manager to decide. */
  next: number | null;
};

export const ITEM_FILTERS = ["all", "mine", "differing", "errors"] as const;
export type ItemFilter = (typeof ITEM_FILTERS)[number];

const MOST = 200;

/** A page of a drawn sample in the order of the draw, without what the viewer must not see yet. */
export async function sampleItems(
  tx: Tx,
  p: { viewer: Viewer; sample: SampleRow; filter: ItemFilter; first: number; after: number | null },
): Promise<SampleItems> {
  const { viewer, sample } = p;
  if (!sample.drawnAt) return { rows: [], next: null, total: 0 };
  const scores = await allScores(tx, sample);
  const seen = seenBy({ ...p, scores, standing: standingOf(sample, scores) });
  const found = seen.filter((one) => matches(one, p.filter));
  const size = Math.min(Math.max(p.first, 1), MOST);
  const page = found.filter((one) => one.position > (p.after ?? -1)).slice(0, size + 1);
  const shown = page.slice(0, size);
  const { drawn } = await sampleIds(tx, { viewer, id: sample.id });
  const ids = shown.flatMap(({ position }) => drawn[position] ?? []);
  const items = new Map((await workItemsById(tx, { viewer, ids })).map((item) => [item.id, item]));
  return {
    rows: shown.flatMap((one) => {
      const item = items.get(drawn[one.position] ?? "");
      return item ? [{ ...one, item }] : [];
    }),
    next: page.length > size ? (shown.at(-1)?.position ?? null) : null,
    total: found.length,
  };
}

/** How far a drawn sample is, in counts that tell neither side the other's scores. */
export async function sampleProgress(
  tx: Tx,
  p: { viewer: Viewer; sample: SampleRow },
): Promise<SampleProgress> {
  const { viewer, sample } = p;
  const scores = sample.drawnAt ? await allScores(tx, sample) : [];
  const standing = standingOf(sample, scores);
  const rules = may(viewer, "contest:rule");
  const seen = seenBy({ ...p, scores, standing });
  const due = seen.find((one) => (rules ? one.state === "ruling" : one.isMine));
  const { first, second, twice, disagreements } = standing;
  return {
    round: ownRound(viewer, sample, sample.plan.scoredBy),
    ...{ first, second, disagreements },
    twice: twice?.length ?? null,
    ruled: scores.filter((one) => one.ruling).length,
    next: due?.position ?? null,
  };
}

function seenBy(p: {
  viewer: Viewer;
  sample: SampleRow;
  scores: NamedScores[];
  standing: SampleStanding;
}): Omit<SampleItem, "item">[] {
  const { viewer, sample, standing } = p;
  const own = ownRound(viewer, sample, sample.plan.scoredBy);
  const isScored = sample.scoredAt !== null;
  const takes = own !== "none" && may(viewer, "sample:take") && !isScored;
  const twice = new Set(standing.twice ?? []);
  return p.scores.map((one, position) => {
    const scores = visibleScores(one, { own, isScored });
    const asked = own === "first" || (own === "second" && twice.has(position));
    return {
      position,
      state: standing.items[position]?.state ?? "first",
      scores,
      isHidden: Object.keys(scores).length < Object.keys(one).length,
      isMine: takes && asked && !one[own],
    };
  });
}

/** By what the viewer sees, so that no filter tells what a row keeps hidden. */
function matches(one: Omit<SampleItem, "item">, filter: ItemFilter): boolean {
  switch (filter) {
    case "all":
      return true;
    case "mine":
      return one.isMine;
    case "differing":
      return isDisagreement(one.scores);
    case "errors":
      return Object.values(one.scores).some((score) => score.errors > 0);
    default:
      return filter satisfies never;
  }
}
