import { isStaff, type Viewer } from "../../domain/identity/viewer.ts";
import type { Prisma } from "../db.ts";

/** Both parties see an engagement; the marketplace's staff see all of them. */
export function visibleTo(viewer: Viewer): Prisma.EngagementWhereInput {
  if (isStaff(viewer)) return {};
  return { OR: [{ organizationId: viewer.organizationId }, { providerId: viewer.organizationId }] };
}
