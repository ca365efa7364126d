import { isStaff, type Viewer } from "../domain/identity/viewer.ts";
import { Prisma } from "./db.ts";

/** The aliases under which two-party tables are read; each is a name of ours and never an input. */
type Alias = "b" | "c" | "d" | "e" | "r" | "i" | "l" | "m" | "p" | "s" | "v" | "w";

/**
 * The rows of a two-party table that a viewer may see: for staff those within their reach, for anyone else
 * those of contracts they are a party to. Row-level security says the same again.
 */
export function partiesAre(viewer: Viewer, alias: Alias): Prisma.Sql {
  const table = Prisma.raw(alias);
  if (isStaff(viewer)) return withinStaffReach(table);
  return Prisma.sql`(${table}.organization_id = ${viewer.organizationId}::uuid
    or ${table}.provider_id = ${viewer.organizationId}::uuid)`;
}

/** Rows of a two-party table whose buyer or provider is within the reach of the marketplace's person. */
function withinStaffReach(table: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`((select app.staff_sees_all())
    or ${table}.organization_id = any ((select app.staff_ids())::uuid[])
    or ${table}.provider_id = any ((select app.staff_ids())::uuid[]))`;
}

/**
 * Whether a text can be an id at all: PostgreSQL refuses others with an error instead of no row. What is
 * none gets the answer of an id that does not exist.
 */
export function isId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
