import { isStaff, type Viewer } from "../../domain/identity/viewer.ts";
import type { Prisma } from "../db.ts";

/**
 * The payouts a viewer may know of: staff all of them, anyone else those their organisation is a party
 * to.
 */
export function visibleTo(viewer: Viewer): Prisma.PayoutWhereInput {
  if (isStaff(viewer)) return {};
  return { OR: [{ organizationId: viewer.organizationId }, { providerId: viewer.organizationId }] };
}
