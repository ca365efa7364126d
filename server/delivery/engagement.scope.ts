import type { Viewer } from "../../domain/identity/viewer.ts";
import type { Prisma, Tx } from "../db.ts";
import { partiesWithin } from "../party-scope.ts";

/** Both parties see an engagement; the marketplace's staff see those within their reach. */
export function visibleTo(tx: Tx, viewer: Viewer): Promise<Prisma.EngagementWhereInput> {
  return partiesWithin(tx, viewer);
}
