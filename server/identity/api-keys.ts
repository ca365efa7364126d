import { createHash } from "node:crypto";
import type { Viewer } from "../../domain/identity/viewer.ts";
import type { Tx } from "../db.ts";
import { prepared } from "../raw-sql.ts";
import { type MembershipRow, viewerFrom } from "./viewer-of-membership.ts";

/**
 * The viewer an `Authorization: Bearer erk_…` header stands for; null for any other header, key or ended
 * member.
 */
export async function viewerOfApiKey(
  open: Tx,
  header: string | null,
  facts: { requestId: string; address: string; userAgent: string },
): Promise<Viewer | null> {
  const key = /^Bearer (erk_[A-Za-z0-9_-]{16,100})$/.exec(header ?? "")?.[1];
  if (!key) return null;
  const [row] = await open.$queryRaw<
    (MembershipRow & { organization_id: string; user_id: string })[]
  >(prepared`
    select k.organization_id, k.user_id, m.name, m.email, m.organization, m.kind, m.zone, m.role
    from app.api_key_by_hash(${hashApiKey(key)}) k
    join lateral app.membership_of(k.user_id) m on m.organization_id = k.organization_id`);
  if (!row) return null;
  return viewerFrom({
    row,
    userId: row.user_id,
    organizationId: row.organization_id,
    via: "api_key",
    facts,
  });
}

export function hashApiKey(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}
