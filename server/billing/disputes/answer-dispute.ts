import type { z } from "zod";
import { burdenInput, evidenceInput } from "../../../domain/billing/charge-dispute.input.ts";
import { takesEvidence } from "../../../domain/billing/charge-dispute.ts";
import { DisputeNotContestable } from "../../../domain/billing/credit-errors.ts";
import { systemViewer } from "../../../domain/identity/system-viewer.ts";
import { NotFound, parseInput } from "../../../domain/shared/refusals.ts";
import { toDate, toInstant } from "../../clock.ts";
import { command, type Deed } from "../../command.ts";
import type { StripeDispute } from "../../ports/stripe/disputes.ts";
import { StripeRefused } from "../../ports/stripe/errors.ts";
import type { MirrorDeps } from "../mirror-invoice.ts";
import { runOperation } from "../stripe-operation.ts";
import { findDispute } from "./dispute.read.ts";
import { aboutDispute } from "./dispute-event.ts";
import { disputeFiles } from "./dispute-file.read.ts";
import { type EvidenceFileRef, uploadedFiles } from "./upload-files.ts";

/**
 * Answers a dispute with evidence; the worker sends it. Permission charge_dispute:answer. Throws NotFound,
 * InvalidInput, DisputeNotContestable where the bank takes none (any more).
 */
export const answerDispute = command({
  name: "charge_dispute.answer",
  permission: "charge_dispute:answer",
  run: async (deed: Deed, input: z.input<typeof evidenceInput>): Promise<{ disputeId: string }> => {
    const { disputeId, fields, submit } = parseInput(evidenceInput, input);
    const dispute = await findDispute(deed.tx, deed.viewer, disputeId);
    if (!dispute) throw new NotFound("dispute");
    if (!dispute.contestable)
      throw new DisputeNotContestable("The bank's word on this payment is final; it takes no evidence.");
    if (!takesEvidence(dispute.status))
      throw new DisputeNotContestable("The bank takes no evidence in the state this dispute is in.");
    if (dispute.dueBy && toInstant(dispute.dueBy).epochMilliseconds <= deed.now.epochMilliseconds)
      throw new DisputeNotContestable("The day by which the bank took evidence has passed.");
    const { organizationId, providerId } = dispute;
    const files = await disputeFiles(deed.tx, disputeId);
    const { id: evidenceId } = await deed.tx.disputeEvidence.create({
      data: {
        ...{ organizationId, providerId, disputeId, submits: submit, state: "asked" },
        fields: Object.fromEntries(fields.map((one) => [one.name, one.text])),
        files: files.map(({ field, fileId, name, sha256 }) => ({ field, fileId, name, sha256 })),
        ...{ byId: deed.viewer.userId, byName: deed.viewer.name, at: toDate(deed.now) },
      },
      select: { id: true },
    });
    await deed.enqueue(
      "dispute.answered",
      { evidenceId, organizationId },
      `dispute.answered:${evidenceId}`,
    );
    deed.about("charge_dispute", disputeId, {
      ...{ submit, fields: fields.map((one) => one.name), files: files.map((one) => one.field) },
    });
    return { disputeId };
  },
});

/**
 * Says who bears a loss: everybody their part, or the marketplace all of it. Only while the dispute is open.
 * Permission charge_dispute:answer. Throws NotFound, InvalidInput, DisputeNotContestable.
 */
export const decideBurden = command({
  name: "charge_dispute.decide_burden",
  permission: "charge_dispute:answer",
  run: async (deed: Deed, input: z.input<typeof burdenInput>): Promise<{ disputeId: string }> => {
    const { disputeId, borneBy } = parseInput(burdenInput, input);
    const dispute = await findDispute(deed.tx, deed.viewer, disputeId);
    if (!dispute) throw new NotFound("dispute");
    const changed = await deed.tx.$executeRaw`
      update charge_dispute set borne_by = ${borneBy} where id = ${disputeId}::uuid and outcome is null`;
    if (changed === 0) throw new DisputeNotContestable("This dispute is over; who bears it is settled.");
    deed.about("charge_dispute", disputeId, { borneBy });
    return { disputeId };
  },
});

/** Sends evidence to Stripe, its files first, once; a refusal is final and shown. For the worker. */
export async function sendEvidence(
  deps: Omit<MirrorDeps, "publicUrl">,
  p: { evidenceId: string; organizationId: string },
): Promise<void> {
  const viewer = systemViewer(p.organizationId, `evidence:${p.evidenceId}`);
  const evidence = await deps.db.withOrg(viewer, (tx) =>
    tx.disputeEvidence.findUniqueOrThrow({ where: { id: p.evidenceId }, include: { dispute: true } }),
  );
  if (evidence.state !== "asked") return;
  const { stripeDisputeId } = evidence.dispute;
  const given = evidence.files as EvidenceFileRef[];
  const keep = (data: { state: string; refusedBecause?: string }) =>
    deps.db.withOrg(viewer, (tx) =>
      tx.disputeEvidence.update({ where: { id: evidence.id }, data, select: { id: true } }),
    );
  try {
    const texts = evidence.fields as Record<string, string>;
    const fields = { ...texts, ...(await uploadedFiles(deps, { viewer, given })) };
    await runOperation<StripeDispute>(deps, {
      ...{ kind: "dispute.evidence", subjectId: evidence.id },
      ...{ organizationId: evidence.organizationId, providerId: evidence.providerId },
      request: { stripeDisputeId, fields, submit: evidence.submits },
      send: (idempotencyKey) =>
        deps.stripe.giveEvidence({
          ...{ disputeId: stripeDisputeId, evidenceId: evidence.id, fields, idempotencyKey },
          submit: evidence.submits,
        }),
      lookUp: async () =>
        (await deps.stripe.lastEvidenceOf(stripeDisputeId)) === evidence.id
          ? deps.stripe.retrieveDispute(stripeDisputeId)
          : null,
    });
    await keep({ state: "sent" });
  } catch (error) {
    if (!(error instanceof StripeRefused)) throw error;
    await keep({ state: "refused", refusedBecause: error.message });
  }
  await aboutDispute(deps, { stripeDisputeId, receivedAt: toDate(deps.clock.now()) });
}
