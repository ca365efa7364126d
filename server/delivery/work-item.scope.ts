import { isStaff, type Viewer } from "../../domain/identity/viewer.ts";
import type { Prisma } from "../db.ts";

/** Which work items a viewer may know of: staff all, anyone else those of a contract they are a party to. */
export function visibleTo(viewer: Viewer): Prisma.WorkItemWhereInput {
  if (isStaff(viewer)) return {};
  return { OR: [{ organizationId: viewer.organizationId }, { providerId: viewer.organizationId }] };
}
