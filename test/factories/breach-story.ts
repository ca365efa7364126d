import { Temporal } from "temporal-polyfill";
import type { PlanInput } from "../../domain/service-levels/breach-plan.input.ts";
import { findBreach } from "../../server/service-levels/breach.read.ts";
import { planBreach } from "../../server/service-levels/plan-breach.ts";
import type { World } from "../world.ts";
import { closedMonth } from "./closed-month.ts";
import { type ContestStory, contestStory, insertEvent, MONTH } from "./contest-story.ts";

/** The one breach of a story's month, as the buyer sees it. */
export async function breachOf(world: World, story: ContestStory, month: string) {
  const row = await world.row("select id from breach where engagement_id = $1 and period = $2", [
    story.engagementId,
    month,
  ]);
  if (!row) return null;
  return world.db.readOrg(story.buyer, (tx) => findBreach(tx, { viewer: story.buyer, id: row.id }));
}

/** October with one miss in five, frozen: 80 % against 95 %, with a minimum of 90 %. */
export async function missedMonth(world: World): Promise<{ story: ContestStory; id: string }> {
  const story = await contestStory(world);
  await workIn(world, story, { month: MONTH, met: 2, missed: 1 });
  await monthEnds(world, story, MONTH);
  const breach = await breachOf(world, story, MONTH);
  return { story, id: breach?.id ?? "" };
}

/** Work of a month: so many items in time and so many late, one after the other. The target is four hours. */
export async function workIn(
  world: World,
  story: ContestStory,
  p: { month: string; met: number; missed: number },
): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < p.met + p.missed; index += 1) {
    const start = Temporal.Instant.from(`${p.month}-05T08:00:00Z`).add({ minutes: index });
    const stop = start.add({ hours: index < p.met ? 2 : 9 });
    const row = await world.row(
      `insert into work_item (organization_id, provider_id, engagement_id, source, reference, type, title, priority,
         state, opened_at, resolved_at) values ($1, $2, $3, 'desk', $4, 'incident', 'Printer', 'P3', 'resolved', $5, $6)
       returning id`,
      [
        story.buyer.organizationId,
        story.provider.organizationId,
        story.engagementId,
        `${p.month}-${index}`,
        start.toString(),
        stop.toString(),
      ],
    );
    for (const [type, at] of [
      ["start", start],
      ["stop", stop],
    ] as const)
      await insertEvent(world, story, { workItemId: row.id, type, at: at.toString() });
    ids.push(row.id);
  }
  return ids;
}

/** Moves the clock past a month, freezes it by its three steps, and lets the jobs run. */
export async function monthEnds(world: World, story: ContestStory, month: string): Promise<void> {
  const after = Temporal.PlainYearMonth.from(month).add({ months: 1 }).toPlainDate({ day: 2 });
  world.clock.moveTo(after.toZonedDateTime({ timeZone: "UTC", plainTime: "12:00" }).toInstant());
  await closedMonth(world, story, month);
  await world.drainJobs();
}

/** What the provider states, unless the test says otherwise. */
export async function plan(
  world: World,
  story: ContestStory,
  more: Partial<PlanInput> & { breachId: string },
) {
  const breach = await world.db.readOrg(story.buyer, (tx) =>
    findBreach(tx, { viewer: story.buyer, id: more.breachId }),
  );
  return planBreach(world.caller(story.provider), {
    category: "capacity",
    cause: "Two people were ill in the same week.",
    explainedItemIds: breach?.missedItemIds ?? [],
    action: "A third person is trained and on call.",
    ownerId: story.provider.userId,
    dueOn: "2026-11-20",
    promisedFigure: "90",
    promisedMonth: "2026-12",
    ...more,
  });
}

/** Runs the job that waits for a breach's due moment, as time itself would. */
export async function dueMomentComes(world: World, breachId: string, instant: string): Promise<void> {
  world.clock.moveTo(Temporal.Instant.from(instant));
  await world.owner.query("update graphile_worker._private_jobs set run_at = now() where key = $1", [
    `breach:${breachId}`,
  ]);
  await world.drainJobs();
}

/** Everything that a refusal about breaches must leave alone. */
export async function breachTraces(world: World): Promise<string> {
  const { rows } = await world.owner.query(
    `select (select json_agg(b order by id) from breach b) as breaches,
       (select json_agg(p order by id) from breach_plan p) as plans,
       (select json_agg(s order by id) from breach_step s) as steps,
       (select count(*) from audit_event) as audit, (select count(*) from graphile_worker.jobs) as jobs`,
  );
  return JSON.stringify(rows[0]);
}
