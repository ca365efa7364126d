import type { Comparison } from "../../../domain/identity/directory/filter.ts";
import type { Viewer } from "../../../domain/identity/viewer.ts";
import { Prisma, type Tx } from "../../db.ts";
import { isId } from "../../party-scope.ts";

export const USER_FILTERS = ["id", "userName", "externalId", "displayName", "active"] as const;
type UserFilter = Comparison<(typeof USER_FILTERS)[number]>;

export type UserRow = {
  id: string;
  userId: string;
  userName: string;
  externalId: string | null;
  name: string;
  givenName: string | null;
  familyName: string | null;
  email: string;
  active: boolean;
  createdAt: Date;
  updatedAt: Date;
  groups: { value: string; display: string }[];
};

/**
 * The people of the viewer's organisation as its directory sees them: who is present, and whom the
 * directory has made inactive. Whom it deleted is not there.
 */
export async function directoryUsers(
  tx: Tx,
  p: { viewer: Viewer; filter: readonly UserFilter[]; startIndex: number; count: number },
): Promise<{ total: number; rows: UserRow[] }> {
  const where = Prisma.join([VISIBLE(p.viewer), ...p.filter.map(condition)], " and ");
  const [counted] = await tx.$queryRaw<{ n: number }[]>`select count(*)::int as n ${FROM} where ${where}`;
  const rows = await tx.$queryRaw<UserRow[]>`
    ${COLUMNS} ${FROM} where ${where} order by m.created_at, m.id
    limit ${p.count} offset ${p.startIndex - 1}`;
  return { total: counted?.n ?? 0, rows };
}

/** One of them; null where there is none. */
export async function directoryUser(tx: Tx, viewer: Viewer, id: string): Promise<UserRow | null> {
  if (!isId(id)) return null;
  const filter = [{ attribute: "id", value: id }] as const;
  return (await directoryUsers(tx, { viewer, filter, startIndex: 1, count: 1 })).rows[0] ?? null;
}

const VISIBLE = (viewer: Viewer) => Prisma.sql`m.organization_id = ${viewer.organizationId}::uuid
  and not coalesce(d.is_deleted, false) and (m.ended_at is null or d.membership_id is not null)`;

const FROM = Prisma.sql`from membership m join person p on p.id = m.user_id
  left join directory_person d on d.membership_id = m.id`;

const COLUMNS = Prisma.sql`select m.id, m.user_id as "userId", coalesce(d.user_name, p.email) as "userName",
  d.external_id as "externalId", p.name, d.given_name as "givenName", d.family_name as "familyName", p.email,
  m.ended_at is null and p.disabled_at is null as active, m.created_at as "createdAt",
  greatest(m.created_at, m.ended_at, d.updated_at) as "updatedAt",
  coalesce((select json_agg(json_build_object('value', g.id, 'display', g.display_name) order by g.display_name)
    from directory_group_member gm join directory_group g on g.id = gm.group_id
    where gm.membership_id = m.id), '[]') as groups`;

function condition({ attribute, value }: UserFilter): Prisma.Sql {
  const text = String(value);
  switch (attribute) {
    case "id":
      return isId(text) ? Prisma.sql`m.id = ${text}::uuid` : Prisma.sql`false`;
    case "userName":
      return Prisma.sql`lower(coalesce(d.user_name, p.email)) = lower(${text})`;
    case "externalId":
      return Prisma.sql`d.external_id = ${text}`;
    case "displayName":
      return Prisma.sql`lower(p.name) = lower(${text})`;
    case "active":
      return Prisma.sql`(m.ended_at is null and p.disabled_at is null) = ${text.toLowerCase() === "true"}`;
  }
}
