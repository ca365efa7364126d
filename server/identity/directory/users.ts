import { randomBytes } from "node:crypto";
import { DirectoryProblem } from "../../../domain/identity/directory/problem.ts";
import type { DirectoryUser } from "../../../domain/identity/directory/resources.ts";
import { isHead } from "../../../domain/identity/permissions.ts";
import { domainOfEmail } from "../../../domain/identity/single-sign-on.ts";
import { NotFound } from "../../../domain/shared/refusals.ts";
import { toDate } from "../../clock.ts";
import { type Caller, command, type Deed } from "../../command.ts";
import { hashPassword } from "../password.ts";
import { lockedHeads, lockedMember } from "../people/given-role.ts";
import { end } from "../people/leave.ts";
import { defaultRole } from "./roles.ts";
import { directoryUser, type UserRow } from "./users.read.ts";

/**
 * Brings somebody in: a new person, or one who has the address already. Either way the address is of a
 * domain that the organisation has verified, so nobody is taken from outside. Throws DirectoryProblem: 409
 * for somebody who is there, 400 for a foreign address.
 */
export async function createUser(caller: Caller, given: DirectoryUser): Promise<{ id: string }> {
  // Hashed before the transaction; a password that nobody knows, until one is set by mail.
  const passwordHash = await hashPassword(randomBytes(32).toString("base64"));
  const create = command({
    name: "directory.create_user",
    permission: "member:manage",
    run: async (deed: Deed, user: DirectoryUser) => {
      const { tx, viewer, now } = deed;
      const at = toDate(now);
      await demandOwnDomain(deed, user.email);
      await tx.$executeRaw`
        insert into person (email, name, password_hash, created_at)
        values (${user.email}, ${user.name}, ${passwordHash}, ${at}::timestamptz)
        on conflict (email) do nothing`;
      const person = await tx.user.findUniqueOrThrow({ where: { email: user.email } });
      if (person.disabledAt) throw taken();
      const { organizationId } = viewer;
      const where = { organizationId_userId: { organizationId, userId: person.id } };
      const there = await tx.membership.findUnique({ where });
      const known = there && (await tx.directoryPerson.findUnique({ where: { membershipId: there.id } }));
      if (there && (!there.endedAt || (known && !known.isDeleted))) throw taken();
      const role = await defaultRole(deed);
      const place = { role: role.role, customRoleId: role.customRoleId };
      const ended = user.active
        ? { endedAt: null, endedByName: null }
        : { endedAt: at, endedByName: viewer.name };
      const { id } = there
        ? await tx.membership.update({ where, data: { ...place, ...ended }, select: { id: true } })
        : await tx.membership.create({
            data: { ...{ organizationId, userId: person.id, createdAt: at }, ...place, ...ended },
            select: { id: true },
          });
      await keep(deed, id, user);
      deed.about("membership", id, { person: person.name, role: role.name, active: user.active });
      return { id };
    },
  });
  return create(caller, given);
}

/**
 * Brings somebody's record to what is given; inactive is out at once. Throws NotFound and DirectoryProblem.
 */
export const changeUser = command({
  name: "directory.change_user",
  permission: "member:manage",
  run: async (deed: Deed, { id, user }: { id: string; user: DirectoryUser }): Promise<{ id: string }> => {
    const before = await found(deed, id);
    await keep(deed, id, user);
    await rename(deed, before, user.name);
    if (before.active && !user.active) await deactivate(deed, id);
    else if (!before.active && user.active) await reactivate(deed, before);
    deed.about("membership", id, {
      person: before.name,
      ...(before.active === user.active ? {} : { active: user.active }),
    });
    return { id };
  },
});

/** Takes somebody out of the organisation and of its directory. Throws NotFound. */
export const deleteUser = command({
  name: "directory.delete_user",
  permission: "member:manage",
  run: async (deed: Deed, { id }: { id: string }): Promise<{ id: string }> => {
    const before = await found(deed, id);
    if (before.active) await deactivate(deed, id);
    await keep(deed, id, before);
    await deed.tx.directoryPerson.update({ where: { membershipId: id }, data: { isDeleted: true } });
    await deed.tx.directoryGroupMember.deleteMany({ where: { membershipId: id } });
    deed.about("membership", id, { person: before.name, deleted: true });
    return { id };
  },
});

async function found({ tx, viewer }: Deed, id: string): Promise<UserRow> {
  const row = await directoryUser(tx, viewer, id);
  if (!row) throw new NotFound("user");
  return row;
}

/** Sessions, keys and streams in this organisation end with the place; in others they stay. */
async function deactivate(deed: Deed, id: string): Promise<void> {
  const heads = await lockedHeads(deed.tx, deed.viewer);
  await end(deed, await lockedMember(deed.tx, deed.viewer, id), heads);
}

/** They come back in the role they had; whoever was at the head comes back as everybody does. */
async function reactivate(deed: Deed, { id, userId }: UserRow): Promise<void> {
  const { tx, viewer } = deed;
  const person = await tx.user.findUniqueOrThrow({ where: { id: userId } });
  if (person.disabledAt) throw new DirectoryProblem(409, "This account was closed by Engine Room.");
  const place = await tx.membership.findUniqueOrThrow({ where: { id } });
  const wasHead = isHead(viewer.organizationKind, place.role as "owner");
  const { role, customRoleId } = wasHead ? await defaultRole(deed) : place;
  await tx.membership.update({
    where: { id },
    data: { endedAt: null, endedByName: null, role, customRoleId },
  });
}

type Kept = Pick<DirectoryUser, "userName" | "externalId" | "givenName" | "familyName">;

async function keep({ tx, viewer, now }: Deed, membershipId: string, user: Kept): Promise<void> {
  const { organizationId } = viewer;
  const { userName, externalId, givenName, familyName } = user;
  const [other] = await tx.$queryRaw<unknown[]>`
    select 1 from directory_person where organization_id = ${organizationId}::uuid and not is_deleted
      and lower(user_name) = lower(${userName}) and membership_id <> ${membershipId}::uuid`;
  if (other) throw taken();
  const at = toDate(now);
  const facts = { ...{ userName, externalId, givenName, familyName }, isDeleted: false, updatedAt: at };
  await tx.directoryPerson.upsert({
    where: { membershipId },
    create: { membershipId, organizationId, ...facts, createdAt: at },
    update: facts,
  });
}

/** A name is the person's own, in all their organisations; a directory changes it where there is but one. */
async function rename({ tx }: Deed, { userId, name: before }: UserRow, name: string): Promise<void> {
  if (name === before) return;
  const [places] = await tx.$queryRaw<{ n: number }[]>`
    select count(*)::int as n from app.membership_of(${userId}::uuid)`;
  if ((places?.n ?? 0) === 1) await tx.user.update({ where: { id: userId }, data: { name } });
}

async function demandOwnDomain({ tx, viewer }: Deed, email: string): Promise<void> {
  const domain = domainOfEmail(email) ?? "";
  const own = { organizationId: viewer.organizationId, domain, verifiedAt: { not: null }, removedAt: null };
  if ((await tx.ssoDomain.count({ where: own })) === 0)
    throw new DirectoryProblem(
      400,
      `${domain} is no domain that your organisation has verified.`,
      "invalidValue",
    );
}

const taken = () =>
  new DirectoryProblem(409, "There is a user with this userName or e-mail.", "uniqueness");
