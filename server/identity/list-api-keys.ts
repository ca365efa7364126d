import type { Viewer } from "../../domain/identity/viewer.ts";
import { Prisma, type Tx } from "../db.ts";

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
    k.revoked_at as "revokedAt", k.last_used_at as "lastUsedAt"
  from api_key k join person p on p.id = k.user_id`;
