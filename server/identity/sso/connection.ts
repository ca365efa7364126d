import { demandGrant } from "../../../domain/identity/granting.ts";
import { isHead, may } from "../../../domain/identity/permissions.ts";
import {
  type ConnectionInput,
  connectionSchema,
  SsoRefused,
} from "../../../domain/identity/single-sign-on.ts";
import { provedLately, StepUpNeeded } from "../../../domain/identity/step-up.ts";
import type { Viewer } from "../../../domain/identity/viewer.ts";
import { InvalidInput, NotAllowed, NotFound, parseInput } from "../../../domain/shared/refusals.ts";
import { toDate } from "../../clock.ts";
import { type Caller, command, type Deed } from "../../command.ts";
import { newId } from "../../new-id.ts";
import { isId } from "../../party-scope.ts";
import { NoProvider } from "../../ports/oidc/port.ts";
import { AddressRefused } from "../../ports/web/guarded-fetch.ts";
import { givenRole } from "../people/given-role.ts";
import { type SsoParts, sealedFor } from "./parts.ts";

/** How people sign in is set up by a person at their desk: no key does it, whatever its holder may do. */
export function demandPerson(viewer: Viewer): void {
  if (viewer.via !== "session") throw new NotAllowed("This is done by a person who is signed in.");
}

/**
 * Makes the connection with the organisation's identity provider, or changes it. The provider is asked first
 * what it is. Another issuer or client is another provider: who was who there counts no longer, its sessions
 * end, and the secret must be given anew, since the old one is not the new provider's to learn. Permission
 * sso:manage; throws InvalidInput, NotAllowed and SsoRefused.
 */
export async function saveConnection(caller: Caller, parts: SsoParts, given: ConnectionInput) {
  const { viewer, clock, db } = caller;
  demandPerson(viewer);
  if (!may(viewer, "sso:manage")) throw new NotAllowed();
  if (!provedLately(viewer, clock.now())) throw new StepUpNeeded();
  const input = parseInput(connectionSchema(parts), given);
  const kept = await db.readOrg(viewer, (tx) => tx.ssoConnection.findFirst({ where: present(viewer) }));
  const clientSecret = input.clientSecret || kept?.sealedSecret;
  const isSame = kept?.issuer === input.issuer && kept.clientId === input.clientId;
  if (!clientSecret || (!input.clientSecret && !isSame))
    throw new InvalidInput([
      { field: "clientSecret", message: "Give the secret that goes with this client." },
    ]);
  await look(parts, input);
  return save(caller, { ...input, box: parts.box });
}

/** Nobody is sent to an address that is no provider. */
async function look(parts: SsoParts, input: ConnectionInput): Promise<void> {
  try {
    await parts.oidc.look(input);
  } catch (error) {
    if (!(error instanceof NoProvider)) throw error;
    const why = causes(error).find((one) => one instanceof AddressRefused)?.message;
    const message = why ?? "No OpenID Connect provider that names itself so answers there.";
    throw new InvalidInput([{ field: "issuer", message }]);
  }
}

function causes(error: unknown): unknown[] {
  return error instanceof Error ? [error, ...causes(error.cause)] : [];
}

type Saving = ConnectionInput & Pick<SsoParts, "box">;

function save(caller: Caller, { box, ...input }: Saving): Promise<{ id: string }> {
  const saved = command({
    name: "sso_connection.save",
    permission: "sso:manage",
    requiresStepUp: true,
    run: async (deed: Deed, _about: { issuer: string; clientId: string; defaultRole: string }) => {
      const { tx, viewer, now } = deed;
      const role = await roleOf(deed, input.defaultRole);
      const { issuer, clientId } = input;
      const [row] = await tx.$queryRaw<
        { id: string; issuer: string; clientId: string; enforcedAt: Date }[]
      >`
        select id, issuer, client_id as "clientId", enforced_at as "enforcedAt" from sso_connection
        where organization_id = ${viewer.organizationId}::uuid and removed_at is null for update`;
      const isOther = row !== undefined && (row.issuer !== issuer || row.clientId !== clientId);
      if (isOther && row.enforcedAt) throw new SsoRefused("sso_enforced");
      const at = toDate(now);
      const facts = { issuer, clientId, ...role, updatedAt: at, ...(isOther ? { testedAt: null } : {}) };
      const id = row?.id ?? (await newId(deed.tx));
      const secret = input.clientSecret
        ? { sealedSecret: box.seal(input.clientSecret, sealedFor(id)) }
        : undefined;
      if (row) await tx.ssoConnection.update({ where: { id }, data: { ...facts, ...secret } });
      else
        await tx.ssoConnection.create({
          data: {
            ...{
              id,
              organizationId: viewer.organizationId,
              ...facts,
              sealedSecret: secret?.sealedSecret ?? "",
            },
            ...{ createdByName: viewer.name, createdAt: at },
          },
        });
      if (isOther) await forget(deed, id);
      const secretChanged = secret !== undefined;
      deed.about("sso_connection", id, { issuer, clientId, defaultRole: role.defaultRole, secretChanged });
      return { id };
    },
  });
  const { issuer, clientId, defaultRole } = input;
  return saved(caller, { issuer, clientId, defaultRole });
}

