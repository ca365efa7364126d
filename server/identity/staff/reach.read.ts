import { isStaff, type Viewer } from "../../../domain/identity/viewer.ts";
import type { Database, Tx } from "../../db.ts";
import { organisationsInReach } from "../../party-scope.ts";

/** Whose rows somebody of the marketplace may read at this moment; null for all, or for a party itself. */
export type Reach = ReadonlySet<string> | null;

/** The reach as the policies of the database see it. */
export async function staffReach(db: Database, viewer: Viewer): Promise<Reach> {
  if (!isStaff(viewer)) return null;
  return db.readOrg(viewer, async (tx) => {
    const ids = await organisationsInReach(tx);
    return ids && new Set(ids);
  });
}

/**
 * Whether the viewer may have the documents of a deal: a party itself always, staff where they look after one
 * side or were let in for documents too.
 */
export async function mayReadDocuments(
  tx: Tx,
  viewer: Viewer,
  of: { organizationId: string; providerId: string },
): Promise<boolean> {
  if (!isStaff(viewer)) return true;
  const [row] = await tx.$queryRaw<{ may: boolean }[]>`
    select app.staff_reads_documents(${of.organizationId}::uuid, ${of.providerId}::uuid) as may`;
  return row?.may ?? false;
}
