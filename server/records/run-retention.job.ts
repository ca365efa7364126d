import { systemViewer } from "../../domain/identity/system-viewer.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import { type Clock, toDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import type { Database } from "../db.ts";

type Deps = { db: Database; clock: Clock };

/** Few enough for a transaction of a moment, many enough that a million rows take no night. */
const AT_ONCE = 1000;

/**
 * The nightly run: takes away what its rule no longer keeps and nothing holds, kind by kind and batch by
 * batch. How far it is stands with each batch, so it goes on where it was killed, and a second run of the
 * same night changes nothing. Each kind that is done leaves an audit row of the marketplace.
 */
export async function runRetention(deps: Deps, p: { atOnce?: number } = {}): Promise<void> {
  const [marketplace] = await deps.db.open.$queryRaw<{ id: string }[]>`
    select id from organization where kind = 'marketplace' order by created_at, id limit 1`;
  if (!marketplace) return;
  const now = toDate(deps.clock.now());
  const parts = await deps.db.open.$queryRaw<{ id: string }[]>`
    select part_id::text as id from app.begin_retention(${now}::timestamptz)`;
  const viewer = systemViewer(marketplace.id, "retention:nightly");
  for (const { id } of parts) {
    while ((await step(deps, id, p.atOnce ?? AT_ONCE)) > 0);
    await finishPart({ ...deps, viewer }, { id }).catch(unlessDone);
  }
  await deps.db.open.$executeRaw`
    update retention_run u set finished_at = ${toDate(deps.clock.now())}::timestamptz
    where u.finished_at is null
      and not exists (select 1 from retention_run_part p where p.run_id = u.id and p.finished_at is null)`;
}

/** Another worker came to the same end first, and wrote it down. */
function unlessDone(error: unknown): void {
  if (!(error instanceof NotFound)) throw error;
}

/** One batch in a transaction of its own; answers how many records it looked at. */
async function step(deps: Deps, partId: string, take: number): Promise<number> {
  const now = toDate(deps.clock.now());
  const [answer] = await deps.db.open.$queryRaw<{ looked: number }[]>`
    select app.retention_step(${partId}::uuid, ${take}::int, ${now}::timestamptz) as looked`;
  return answer?.looked ?? 0;
}

type Finished = { run: string; kind: string; days: number; gone: number; held: Record<string, number> };

/** Says that a kind is done, once. Throws NotFound where it is said already. */
const finishPart = command({
  name: "retention_run.finish_kind",
  permission: "retention:set",
  run: async (deed: Deed, { id }: { id: string }): Promise<void> => {
    const [done] = await deed.tx.$queryRaw<Finished[]>`
      update retention_run_part p set finished_at = ${toDate(deed.now)}::timestamptz
      from retention_rule r
      where p.id = ${id}::uuid and p.finished_at is null and r.id = p.rule_id
      returning p.run_id as run, p.kind, r.days, p.gone, p.held`;
    if (!done) throw new NotFound("part of a run");
    const { run, ...counted } = done;
    deed.about("retention_run", run, counted);
  },
});