/** The role of whoever comes first, which the viewer must be able to give; nobody comes at the head. */
async function roleOf({ tx, viewer }: Deed, role: string) {
  if (role === "") return { defaultRole: null, customRoleId: null };
  const field = "defaultRole";
  const gives = await givenRole(tx, viewer, role).catch((error) => {
    if (!(error instanceof InvalidInput)) throw error;
    throw new InvalidInput([{ field, message: "Choose one of the organisation's roles, or none." }]);
  });
  if (isHead(viewer.organizationKind, gives.role))
    throw new InvalidInput([
      { field, message: "Nobody comes to the head of an organisation by signing in." },
    ]);
  demandGrant(viewer, gives.permissions);
  return { defaultRole: gives.role as string, customRoleId: gives.customRoleId };
}

/**
 * Takes the connection away: whoever signed in by it is out, and sign-ins under way lead nowhere. Throws
 * NotFound, and SsoRefused while people sign in in no other way.
 */
export const removeConnection = command({
  name: "sso_connection.remove",
  permission: "sso:manage",
  requiresStepUp: true,
  run: async (deed: Deed, { id }: { id: string }): Promise<{ id: string }> => {
    demandPerson(deed.viewer);
    const connection = await held(deed, id);
    if (connection.enforcedAt) throw new SsoRefused("sso_enforced");
    const at = toDate(deed.now);
    await deed.tx.ssoConnection.update({ where: { id }, data: { removedAt: at, updatedAt: at } });
    const sessionsEnded = await forget(deed, id);
    deed.about("sso_connection", id, { issuer: connection.issuer, sessionsEnded });
    return { id };
  },
});

/**
 * Asks that members sign in by the connection and in no other way, or allows passwords again. The owner who
 * asks keeps their password for the day the provider fails. Sessions of others that a password opened end.
 * Throws NotFound, and SsoRefused where nobody has signed in so yet or no domain is verified.
 */
export const enforceConnection = command({
  name: "sso_connection.enforce",
  permission: "sso:manage",
  requiresStepUp: true,
  run: async (deed: Deed, { id, enforced }: { id: string; enforced: boolean }): Promise<{ id: string }> => {
    const { tx, viewer } = deed;
    demandPerson(viewer);
    const connection = await held(deed, id);
    const { organizationId } = viewer;
    if (enforced) {
      if (!connection.testedAt) throw new SsoRefused("sso_not_tested");
      const verified = { organizationId, verifiedAt: { not: null }, removedAt: null };
      if ((await tx.ssoDomain.count({ where: verified })) === 0) throw new SsoRefused("sso_no_domain");
    }
    const spare = {
      enforcedAt: toDate(deed.now),
      breakGlassId: viewer.userId,
      breakGlassName: viewer.name,
    };
    const none = { enforcedAt: null, breakGlassId: null, breakGlassName: null };
    await tx.ssoConnection.update({ where: { id }, data: enforced ? spare : none });
    const others = { organizationId, ssoConnectionId: null, userId: { not: viewer.userId } };
    const { count } = enforced ? await tx.session.deleteMany({ where: others }) : { count: 0 };
    deed.about("sso_connection", id, { enforced, sessionsEnded: count });
    return { id };
  },
});

/**
 * Throws SsoRefused where this person keeps the spare key of an organisation that asks for its own sign-in.
 */
export async function refuseSpareKey(tx: Deed["tx"], viewer: Viewer, userId: string): Promise<void> {
  const keeps = { ...present(viewer), breakGlassId: userId };
  if ((await tx.ssoConnection.count({ where: keeps })) > 0) throw new SsoRefused("sso_spare_key");
}

const present = ({ organizationId }: Viewer) => ({ organizationId, removedAt: null });

async function held({ tx, viewer }: Deed, id: string) {
  const [row] = isId(id)
    ? await tx.$queryRaw<{ issuer: string; testedAt: Date | null; enforcedAt: Date | null }[]>`
      select issuer, tested_at as "testedAt", enforced_at as "enforcedAt" from sso_connection
      where id = ${id}::uuid and organization_id = ${viewer.organizationId}::uuid and removed_at is null
      for update`
    : [];
  if (!row) throw new NotFound("connection");
  return row;
}

/** Who was who at the provider counts no longer, and what it opened ends; how many sessions that were. */
async function forget({ tx }: Deed, connectionId: string): Promise<number> {
  await tx.ssoIdentity.deleteMany({ where: { connectionId } });
  return (await tx.session.deleteMany({ where: { ssoConnectionId: connectionId } })).count;
}
