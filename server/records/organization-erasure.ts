import type { Temporal } from "temporal-polyfill";
import { refuseSamePerson } from "../../domain/identity/segregation.ts";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import { isStaff, type Viewer } from "../../domain/identity/viewer.ts";
import { ErasureUnderWay, WITHDRAW_DAYS } from "../../domain/records/erasure.ts";
import {
  ErasureBlocked,
  type ErasureBlocker,
  type OrganizationErasureState,
} from "../../domain/records/organization-erasure.ts";
import { NotAllowed, NotFound } from "../../domain/shared/refusals.ts";
import { type Clock, toDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import { type Database, Prisma, type Tx } from "../db.ts";
import { isId } from "../party-scope.ts";
import { tellOfErasure } from "./tell-organization-erasure.job.ts";

export type OrganizationErasureRow = {
  id: string;
  organizationId: string;
  organization: string;
  askedById: string;
  askedByName: string;
  askedAt: Date;
  approvedByName: string | null;
  approvedAt: Date | null;
  dueAt: Date | null;
  withdrawnByName: string | null;
  withdrawnAt: Date | null;
  doneAt: Date | null;
  state: OrganizationErasureState;
};

/**
 * The requests that the viewer may know of, those under way first, then the newest: their own
 * organisation's, or all.
 */
export function organizationErasures(tx: Tx, viewer: Viewer): Promise<OrganizationErasureRow[]> {
  return tx.$queryRaw<OrganizationErasureRow[]>`
    select e.id, e.organization_id as "organizationId", o.name as organization, e.asked_by_id as "askedById",
      e.asked_by_name as "askedByName", e.asked_at as "askedAt", e.approved_by_name as "approvedByName",
      e.approved_at as "approvedAt", e.due_at as "dueAt", e.withdrawn_by_name as "withdrawnByName",
      e.withdrawn_at as "withdrawnAt", e.done_at as "doneAt",
      case when e.done_at is not null then 'done' when e.withdrawn_at is not null then 'withdrawn'
        when e.approved_at is not null then 'approved' else 'asked' end as state
    from organization_erasure e join organization o on o.id = e.organization_id
    where ${visibleTo(viewer)}
    order by num_nonnulls(e.done_at, e.withdrawn_at), e.id desc limit 100`;
}

/** What stands in the way of one on a day: for staff of any organisation, for anybody else of their own. */
export async function erasureBlockers(
  tx: Tx,
  p: { viewer: Viewer; organizationId: string; now: Temporal.Instant },
): Promise<ErasureBlocker[]> {
  const day = p.now.toString().slice(0, 10);
  const from = isStaff(p.viewer)
    ? Prisma.sql`app.erasure_blockers(${p.organizationId}::uuid, ${day}::date)`
    : Prisma.sql`app.own_erasure_blockers(${day}::date)`;
  const rows = await tx.$queryRaw<ErasureBlocker[]>`
    select b.kind, b.n::int as count, b.until::text as until from ${from} b`;
  return rows;
}

async function refuseBlocked({ tx, viewer, now }: Deed, organizationId: string): Promise<void> {
  const blockers = await erasureBlockers(tx, { viewer, organizationId, now });
  if (blockers.length > 0) throw new ErasureBlocked(blockers);
}

/**
 * A key has nobody who could prove that it is them, and one organisation's own sign-in could be its
 * provider's.
 */
function refuseUnlessPerson(viewer: Viewer): void {
  if (viewer.via !== "session") throw new NotAllowed("Only a person asks for that.");
}

/**
 * Asks for the viewer's organisation to be erased; nothing happens before another person approves.
 * Permission organization:erase, a person with a proof. Throws StepUpNeeded, NotAllowed, ErasureBlocked,
 * ErasureUnderWay.
 */
export const askForOrganizationErasure = command({
  name: "organization_erasure.ask",
  permission: "organization:erase",
  requiresStepUp: true,
  run: async (deed: Deed, _input: null): Promise<{ id: string }> => {
    const { tx, viewer, now } = deed;
    refuseUnlessPerson(viewer);
    const { organizationId } = viewer;
    await refuseBlocked(deed, organizationId);
    const [made] = await tx.$queryRaw<{ id: string }[]>`
      insert into organization_erasure (organization_id, asked_by_id, asked_by_name, asked_at)
      values (${organizationId}::uuid, ${viewer.userId}::uuid, ${viewer.name}, ${toDate(now)}::timestamptz)
      on conflict do nothing returning id`;
    if (!made) throw new ErasureUnderWay();
    deed.about("organization_erasure", made.id, { organizationId });
    await tellOfErasure(deed, { id: made.id, organizationId, step: "asked" });
    return made;
  },
});

/**
 * The second person's yes, from which the days to withdraw count: another head of the organisation, or an
 * administrator. Permission erasure:approve, a person with a proof. Throws StepUpNeeded, NotAllowed,
 * NotFound, SamePerson, ErasureBlocked.
 */
export const approveOrganizationErasure = command({
  name: "organization_erasure.approve",
  permission: "erasure:approve",
  requiresStepUp: true,
  run: async (deed: Deed, { id }: { id: string }): Promise<{ id: string }> => {
    const { tx, viewer, now } = deed;
    refuseUnlessPerson(viewer);
    const asked = await underWay(deed, id);
    if (asked.approvedAt) throw new NotFound("request that waits");
    refuseSamePerson("organization_erasure", { first: asked.askedById, second: viewer.userId });
    await refuseBlocked(deed, asked.organizationId);
    const dueAt = toDate(now.add({ hours: WITHDRAW_DAYS * 24 }));
    await tx.$executeRaw`
      update organization_erasure set approved_by_id = ${viewer.userId}::uuid,
        approved_by_name = ${viewer.name}, approved_at = ${toDate(now)}::timestamptz,
        due_at = ${dueAt}::timestamptz where id = ${id}::uuid`;
    const { organizationId } = asked;
    deed.about("organization_erasure", id, { organizationId, due: dueAt.toISOString().slice(0, 10) });
    await tellOfErasure(deed, { id, organizationId, step: "approved" });
    return { id };
  },
});

/**
 * Takes a request back, whoever made it, until it is done. Permission erasure:approve; throws NotFound,
 * NotAllowed.
 */
export const withdrawOrganizationErasure = command({
  name: "organization_erasure.withdraw",
  permission: "erasure:approve",
  run: async (deed: Deed, { id }: { id: string }): Promise<{ id: string }> => {
    refuseUnlessPerson(deed.viewer);
    const { organizationId } = await underWay(deed, id);
    await deed.tx.$executeRaw`
      update organization_erasure set withdrawn_at = ${toDate(deed.now)}::timestamptz,
        withdrawn_by_name = ${deed.viewer.name} where id = ${id}::uuid`;
    deed.about("organization_erasure", id, { organizationId });
    await tellOfErasure(deed, { id, organizationId, step: "withdrawn" });
    return { id };
  },
});

type UnderWay = { organizationId: string; askedById: string; approvedAt: Date | null };

/** A request that neither ended nor was withdrawn, held until the transaction ends. Throws NotFound. */
async function underWay({ tx, viewer }: Deed, id: string): Promise<UnderWay> {
  const rows = isId(id)
    ? await tx.$queryRaw<UnderWay[]>`
        select e.organization_id as "organizationId", e.asked_by_id as "askedById",
          e.approved_at as "approvedAt"
        from organization_erasure e where e.id = ${id}::uuid and ${visibleTo(viewer)}
          and e.withdrawn_at is null and e.done_at is null for update`
    : [];
  if (!rows[0]) throw new NotFound("request");
  return rows[0];
}

function visibleTo(viewer: Viewer): Prisma.Sql {
  return isStaff(viewer)
    ? Prisma.sql`true`
    : Prisma.sql`e.organization_id = ${viewer.organizationId}::uuid`;
}

/**
 * Erases every organisation whose time to withdraw is over, each in a transaction of its own with its audit
 * row. What something keeps by then waits until it is settled. Answers how many it erased.
 */
export async function eraseDueOrganizations(deps: { db: Database; clock: Clock }): Promise<number> {
  const due = await deps.db.open.$queryRaw<{ id: string; organizationId: string }[]>`
    select id, organization_id as "organizationId"
    from app.due_organization_erasures(${toDate(deps.clock.now())}::timestamptz)`;
  let erased = 0;
  for (const { id, organizationId } of due) {
    const viewer = systemViewer(organizationId, `organization_erasure:${id}`);
    erased += await finish({ ...deps, viewer }, { id }).then(() => 1, unlessKept);
  }
  return erased;
}

/** Something keeps it still, or another worker was first. */
function unlessKept(error: unknown): 0 {
  if (error instanceof NotFound) return 0;
  throw error;
}

const finish = command({
  name: "organization_erasure.finish",
  permission: "erasure:approve",
  run: async (deed: Deed, { id }: { id: string }): Promise<void> => {
    const [answer] = await deed.tx.$queryRaw<{ done: Record<string, number> | null }[]>`
      select app.erase_organization(${id}::uuid, ${toDate(deed.now)}::timestamptz) as done`;
    if (!answer?.done) throw new NotFound("organisation to erase");
    deed.about("organization_erasure", id, answer.done);
    await tellOfErasure(deed, { id, organizationId: deed.viewer.organizationId, step: "done" });
  },
});
