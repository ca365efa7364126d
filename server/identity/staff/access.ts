import { may } from "../../../domain/identity/permissions.ts";
import { refuseSamePerson } from "../../../domain/identity/segregation.ts";
import {
  AccessStands,
  type AskAccessInput,
  askAccessSchema,
} from "../../../domain/identity/staff-access.ts";
import { isStaff } from "../../../domain/identity/viewer.ts";
import { NotFound, parseInput } from "../../../domain/shared/refusals.ts";
import { toDate } from "../../clock.ts";
import { command, type Deed } from "../../command.ts";
import { isId } from "../../party-scope.ts";

/**
 * Lets the viewer read an organisation for some hours, with a reason that the organisation is shown. With
 * documents it opens when a second person approves. Permission staff_access:ask; throws InvalidInput,
 * NotFound, AccessStands.
 */
export const askStaffAccess = command({
  name: "staff_access.ask",
  permission: "staff_access:ask",
  requiresStepUp: true,
  run: async (deed: Deed, input: AskAccessInput): Promise<{ id: string }> => {
    const { organizationId, reason, hours, documents } = parseInput(askAccessSchema, input);
    const { tx, viewer, now } = deed;
    await demandTenant(deed, organizationId);
    const [there] = await tx.$queryRaw<unknown[]>`select 1 from staff_access
      where user_id = ${viewer.userId}::uuid and organization_id = ${organizationId}::uuid
        and ended_at is null and documents = ${documents}
        and (expires_at is null or expires_at > ${toDate(now)}::timestamptz)`;
    if (there) throw new AccessStands("You have such an access, or have asked for one.");
    const { id } = await tx.staffAccess.create({
      data: {
        ...{ organizationId, reason, hours, documents },
        ...{ userId: viewer.userId, userName: viewer.name, askedAt: toDate(now) },
        ...(documents ? {} : { openedAt: toDate(now), expiresAt: toDate(now.add({ hours })) }),
      },
      select: { id: true },
    });
    deed.about("staff_access", id, { organizationId, reason, hours, documents });
    return { id };
  },
});

/**
 * The second person's yes, from which the hours count. Permission staff_access:approve; throws NotFound,
 * SamePerson.
 */
export const approveStaffAccess = command({
  name: "staff_access.approve",
  permission: "staff_access:approve",
  requiresStepUp: true,
  run: async (deed: Deed, { id }: { id: string }): Promise<{ id: string }> => {
    const access = await held(deed, id);
    if (access.openedAt) throw new NotFound("access that waits");
    refuseSamePerson("staff_access", { first: access.userId, second: deed.viewer.userId });
    const { now, viewer } = deed;
    await deed.tx.staffAccess.update({
      where: { id },
      data: {
        ...{ openedAt: toDate(now), expiresAt: toDate(now.add({ hours: access.hours })) },
        ...{ approvedById: viewer.userId, approvedByName: viewer.name },
      },
    });
    deed.about("staff_access", id, { for: access.userName, organizationId: access.organizationId });
    return { id };
  },
});

/** Ends an access, or turns a request down: one's own, or by whoever approves. Throws NotFound. */
export const endStaffAccess = command({
  name: "staff_access.end",
  permission: "organization:read",
  run: async (deed: Deed, { id }: { id: string }): Promise<{ id: string }> => {
    if (!isStaff(deed.viewer)) throw new NotFound("access");
    const access = await held(deed, id);
    const { viewer } = deed;
    if (access.userId !== viewer.userId && !may(viewer, "staff_access:approve"))
      throw new NotFound("access");
    await deed.tx.staffAccess.update({
      where: { id },
      data: { endedAt: toDate(deed.now), endedByName: viewer.name },
    });
    deed.about("staff_access", id, { for: access.userName, organizationId: access.organizationId });
    return { id };
  },
});

/** Has somebody look after an organisation. Permission staff_assignment:set; throws NotFound. */
export const assignStaff = command({
  name: "staff_assignment.set",
  permission: "staff_assignment:set",
  requiresStepUp: true,
  run: async (deed: Deed, p: { membershipId: string; organizationId: string }): Promise<{ id: string }> => {
    const { tx, viewer, now } = deed;
    await demandTenant(deed, p.organizationId);
    const [who] = isId(p.membershipId)
      ? await tx.$queryRaw<{ userId: string; name: string }[]>`
        select m.user_id as "userId", u.name from membership m join person u on u.id = m.user_id
        where m.id = ${p.membershipId}::uuid and m.organization_id = ${viewer.organizationId}::uuid
          and m.ended_at is null and m.role in ('account_manager', 'vetting_officer')`
      : [];
    if (!who) throw new NotFound("account manager");
    const open = { userId: who.userId, organizationId: p.organizationId, endedAt: null };
    const there = await tx.staffAssignment.findFirst({ where: open, select: { id: true } });
    if (there) return there;
    const { id } = await tx.staffAssignment.create({
      data: { ...open, userName: who.name, assignedByName: viewer.name, createdAt: toDate(now) },
      select: { id: true },
    });
    deed.about("staff_assignment", id, { who: who.name, organizationId: p.organizationId });
    return { id };
  },
});

/** Ends an assignment: from the next request on nothing is read by it. Throws NotFound. */
export const endStaffAssignment = command({
  name: "staff_assignment.end",
  permission: "staff_assignment:set",
  run: async (deed: Deed, { id }: { id: string }): Promise<{ id: string }> => {
    const where = { id, endedAt: null };
    const open = isId(id) ? await deed.tx.staffAssignment.findFirst({ where }) : null;
    if (!open) throw new NotFound("assignment");
    await deed.tx.staffAssignment.update({ where: { id }, data: { endedAt: toDate(deed.now) } });
    deed.about("staff_assignment", id, { who: open.userName, organizationId: open.organizationId });
    return { id };
  },
});

async function demandTenant(deed: Deed, id: string): Promise<void> {
  const where = { id, kind: { not: "marketplace" } };
  if (!isId(id) || !(await deed.tx.organization.findFirst({ where, select: { id: true } })))
    throw new NotFound("organisation");
}

type Held = {
  userId: string;
  userName: string;
  organizationId: string;
  hours: number;
  openedAt: Date | null;
};

async function held(deed: Deed, id: string): Promise<Held> {
  const [row] = isId(id)
    ? await deed.tx.$queryRaw<Held[]>`
      select user_id as "userId", user_name as "userName", organization_id as "organizationId", hours,
        opened_at as "openedAt"
      from staff_access where id = ${id}::uuid and ended_at is null for update`
    : [];
  if (!row) throw new NotFound("access");
  return row;
}
