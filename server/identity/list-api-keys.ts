import type { Viewer } from "../../domain/identity/viewer.ts";
import { Prisma, type Tx } from "../db.ts";
import { isId } from "../party-scope.ts";

export type ApiKeyRow = {
  id: string;
  name: string;
  /** The first characters, by which people tell keys apart. */
  prefix: string;
  actsAs: string;
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
  /** Null in a key that was made before there were scopes: it may do what its member may. */
  scopes: string[] | null;
  perMinute: number | null;
};

/** The keys of the viewer's organisation, those that still work first; their secrets are stored nowhere. */
export function listApiKeys(tx: Tx, viewer: Viewer): Promise<ApiKeyRow[]> {
  return tx.$queryRaw<ApiKeyRow[]>`${KEYS}
    where k.organization_id = ${viewer.organizationId}::uuid
    order by k.revoked_at is not null, k.created_at desc, k.id limit 200`;
}

/** One key of the viewer's organisation; null where there is none, for a foreign one too. */
export async function readApiKey(tx: Tx, viewer: Viewer, id: string): Promise<ApiKeyRow | null> {
  const [key] = await tx.$queryRaw<ApiKeyRow[]>`${KEYS}
    where k.organization_id = ${viewer.organizationId}::uuid and k.id = ${id}::uuid`;
  return key ?? null;
}

const KEYS = Prisma.sql`
  select k.id, k.name, k.prefix, p.name as "actsAs", k.created_at as "createdAt", k.expires_at as "expiresAt",
    k.revoked_at as "revokedAt", k.last_used_at as "lastUsedAt",
    k.scopes, k.per_minute as "perMinute"
  from api_key k join person p on p.id = k.user_id`;

export type ApiKeyCallRow = { id: string; at: Date; operation: string; outcome: string; address: string };

/** What one of the organisation's keys did, newest first; nothing for a foreign one. */
export async function apiKeyCalls(
  tx: Tx,
  p: {
    viewer: Viewer;
    keyId: string;
    page: { before?: string | undefined; after?: string | undefined; take: number; inverted: boolean };
  },
): Promise<ApiKeyCallRow[]> {
  const { before, after, take, inverted } = p.page;
  if (!isId(p.keyId)) return [];
  const { organizationId } = p.viewer;
  const own = Prisma.sql`c.organization_id = ${organizationId}::uuid and c.key_id = ${p.keyId}::uuid`;
  // A cursor is a call of this very key; any other id, of somebody's or of nothing, leads nowhere.
  const place = (id: string) => Prisma.sql`(select c.id from api_key_call c where ${own}
    and c.id = ${isId(id) ? id : null}::uuid)`;
  const parts = [own];
  if (after) parts.push(Prisma.sql`c.id < ${place(after)}`);
  if (before) parts.push(Prisma.sql`c.id > ${place(before)}`);
  return tx.$queryRaw<ApiKeyCallRow[]>`
    select c.id, c.at, c.operation, c.outcome, c.address from api_key_call c
    where ${Prisma.join(parts, " and ")} order by c.id ${inverted ? Prisma.sql`asc` : Prisma.sql`desc`}
    limit ${take}`;
}
