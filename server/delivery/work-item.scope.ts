import type { Viewer } from "../../domain/identity/viewer.ts";
import type { Prisma, Tx } from "../db.ts";
import { partiesWithin } from "../party-scope.ts";

/** Which work items a viewer may know of: those of contracts they are a party to, staff's within reach. */
export function visibleTo(tx: Tx, viewer: Viewer): Promise<Prisma.WorkItemWhereInput> {
  return partiesWithin(tx, viewer);
}
