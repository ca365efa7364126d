import { createHash } from "node:crypto";
import type { Viewer } from "../../domain/identity/viewer.ts";
import type { Tx } from "../db.ts";
import { viewerOf } from "./sessions.ts";

/** The viewer an `Authorization: Bearer erk_…` header stands for; null for any other header, key or ended member. */
export async function viewerOfApiKey(
  open: Tx,
  header: string | null,
  facts: { requestId: string; address: string; userAgent: string },
): Promise<Viewer | null> {
  const key = /^Bearer (erk_[A-Za-z0-9_-]{16,100})$/.exec(header ?? "")?.[1];
  if (!key) return null;
  const rows = await open.$queryRaw<{ organization_id: string; user_id: string }[]>`
    select organization_id, user_id from app.api_key_by_hash(${hashApiKey(key)})`;
  const row = rows[0];
  if (!row) return null;
  return viewerOf({
    open,
    userId: row.user_id,
    organizationId: row.organization_id,
    via: "api_key",
    facts,
  });
}

export function hashApiKey(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}
