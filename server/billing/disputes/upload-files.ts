import type { Viewer } from "../../../domain/identity/viewer.ts";
import { filesInDatabase as files } from "../../ports/files/in-database.ts";
import type { MirrorDeps } from "../mirror-invoice.ts";
import { runOperation } from "../stripe-operation.ts";

/** A file as an answer to a dispute names it. */
export type EvidenceFileRef = { field: string; fileId: string; name: string; sha256: string };

type Deps = Omit<MirrorDeps, "publicUrl">;

/**
 * Gives Stripe every file of an answer that it does not have yet, each once whatever is lost on the way, and
 * answers Stripe's ids by what the files show. Throws StripeRefused, StripeUnknownOutcome.
 */
export async function uploadedFiles(
  deps: Deps,
  p: { viewer: Viewer; given: readonly EvidenceFileRef[] },
): Promise<Record<string, string>> {
  const ids: Record<string, string> = {};
  for (const { field, fileId } of p.given) ids[field] = await uploaded(deps, { viewer: p.viewer, fileId });
  return ids;
}

async function uploaded(deps: Deps, p: { viewer: Viewer; fileId: string }): Promise<string> {
  const { row, file } = await deps.db.withOrg(p.viewer, async (tx) => ({
    row: await tx.disputeFile.findUniqueOrThrow({ where: { fileId: p.fileId } }),
    file: await files.read(tx, p.fileId),
  }));
  if (row.stripeFileId) return row.stripeFileId;
  if (!file) throw new Error(`The file ${p.fileId} has no bytes.`);
  const { name, mediaType, bytes, sha256 } = file;
  const { organizationId, providerId } = row;
  const { id } = await runOperation<{ id: string }>(deps, {
    ...{ kind: "dispute.file", subjectId: row.id, organizationId, providerId },
    request: { name, mediaType, sha256 },
    send: (idempotencyKey) => deps.stripe.uploadEvidenceFile({ name, mediaType, bytes, idempotencyKey }),
    // A file has no metadata to be found by. An upload that was lost stays at Stripe, and no bank sees it.
    lookUp: async () => null,
  });
  await deps.db.withOrg(p.viewer, (tx) =>
    tx.disputeFile.update({ where: { id: row.id }, data: { stripeFileId: id }, select: { id: true } }),
  );
  return id;
}
