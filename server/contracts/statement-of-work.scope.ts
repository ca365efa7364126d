import { isStaff, type Viewer } from "../../domain/identity/viewer.ts";
import type { Prisma } from "../db.ts";

/**
 * A provider sees an order from its offer on; until then it is the buyer's draft. Staff read all of them.
 */
export function visibleTo(viewer: Viewer): Prisma.StatementOfWorkWhereInput {
  if (isStaff(viewer)) return {};
  return {
    OR: [
      { organizationId: viewer.organizationId },
      { providerId: viewer.organizationId, offeredAt: { not: null } },
    ],
  };
}
