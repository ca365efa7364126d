import { randomBytes } from "node:crypto";
import {
  type Asserted,
  assertedPerson,
  type Claims,
  type SsoRefusal,
} from "../../../domain/identity/single-sign-on.ts";
import { systemViewer } from "../../../domain/identity/system-viewer.ts";
import { DomainError } from "../../../domain/shared/domain-error.ts";
import { InvalidInput } from "../../../domain/shared/refusals.ts";
import { toDate } from "../../clock.ts";
import { command, type Deed } from "../../command.ts";
import { newId } from "../../new-id.ts";
import { hashPassword } from "../password.ts";
import { givenRole } from "../people/given-role.ts";
import type { IdentityDeps } from "../sign-in.ts";
import { type MembershipRow, type RequestFacts, viewerFrom } from "../viewer-of-membership.ts";
import type { SsoDoor } from "./parts.ts";

class EntryRefused extends DomainError {
  readonly reason: SsoRefusal;

  constructor(reason: SsoRefusal) {
    super({ code: "sso_entry_refused", message: "Your organisation's sign-in does not lead here." });
    this.reason = reason;
  }
}

/**
 * Lets in whom the organisation's provider says it has signed in: whoever came by the same account before,
 * else whoever has the address, else somebody new in the connection's role. Who was removed from the
 * organisation stays out, and an address that was given to another account opens nobody's place.
 */
export async function enter(
  deps: IdentityDeps,
  p: { door: SsoDoor; claims: Claims; facts: RequestFacts },
): Promise<{ userId: string } | { refused: SsoRefusal }> {
  const { door } = p;
  const { organizationId } = door;
  const known = await deps.db.readOrg(systemViewer(organizationId, p.facts.requestId), async (tx) => ({
    domains: await tx.ssoDomain.findMany({
      where: { organizationId, verifiedAt: { not: null }, removedAt: null },
      select: { domain: true },
    }),
    linked: await tx.ssoIdentity.findUnique({
      where: { connectionId_subject: { connectionId: door.id, subject: p.claims.sub } },
      select: { userId: true },
    }),
  }));
  const asserted = assertedPerson(p.claims, { domains: known.domains.map((one) => one.domain) });
  if ("refused" in asserted) return asserted;
  const person = await deps.open.user.findUnique({
    where: known.linked ? { id: known.linked.userId } : { email: asserted.email },
  });
  if (person?.disabledAt) return { refused: "no_place" };
  const made = person ? null : { passwordHash: await hashPassword(randomBytes(32).toString("base64")) };
  const userId = person?.id ?? (await newId(deps.open));
  const viewer = atDoor(door, { userId, email: asserted.email, name: person?.name ?? asserted.name, ...p });
  try {
    await signInByProvider(
      { db: deps.db, clock: deps.clock, viewer },
      { connectionId: door.id, asserted, isLinked: known.linked !== null, made },
    );
    return { userId };
  } catch (error) {
    if (error instanceof EntryRefused) return { refused: error.reason };
    throw error;
  }
}

type Entry = {
  connectionId: string;
  asserted: Asserted;
  isLinked: boolean;
  made: { passwordHash: string } | null;
};

const signInByProvider = command({
  name: "single_sign_on.sign_in",
  permission: "organization:read",
  run: async (deed: Deed, input: Entry): Promise<null> => {
    const { tx, viewer } = deed;
    const { connectionId } = input;
    const at = toDate(deed.now);
    const connection = await tx.ssoConnection.findFirst({ where: { id: connectionId, removedAt: null } });
    if (!connection) throw new EntryRefused("removed");
    if (input.made) await makePerson(deed, { ...input, made: input.made });
    const joined = await place(deed, connection);
    if (!input.isLinked) await link(deed, input);
    if (!connection.testedAt)
      await tx.ssoConnection.update({ where: { id: connectionId }, data: { testedAt: at } });
    deed.about("person", viewer.userId, { connectionId, joined, linked: !input.isLinked });
    return null;
  },
});

async function makePerson(
  { tx, viewer, now }: Deed,
  input: Entry & { made: { passwordHash: string } },
): Promise<void> {
  const { email, name } = input.asserted;
  const made = await tx.$executeRaw`
    insert into person (id, email, name, password_hash, created_at)
    values (${viewer.userId}::uuid, ${email}, ${name}, ${input.made.passwordHash},
      ${toDate(now)}::timestamptz)
    on conflict (email) do nothing`;
  // Made by somebody else at the same moment: the next try finds them.
  if (made === 0) throw new EntryRefused("expired");
}

/** Their place in the organisation; the role of a new one, null for one that was there. */
async function place(
  { tx, viewer, now }: Deed,
  connection: { defaultRole: string | null; customRoleId: string | null },
): Promise<string | null> {
  const { organizationId, userId } = viewer;
  const there = await tx.membership.findUnique({
    where: { organizationId_userId: { organizationId, userId } },
    select: { endedAt: true },
  });
  if (there && !there.endedAt) return null;
  if (there || !connection.defaultRole) throw new EntryRefused("no_place");
  // A role of the organisation's own that was removed since gives nobody a place.
  const gives = await givenRole(tx, viewer, connection.customRoleId ?? connection.defaultRole).catch(
    (error) => {
      throw error instanceof InvalidInput ? new EntryRefused("no_place") : error;
    },
  );
  await tx.$executeRaw`
    insert into membership (organization_id, user_id, role, custom_role_id, created_at)
    values (${organizationId}::uuid, ${userId}::uuid, ${gives.role}, ${gives.customRoleId}::uuid,
      ${toDate(now)}::timestamptz)`;
  return gives.name;
}

async function link({ tx, viewer, now }: Deed, { connectionId, asserted }: Entry): Promise<void> {
  const linked = await tx.$executeRaw`
    insert into sso_identity (organization_id, connection_id, subject, user_id, created_at)
    values (${viewer.organizationId}::uuid, ${connectionId}::uuid, ${asserted.subject},
      ${viewer.userId}::uuid, ${toDate(now)}::timestamptz)
    on conflict do nothing`;
  if (linked === 0) throw new EntryRefused("other_account");
}

/** At the door they do one thing; what their role carries they have from the next request on. */
function atDoor(
  { organizationId, organization, kind, zone }: SsoDoor,
  p: { userId: string; name: string; email: string; facts: RequestFacts },
) {
  const permissions: MembershipRow["permissions"] = ["organization:read"];
  const { name, email, userId, facts } = p;
  const row = {
    name,
    email,
    organization,
    kind,
    zone,
    role: "member",
    custom_role: "At the door",
    permissions,
  };
  return viewerFrom({ row, userId, organizationId, via: "sso", facts });
}
