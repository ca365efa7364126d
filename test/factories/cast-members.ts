import { randomUUID } from "node:crypto";
import type { OrganizationKind, Role, Viewer } from "../../domain/identity/viewer.ts";
import { hashApiKey, viewerOfApiKey } from "../../server/identity/api-keys.ts";
import type { World } from "../world.ts";
import { colleague } from "./people.ts";

/** The buyer of the near deal. */
export const BUYER = "halden-foods";

/** Somebody of the story. */
export async function memberOf(world: World, slug: string, role: Role): Promise<Viewer> {
  const { rows } = await world.owner.query(
    `select o.id, o.kind, m.user_id from organization o join membership m on m.organization_id = o.id
     where o.slug = $1 and m.role = $2 order by m.id limit 1`,
    [slug, role],
  );
  if (!rows[0]) throw new Error(`The story has no ${role} at ${slug}.`);
  const kind = rows[0].kind as OrganizationKind;
  return world.viewer({ organizationId: rows[0].id, userId: rows[0].user_id, kind, role });
}

/** Somebody whom the story lacks, in a place of its own. */
export async function newMember(
  world: World,
  { slug, role }: { slug: string; role: Role },
): Promise<Viewer> {
  const found = await world.row("select id, name, kind from organization where slug = $1", [slug]);
  return colleague(world, {
    ...{ organizationId: found.id, organizationName: found.name },
    ...{ kind: found.kind as OrganizationKind, role },
  });
}

/** Of the marketplace, and looks after nobody. */
export async function unassigned(world: World, role: Role): Promise<Viewer> {
  const one = await newMember(world, { slug: "northern-accounts", role });
  await world.owner.query("delete from staff_assignment where user_id = $1", [one.userId]);
  return one;
}

/** Whom the server takes an API key for once its holder's membership has ended. */
export const endedMember = (world: World) =>
  whoBringsTheKey(world, "update membership set ended_at = now() where user_id = $1");

/** The same once their account was switched off. */
export const suspendedPerson = (world: World) =>
  whoBringsTheKey(world, "update person set disabled_at = now() where id = $1");

async function whoBringsTheKey(world: World, then: string): Promise<Viewer | null> {
  const holder = await newMember(world, { slug: BUYER, role: "owner" });
  const key = `erk_${randomUUID()}`;
  await world.owner.query(
    "insert into api_key (organization_id, user_id, name, prefix, secret_hash) values ($1, $2, 'k', 'erk', $3)",
    [holder.organizationId, holder.userId, hashApiKey(key)],
  );
  await world.owner.query(then, [holder.userId]);
  const facts = { requestId: "probe", address: "192.0.2.1", userAgent: "probe" };
  return viewerOfApiKey({ open: world.db.open, clock: world.clock }, `Bearer ${key}`, facts);
}
