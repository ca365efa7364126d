import type { Temporal } from "temporal-polyfill";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { isUndecided, waitsFor } from "../../domain/service-levels/contest.ts";
import { contestTitle } from "../../domain/service-levels/contest-words.ts";
import type { OpenContest } from "../../domain/service-levels/month-step.ts";
import type { Json } from "../../domain/shared/canonical-json.ts";
import type { Tx } from "../db.ts";
import { type ContestRow, listContests } from "./contest.read.ts";

/** More contests of one month than anybody has put forward; a page asks for fewer. */
const ALL = 100_000;

export type MonthDecisions = {
  undecided: OpenContest[];
  /** As the frozen month keeps them, in order of id; null where nothing was put forward. */
  decisions: Json[] | null;
};

/** What was put forward about a month: what still waits, and how the rest was decided. */
export async function monthDecisions(
  tx: Tx,
  p: { viewer: Viewer; engagementId: string; month: string; now: Temporal.Instant },
): Promise<MonthDecisions> {
  const all = await listContests(tx, {
    viewer: p.viewer,
    filter: { engagementId: p.engagementId, month: p.month },
    now: p.now.toString(),
    limit: ALL,
    inverted: false,
  });
  const undecided = all
    .filter((one) => isUndecided(one.state))
    .map((one) => ({
      id: one.id,
      title: contestTitle({ ...one, items: one.workItemIds.length }),
      waitsFor: (waitsFor(one, p.now) ?? "").replaceAll("_", " "),
    }));
  const decided = all.filter((one) => !isUndecided(one.state)).map(decisionOf);
  return { undecided, decisions: decided.length > 0 ? decided.sort(byId) : null };
}

function decisionOf(one: ContestRow): { id: string } & Record<string, Json> {
  const { id, subject, kind, effect, workItemIds, levelIds, from, to, side, state } = one;
  return { id, subject, kind, effect, workItemIds, levelIds, from, to, side, state };
}

function byId(left: { id: string }, right: { id: string }): number {
  return left.id < right.id ? -1 : 1;
}
