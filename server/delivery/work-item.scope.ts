import { isStaff, type Viewer } from "../../domain/identity/viewer.ts";
import { Prisma } from "../db.ts";

/** Which work items a viewer may know of: staff all, anyone else those of a contract they are a party to. */
export function visibleTo(viewer: Viewer): Prisma.WorkItemWhereInput {
  if (isStaff(viewer)) return {};
  return { OR: [{ organizationId: viewer.organizationId }, { providerId: viewer.organizationId }] };
}

/** The same for plain SQL over any two-party table, whose alias is given. */
export function partiesAre(
  viewer: Viewer,
  alias: "e" | "w" | "b" | "v" | "p" | "c" | "d" | "l" | "m",
): Prisma.Sql {
  if (isStaff(viewer)) return Prisma.sql`true`;
  const table = Prisma.raw(alias);
  return Prisma.sql`(${table}.organization_id = ${viewer.organizationId}::uuid
    or ${table}.provider_id = ${viewer.organizationId}::uuid)`;
}

/** Whether a text can be an id at all: PostgreSQL refuses others with an error instead of no row. */
export function isId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
