import { z } from "zod";
import { takesEvidence } from "../../../domain/billing/charge-dispute.ts";
import { DisputeNotContestable } from "../../../domain/billing/credit-errors.ts";
import {
  disputeFileInput,
  EVIDENCE_KINDS,
  MOST_EVIDENCE_BYTES,
  refuseTooMany,
} from "../../../domain/billing/dispute-file.ts";
import { FILE_KINDS, fitFile, safeFileName } from "../../../domain/shared/kept-file.ts";
import { NotFound, parseInput } from "../../../domain/shared/refusals.ts";
import { toDate } from "../../clock.ts";
import { command, type Deed } from "../../command.ts";
import { filesInDatabase as files } from "../../ports/files/in-database.ts";
import { findDispute } from "./dispute.read.ts";
import { disputeFiles } from "./dispute-file.read.ts";

type Given = z.input<typeof disputeFileInput> & { contentBase64: string };

/**
 * Keeps a file to go with the answer to a dispute; one that shows the same takes the place of the one before.
 * Permission charge_dispute:answer. Throws NotFound, InvalidInput (UnfitFile where the bytes are no PDF, JPEG
 * or PNG, or too many), DisputeNotContestable.
 */
export const addDisputeFile = command({
  name: "dispute_file.add",
  permission: "charge_dispute:answer",
  run: async (deed: Deed, { contentBase64, ...input }: Given): Promise<{ disputeId: string }> => {
    const { disputeId, field, fileName } = parseInput(disputeFileInput, input);
    const { organizationId, providerId } = await answerable(deed, disputeId);
    const bytes = Buffer.from(contentBase64, "base64");
    const kind = fitFile(bytes, { kinds: EVIDENCE_KINDS, mostBytes: MOST_EVIDENCE_BYTES });
    await deed.tx.$queryRaw`
      select pg_advisory_xact_lock(hashtextextended(${`dispute_file:${disputeId}`}, 0))::text`;
    const kept = await disputeFiles(deed.tx, disputeId);
    const others = kept.filter((one) => one.field !== field);
    refuseTooMany({
      keptBytes: others.reduce((sum, one) => sum + one.byteSize, 0),
      moreBytes: bytes.length,
    });
    for (const one of kept) if (one.field === field) await takeAway(deed, one.id);
    const { viewer, now } = deed;
    const { id: fileId, ...facts } = await files.keep(deed.tx, {
      ...{ organizationId, providerId, bytes, mediaType: FILE_KINDS[kind].mediaType },
      ...{
        name: safeFileName(fileName, kind),
        by: { id: viewer.userId, name: viewer.name },
        at: toDate(now),
      },
    });
    await deed.tx.disputeFile.create({
      data: { organizationId, providerId, disputeId, fileId, field },
      select: { id: true },
    });
    deed.about("charge_dispute", disputeId, { field, ...facts });
    return { disputeId };
  },
});

const removing = z.object({ disputeFileId: z.uuid({ error: "There is no such file." }) });

/**
 * Takes a file out of the answer; what the bank has been sent stays with it. Permission
 * charge_dispute:answer. Throws NotFound, DisputeNotContestable.
 */
export const removeDisputeFile = command({
  name: "dispute_file.remove",
  permission: "charge_dispute:answer",
  run: async (deed: Deed, input: z.input<typeof removing>): Promise<{ disputeId: string }> => {
    const { disputeFileId } = parseInput(removing, input);
    const row = await deed.tx.disputeFile.findUnique({ where: { id: disputeFileId } });
    if (!row || row.removedAt) throw new NotFound("file");
    await answerable(deed, row.disputeId);
    await takeAway(deed, row.id);
    deed.about("charge_dispute", row.disputeId, { removed: row.field });
    return { disputeId: row.disputeId };
  },
});

async function answerable(deed: Deed, disputeId: string) {
  const dispute = await findDispute(deed.tx, deed.viewer, disputeId);
  if (!dispute) throw new NotFound("dispute");
  if (!dispute.contestable || !takesEvidence(dispute.status))
    throw new DisputeNotContestable("The bank takes no evidence in the state this dispute is in.");
  return dispute;
}

async function takeAway({ tx, viewer, now }: Deed, id: string): Promise<void> {
  await tx.disputeFile.update({
    where: { id },
    data: { removedAt: toDate(now), removedByName: viewer.name },
    select: { id: true },
  });
}
