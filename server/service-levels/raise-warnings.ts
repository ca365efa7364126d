import type { Temporal } from "temporal-polyfill";
import { breachForecast } from "../../domain/service-levels/breach-forecast.ts";
import {
  type BreachForecast,
  type DueWarning,
  dueWarnings,
} from "../../domain/service-levels/due-warnings.ts";
import type { ItemDeadline } from "../../domain/service-levels/item-deadline.ts";
import { addresseesOf, shownFrom } from "../../domain/service-levels/warning-addressee.ts";
import { type RunningClock, runningClock } from "../../domain/service-levels/warning-step.ts";
import { formatInstant } from "../../domain/shared/instant.ts";
import { toDate } from "../clock.ts";
import type { Tx } from "../db.ts";
import type { ContractedEngagement } from "../delivery/contracted-engagement.ts";
import { mailNotices } from "./mail-notices.ts";
import { noticePeople } from "./notice-people.read.ts";
import type { ItemClock } from "./work-clocks.ts";

/** An open item with its clocks as they stand, its dates, and how many open items fall due before it. */
export type WatchedItem = {
  id: string;
  priority: string | null;
  clocks: readonly ItemClock[];
  dates: readonly ItemDeadline[];
  ahead: number;
};

type Raised = {
  work_item_id: string;
  level_id: string;
  cycle: number;
  step: DueWarning["step"];
  priority: string | null;
  target_seconds: number;
  reached_at: string;
  breach_at: string;
  forecast: object | null;
};

/** Levels whose clock ends with the work itself: only of these does the length of the queue tell anything. */
const ENDS_WITH_THE_WORK = new Set(["resolve", "restore"]);

/**
 * Raises what is due of the items and says of each when to look again (null: at nothing). A warning that was
 * raised before, or is being raised by another worker at this moment, is not raised again.
 */
export async function raiseWarnings(
  tx: Tx,
  p: { engagement: ContractedEngagement; items: readonly WatchedItem[]; now: Temporal.Instant },
): Promise<Map<string, string | null>> {
  const { engagement, items } = p;
  if (items.length === 0) return new Map();
  const said = await saidOf(tx, items);
  const done = await lastDone(tx, engagement.id);
  const now = Math.floor(p.now.epochMilliseconds / 1000);
  const next = new Map<string, string | null>();
  const raised: Raised[] = [];
  for (const item of items) {
    const looks = watchedOf(item, { done, now }).flatMap(({ levelId, clock, forecast }) => {
      const breach = clock.moments.find(({ step }) => step === "breach");
      if (!breach) return [];
      const own = said.get(`${item.id} ${levelId} ${clock.cycle}`) ?? new Set<string>();
      const look = dueWarnings({ clock, said: own, now, forecast });
      for (const { step, reachedAt, forecast: reasons } of look.due)
        raised.push({
          work_item_id: item.id,
          level_id: levelId,
          cycle: clock.cycle,
          step,
          priority: item.priority,
          target_seconds: clock.targetSeconds,
          reached_at: formatInstant(reachedAt),
          breach_at: formatInstant(breach.at),
          forecast: reasons && { ...reasons, doneAt: formatInstant(reasons.doneAt) },
        });
      return look.next === null ? [] : [look.next];
    });
    next.set(item.id, looks.length === 0 ? null : formatInstant(Math.min(...looks)));
  }
  if (raised.length > 0) await write(tx, { engagement, raised, now: p.now });
  return next;
}

type Watched = { levelId: string; clock: RunningClock; forecast: BreachForecast | null };

/** What of an item may be warned of: its clocks that run, and the dates that it is held to. */
function watchedOf(item: WatchedItem, p: { done: readonly number[]; now: number }): Watched[] {
  const clocks = item.clocks.flatMap(({ level, bundle }): Watched[] => {
    const clock = runningClock(bundle);
    if (!clock) return [];
    const forecast = ENDS_WITH_THE_WORK.has(level.clock?.name ?? "")
      ? breachForecast({ calendar: bundle.calendar, ahead: item.ahead, ...p })
      : null;
    return [{ levelId: level.id, clock, forecast }];
  });
  const dates = item.dates.map(({ level, clock }) => ({ levelId: level.id, clock, forecast: null }));
  return [...clocks, ...dates];
}

async function saidOf(tx: Tx, items: readonly WatchedItem[]): Promise<Map<string, Set<string>>> {
  const said = new Map<string, Set<string>>();
  const rows = await tx.$queryRaw<{ key: string; steps: string[] }[]>`
    select work_item_id || ' ' || level_id || ' ' || cycle as key, array_agg(step) as steps from sla_warning
    where work_item_id = any (${items.map((one) => one.id)}::uuid[]) group by 1`;
  for (const { key, steps } of rows) said.set(key, new Set(steps));
  return said;
}

/** When the last items of an engagement were done, in epoch seconds: what its pace is read from. */
async function lastDone(tx: Tx, engagementId: string): Promise<number[]> {
  const rows = await tx.$queryRaw<{ at: number }[]>`
    select extract(epoch from resolved_at)::float8 as at from work_item
    where engagement_id = ${engagementId}::uuid and resolved_at is not null
    order by resolved_at desc limit 101`;
  return rows.map((row) => Math.floor(row.at));
}

async function write(
  tx: Tx,
  p: { engagement: ContractedEngagement; raised: readonly Raised[]; now: Temporal.Instant },
): Promise<void> {
  const { id, organizationId, providerId } = p.engagement;
  const made = await tx.$queryRaw<{ id: string; step: Raised["step"]; priority: string | null }[]>`
    insert into sla_warning (organization_id, provider_id, engagement_id, work_item_id, level_id, cycle, step,
      priority, target_seconds, reached_at, breach_at, forecast, raised_at)
    select ${organizationId}::uuid, ${providerId}::uuid, ${id}::uuid, r.*, ${toDate(p.now)}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(p.raised)}::jsonb) as r(work_item_id uuid, level_id text,
      cycle int, step text, priority text, target_seconds int, reached_at timestamptz,
      breach_at timestamptz, forecast jsonb)
    on conflict (work_item_id, level_id, cycle, step) do nothing
    returning id, step, priority`;
  if (made.length === 0) return;
  const people = await noticePeople(tx, p.engagement);
  const at = Math.floor(p.now.epochMilliseconds / 1000);
  const notices = made.flatMap(({ id: warning, step, priority }) =>
    addresseesOf(step, people).map(({ userId, partyId, hours }) => ({
      warning,
      person: userId,
      party: partyId,
      show_at: formatInstant(shownFrom({ at, priority, hours })),
    })),
  );
  await tx.$executeRaw`
    insert into warning_notice (organization_id, provider_id, warning_id, party_id, user_id, show_at)
    select ${organizationId}::uuid, ${providerId}::uuid, n.warning, n.party, n.person, n.show_at
    from jsonb_to_recordset(${JSON.stringify(notices)}::jsonb) as n(warning uuid, person uuid, party uuid,
      show_at timestamptz)`;
  await mailNotices(tx, { organizationId, providerId, now: p.now, notices });
}
