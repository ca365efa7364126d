import { isStaff, type Viewer } from "../domain/identity/viewer.ts";
import { Prisma, type Tx } from "./db.ts";

/** The aliases under which two-party tables are read; each is a name of ours and never an input. */
type Alias = "b" | "c" | "d" | "e" | "r" | "i" | "l" | "m" | "p" | "q" | "s" | "v" | "w";

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

/** The same rows where they are not the buyer's to read: the provider's own, for staff those within reach. */
export function providersOwn(viewer: Viewer, alias: Alias): Prisma.Sql {
  const table = Prisma.raw(alias);
  if (isStaff(viewer)) return withinStaffReach(table);
  return Prisma.sql`${table}.provider_id = ${viewer.organizationId}::uuid`;
}

/** The same rows where they are not the provider's to read: the buyer's own, for staff those within reach. */
export function buyersOwn(viewer: Viewer, alias: Alias): Prisma.Sql {
  const table = Prisma.raw(alias);
  if (isStaff(viewer)) return withinStaffReach(table);
  return Prisma.sql`${table}.organization_id = ${viewer.organizationId}::uuid`;
}

/** The rows of a table of one organisation: its own, and for staff those of organisations within reach. */
export function ownersAre(viewer: Viewer, alias: "a" | "k" | "s"): Prisma.Sql {
  const table = Prisma.raw(alias);
  if (!isStaff(viewer)) return Prisma.sql`${table}.organization_id = ${viewer.organizationId}::uuid`;
  return Prisma.sql`((select app.staff_sees_all())
    or ${table}.organization_id = any ((select app.staff_ids())::uuid[]))`;
}

/**
 * What `partiesAre` says, as a condition of Prisma's own finders. They can call no function of the database
 * within a condition, so the reach of staff is asked for first.
 */
export async function partiesWithin(tx: Tx, viewer: Viewer): Promise<PartiesWhere> {
  const ids = isStaff(viewer) ? await organisationsInReach(tx) : [viewer.organizationId];
  return ids === null ? {} : { OR: [{ organizationId: { in: ids } }, { providerId: { in: ids } }] };
}

export type PartiesWhere = {
  OR?: [{ organizationId: { in: string[] } }, { providerId: { in: string[] } }];
};

/** The organisations whose rows the marketplace's person reads now, as the policies see it; null for all. */
export async function organisationsInReach(tx: Tx): Promise<string[] | null> {
  const [row] = await tx.$queryRaw<{ all: boolean; ids: string[] }[]>`
    select app.staff_sees_all() as all, app.staff_ids() as ids`;
  return row?.all ? null : (row?.ids ?? []);
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
