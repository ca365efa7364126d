import { idCursor } from "../../domain/shared/id-cursor.ts";
import { Prisma } from "../db.ts";

/** A page of a list: ids of the rows it lies between, exclusive, and whether it is read from the end. */
export type PageOf = {
  after?: string | undefined;
  before?: string | undefined;
  take: number;
  inverted: boolean;
};

/**
 * The condition and order of a keyset page over a row expression, largest first. `from` names the table
 * and alias that the expression reads, so that a cursor is nothing but an id. Throws InvalidInput for
 * another cursor.
 */
export function keyset(p: {
  by: Prisma.Sql;
  from: Prisma.Sql;
  id: Prisma.Sql;
  /** The rows that the viewer may see: where a foreign one lies is told to nobody. Null for all. */
  scope: Prisma.Sql | null;
  page: PageOf;
}): {
  where: Prisma.Sql;
  order: Prisma.Sql;
} {
  const { by, from, id, page } = p;
  const scope = p.scope ?? Prisma.sql`true`;
  const at = (cursor: string) =>
    Prisma.sql`(select ${by} from ${from} where ${id} = ${idCursor(cursor)}::uuid and ${scope})`;
  const conditions = [
    page.after ? Prisma.sql`(${by}) < ${at(page.after)}` : Prisma.sql`true`,
    page.before ? Prisma.sql`(${by}) > ${at(page.before)}` : Prisma.sql`true`,
  ];
  const direction = page.inverted ? Prisma.sql`asc` : Prisma.sql`desc`;
  return {
    where: Prisma.join(conditions, " and "),
    order: Prisma.sql`order by (${by}) ${direction} limit ${page.take}`,
  };
}
