import type { Role, Viewer } from "../../domain/identity/viewer.ts";
import type { Tx } from "../db.ts";

export type OrganizationFacts = {
  id: string;
  kind: string;
  slug: string;
  name: string;
  country: string;
  city: string;
  zone: string;
  currency: string;
  about: string;
  createdAt: Date;
};

/** The viewer's own organisation. */
export async function readOwnOrganization(tx: Tx, viewer: Viewer): Promise<OrganizationFacts> {
  const [row] = await tx.$queryRaw<OrganizationFacts[]>`
    select id, kind, slug, name, country, city, zone, currency, about, created_at as "createdAt"
    from organization where id = ${viewer.organizationId}::uuid`;
  if (!row) throw new Error("A viewer's organisation is always visible to it.");
  return row;
}

export type MemberRow = { userId: string; name: string; email: string; role: Role; since: Date };

/** The present members of the viewer's organisation, the longest-standing first. */
export function listMembers(tx: Tx, viewer: Viewer): Promise<MemberRow[]> {
  return tx.$queryRaw<MemberRow[]>`
    select m.user_id as "userId", p.name, p.email, m.role, m.created_at as since
    from membership m join person p on p.id = m.user_id
    where m.organization_id = ${viewer.organizationId}::uuid and m.ended_at is null and p.disabled_at is null
    order by m.created_at, p.name, m.id`;
}
