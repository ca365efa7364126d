import { badValue, DirectoryProblem } from "../../../domain/identity/directory/problem.ts";
import type { DirectoryGroup } from "../../../domain/identity/directory/resources.ts";
import { NotFound } from "../../../domain/shared/refusals.ts";
import { toDate } from "../../clock.ts";
import { command, type Deed } from "../../command.ts";
import { isId } from "../../party-scope.ts";
import { directoryGroup } from "./groups.read.ts";
import { applyGroups } from "./roles.ts";

/**
 * A group of the directory; it gives no role until the organisation's head says so. Throws
 * DirectoryProblem.
 */
export const createGroup = command({
  name: "directory.create_group",
  permission: "member:manage",
  run: async (deed: Deed, group: DirectoryGroup): Promise<{ id: string }> => {
    const { tx, viewer, now } = deed;
    await refuseTwin(deed, group.displayName, null);
    const at = toDate(now);
    const { organizationId } = viewer;
    const { displayName, externalId } = group;
    const { id } = await tx.directoryGroup.create({
      data: { organizationId, displayName, externalId, createdAt: at, updatedAt: at },
      select: { id: true },
    });
    await setMembers(deed, id, group.memberIds);
    deed.about("directory_group", id, { name: displayName, people: group.memberIds.length });
    return { id };
  },
});

/** Brings a group to what is given; where it gives a role, whoever comes or goes gets another one at once. */
export const changeGroup = command({
  name: "directory.change_group",
  permission: "member:manage",
  run: async (
    deed: Deed,
    { id, group }: { id: string; group: DirectoryGroup },
  ): Promise<{ id: string }> => {
    const { tx, viewer, now } = deed;
    const before = await directoryGroup(tx, viewer, id);
    if (!before) throw new NotFound("group");
    await refuseTwin(deed, group.displayName, id);
    const { displayName, externalId } = group;
    await tx.directoryGroup.update({
      where: { id },
      data: { displayName, externalId, updatedAt: toDate(now) },
    });
    const were = before.members.map((one) => one.value);
    const came = group.memberIds.filter((one) => !were.includes(one));
    const went = were.filter((one) => !group.memberIds.includes(one));
    await tx.directoryGroupMember.deleteMany({ where: { groupId: id, membershipId: { in: went } } });
    await setMembers(deed, id, came);
    if (before.role) await applyGroups(deed, [...came, ...went]);
    deed.about("directory_group", id, { name: displayName, came: came.length, went: went.length });
    return { id };
  },
});

export const deleteGroup = command({
  name: "directory.delete_group",
  permission: "member:manage",
  run: async (deed: Deed, { id }: { id: string }): Promise<{ id: string }> => {
    const before = await directoryGroup(deed.tx, deed.viewer, id);
    if (!before) throw new NotFound("group");
    await deed.tx.directoryGroup.deleteMany({ where: { id } });
    const people = before.members.map((one) => one.value);
    if (before.role) await applyGroups(deed, people);
    deed.about("directory_group", id, { name: before.displayName, people: people.length });
    return { id };
  },
});

/** Only the organisation's own people, whom its directory sees: anybody else is not there. */
async function setMembers({ tx, viewer }: Deed, groupId: string, ids: readonly string[]): Promise<void> {
  const { organizationId } = viewer;
  if (!ids.every(isId)) throw badValue("A member is named by the id of a user.");
  const there = await tx.membership.findMany({
    where: { id: { in: [...ids] }, organizationId },
    select: { id: true },
  });
  const missing = ids.find((id) => !there.some((one) => one.id === id));
  if (missing !== undefined) throw badValue(`There is no user ${missing}.`);
  await tx.directoryGroupMember.createMany({
    data: ids.map((membershipId) => ({ groupId, membershipId, organizationId })),
    skipDuplicates: true,
  });
}

async function refuseTwin({ tx, viewer }: Deed, name: string, id: string | null): Promise<void> {
  const [twin] = await tx.$queryRaw<unknown[]>`
    select 1 from directory_group where organization_id = ${viewer.organizationId}::uuid
      and lower(display_name) = lower(${name}) and id is distinct from ${id}::uuid`;
  if (twin) throw new DirectoryProblem(409, "There is a group with this displayName.", "uniqueness");
}
