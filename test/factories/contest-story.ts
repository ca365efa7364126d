import type { Terms } from "../../domain/contracts/terms.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import type { ProposalInput } from "../../domain/service-levels/contest.input.ts";
import { answerContest, ruleContest } from "../../server/service-levels/answer-contest.ts";
import { monthFigures } from "../../server/service-levels/month-figures.ts";
import { openContest } from "../../server/service-levels/open-contest.ts";
import type { World } from "../world.ts";
import { type Contracted, contracted } from "./contracted.ts";

export const MONTH = "2026-10";
export const LEVEL = "resolve";

/**
 * Hours of the story's work: one incident that waited for the buyer, one that did not. P3 has 8 hours of
 * nine.
 */
const EVENTS = [
  ["INC1", "start", "2026-10-05T12:00:00Z"],
  ["INC1", "pause", "2026-10-05T14:00:00Z"],
  ["INC1", "resume", "2026-10-06T20:00:00Z"],
  ["INC1", "stop", "2026-10-06T20:30:00Z"],
  ["INC2", "start", "2026-10-07T12:00:00Z"],
  ["INC2", "stop", "2026-10-07T13:00:00Z"],
] as const;

export type ContestStory = Contracted & { items: Record<string, string> };

/**
 * A contract around the clock whose one clock has a target of 4 hours, with two incidents in October
 * 2026.
 */
export async function contestStory(
  world: World,
  p: {
    sites?: Terms["sites"];
    calendarOf?: `site:${string}`;
    termination?: Terms["termination"];
    billing?: Terms["billing"];
  } = {},
): Promise<ContestStory> {
  const one = await contracted(world, {
    terms: {
      startsOn: "2026-10-01",
      serviceLevels: [level(p.calendarOf ?? "around_the_clock")],
      calendar: null,
      reopenPolicy: "continue",
      ...(p.sites ? { sites: p.sites } : {}),
      ...(p.termination ? { termination: p.termination } : {}),
      ...(p.billing ? { billing: p.billing } : {}),
    },
  });
  const items: Record<string, string> = {};
  for (const [reference, type, at] of EVENTS) {
    items[reference] ??= await insertItem(world, one, { reference, at });
    await insertEvent(world, one, { workItemId: items[reference] ?? "", type, at });
  }
  return { ...one, items };
}

function level(calendar: "around_the_clock" | `site:${string}`) {
  return {
    id: LEVEL,
    name: "Solved in time",
    metric: "resolve",
    kind: "clock_attainment" as const,
    workItemTypes: ["incident"],
    clock: {
      name: "resolve" as const,
      targetMinutesByPriority: { P3: 240 },
      calendar,
    },
    direction: "higher" as const,
    target: "95",
    minimum: "90",
    unit: "%",
    weightBps: 10_000,
    missBps: 5000,
    failBps: 10_000,
    minimumSample: 0,
  };
}

async function insertItem(
  world: World,
  one: Contracted,
  p: { reference: string; at: string },
): Promise<string> {
  const row = await world.row(
    `insert into work_item (organization_id, provider_id, engagement_id, source, reference, type, title, priority,
       state, opened_at, resolved_at)
     values ($1, $2, $3, 'desk', $4, 'incident', 'Printer', 'P3', 'resolved', $5, $5::timestamptz + interval '2 days')
     returning id`,
    [one.buyer.organizationId, one.provider.organizationId, one.engagementId, p.reference, p.at],
  );
  return row.id;
}

let keys = 0;

export async function insertEvent(
  world: World,
  one: Contracted,
  p: { workItemId: string; type: string; at: string },
): Promise<void> {
  keys += 1;
  await world.owner.query(
    `insert into work_item_event (organization_id, provider_id, work_item_id, source_key, position, type, at, actor,
       held_by, data) values ($1, $2, $3, $4, $5, $6, $7, 'desk', $8, $9)`,
    [
      one.buyer.organizationId,
      one.provider.organizationId,
      p.workItemId,
      `k${keys}`,
      keys,
      p.type,
      p.at,
      p.type === "pause" ? "buyer" : null,
      p.type === "start" ? { priority: "P3" } : {},
    ],
  );
}

/** The pause of INC1 that the buyer says was not its own. */
export function pauseContest(story: ContestStory, more: Partial<ProposalInput> = {}): ProposalInput {
  return {
    engagementId: story.engagementId,
    month: MONTH,
    subject: "interval",
    workItemId: story.items.INC1 ?? "",
    levelIds: [LEVEL],
    effect: "count",
    from: "2026-10-05T14:00:00Z",
    to: "2026-10-06T20:00:00Z",
    ...more,
  };
}

const grounds = { reason: "We had answered.", evidence: "Mail of the 5th." };

export const putForward = (world: World, viewer: Viewer, proposal: ProposalInput, key?: string) =>
  openContest(world.caller(viewer, key), { proposal, grounds });

export const answer = (
  world: World,
  viewer: Viewer,
  p: { id: string; action: "accept" | "refuse" | "withdraw" },
) => answerContest(world.caller(viewer), { contestId: p.id, action: p.action, reason: "As the log says." });

export const rule = (world: World, viewer: Viewer, p: { id: string; accept: boolean }) =>
  ruleContest(world.caller(viewer), {
    contestId: p.id,
    action: p.accept ? "rule_for" : "rule_against",
    reason: "I read both.",
  });

/** The month's one figure, as the buyer sees it. */
export async function figureOf(world: World, story: ContestStory, month = MONTH) {
  const p = {
    viewer: story.buyer,
    engagementIds: [story.engagementId],
    month,
    now: world.clock.now(),
  };
  const [found] = await world.db.readOrg(story.buyer, (tx) => monthFigures(tx, p));
  return found?.levels[0];
}

/** Everything that a refusal about contests must leave alone. */
export async function contestTraces(world: World): Promise<string> {
  const { rows } = await world.owner.query(
    `select (select json_agg(c order by id) from contest c) as contests,
       (select json_agg(c order by id) from contest_reading c) as readings,
       (select json_agg(c order by id) from correction c) as corrections,
       (select json_agg(r order by id) from month_review r) as reviews,
       (select count(*) from period_close) as closes, (select count(*) from audit_event) as audit`,
  );
  return JSON.stringify(rows[0]);
}
