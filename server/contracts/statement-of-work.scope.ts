import { isStaff, type Viewer } from "../../domain/identity/viewer.ts";
import type { Prisma, Tx } from "../db.ts";
import { partiesWithin } from "../party-scope.ts";

/**
 * A provider sees an order from its offer on; until then it is the buyer's draft. Staff read those within
 * their reach, drafts as well.
 */
export async function visibleTo(tx: Tx, viewer: Viewer): Promise<Prisma.StatementOfWorkWhereInput> {
  const parties = await partiesWithin(tx, viewer);
  if (isStaff(viewer)) return parties;
  const draft = { OR: [{ organizationId: viewer.organizationId }, { offeredAt: { not: null } }] };
  return { AND: [parties, draft] };
}
