import type { EvidenceFile } from "../../../domain/billing/dispute-file.ts";
import { isStaff, type Viewer } from "../../../domain/identity/viewer.ts";
import type { Tx } from "../../db.ts";
import { isId } from "../../party-scope.ts";
import { filesInDatabase as files } from "../../ports/files/in-database.ts";

export type DisputeFileRow = {
  id: string;
  fileId: string;
  field: EvidenceFile;
  stripeFileId: string | null;
  name: string;
  mediaType: string;
  byteSize: number;
  sha256: string;
  keptByName: string;
  keptAt: Date;
};

/** The files that go with the next answer to a dispute, without their bytes. */
export function disputeFiles(tx: Tx, disputeId: string): Promise<DisputeFileRow[]> {
  return tx.$queryRaw<DisputeFileRow[]>`
    select d.id, d.file_id as "fileId", d.field, d.stripe_file_id as "stripeFileId", f.name,
           f.media_type as "mediaType", f.byte_size as "byteSize", f.sha256, f.kept_by_name as "keptByName",
           f.kept_at as "keptAt"
    from dispute_file d join stored_file f on f.id = d.file_id
    where d.dispute_id = ${disputeId}::uuid and d.removed_at is null order by f.kept_at, d.id`;
}

/**
 * A file of evidence with its bytes, also one that was taken away after it was sent. For the marketplace's
 * staff; null for everybody else and for a missing id alike.
 */
export async function disputeFileContent(tx: Tx, viewer: Viewer, fileId: string) {
  if (!isStaff(viewer) || !isId(fileId)) return null;
  const row = await tx.disputeFile.findUnique({ where: { fileId }, select: { fileId: true } });
  return row && files.read(tx, row.fileId);
}
