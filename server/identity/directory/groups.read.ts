import type { Comparison } from "../../../domain/identity/directory/filter.ts";
import type { Viewer } from "../../../domain/identity/viewer.ts";
import { Prisma, type Tx } from "../../db.ts";
import { isId } from "../../party-scope.ts";

export const GROUP_FILTERS = ["id", "displayName", "externalId"] as const;
type GroupFilter = Comparison<(typeof GROUP_FILTERS)[number]>;

export type GroupRow = {
  id: string;
  displayName: string;
  externalId: string | null;
  role: string | null;
  customRoleId: string | null;
  createdAt: Date;
  updatedAt: Date;
  members: { value: string; display: string }[];
};

/** The groups of the viewer's organisation, each with its people. */
export async function directoryGroups(
  tx: Tx,
  p: { viewer: Viewer; filter: readonly GroupFilter[]; startIndex: number; count: number },
): Promise<{ total: number; rows: GroupRow[] }> {
  const own = Prisma.sql`g.organization_id = ${p.viewer.organizationId}::uuid`;
  const where = Prisma.join([own, ...p.filter.map(condition)], " and ");
  const [counted] = await tx.$queryRaw<{ n: number }[]>`
    select count(*)::int as n from directory_group g where ${where}`;
  const rows = await tx.$queryRaw<GroupRow[]>`
    select g.id, g.display_name as "displayName", g.external_id as "externalId", g.role,
      g.custom_role_id as "customRoleId", g.created_at as "createdAt", g.updated_at as "updatedAt",
      coalesce((select json_agg(json_build_object('value', gm.membership_id, 'display', p.name) order by p.name,
          gm.membership_id)
        from directory_group_member gm join membership m on m.id = gm.membership_id
        join person p on p.id = m.user_id where gm.group_id = g.id), '[]') as members
    from directory_group g where ${where} order by g.created_at, g.id
    limit ${p.count} offset ${p.startIndex - 1}`;
  return { total: counted?.n ?? 0, rows };
}

export async function directoryGroup(tx: Tx, viewer: Viewer, id: string): Promise<GroupRow | null> {
  if (!isId(id)) return null;
  const filter = [{ attribute: "id", value: id }] as const;
  return (await directoryGroups(tx, { viewer, filter, startIndex: 1, count: 1 })).rows[0] ?? null;
}

function condition({ attribute, value }: GroupFilter): Prisma.Sql {
  const text = String(value);
  switch (attribute) {
    case "id":
      return isId(text) ? Prisma.sql`g.id = ${text}::uuid` : Prisma.sql`false`;
    case "displayName":
      return Prisma.sql`lower(g.display_name) = lower(${text})`;
    case "externalId":
      return Prisma.sql`g.external_id = ${text}`;
  }
}
