import { NotFound } from "../../domain/shared/refusals.ts";
import { command, type Deed } from "../command.ts";

/**
 * Takes an accepted correction into billing: the next statement settles it. Once, however often the event
 * comes; a correction without money needs nothing. For the worker; permission period:close; throws NotFound.
 */
export const bookAdjustment = command({
  name: "adjustment.book",
  permission: "period:close",
  run: async (deed: Deed, { correctionId }: { correctionId: string }): Promise<{ booked: boolean }> => {
    const correction = await deed.tx.correction.findUnique({ where: { id: correctionId } });
    if (correction?.state !== "accepted") throw new NotFound("accepted correction");
    const { organizationId, providerId, engagementId, period, currency } = correction;
    const { netMinor } = correction;
    deed.about("correction", correctionId, { netMinor: String(netMinor) });
    if (netMinor === 0n) return { booked: false };
    const booked = await deed.tx.$executeRaw`
      insert into adjustment (organization_id, provider_id, engagement_id, correction_id, period, currency,
        net_minor)
      values (${organizationId}::uuid, ${providerId}::uuid, ${engagementId}::uuid, ${correctionId}::uuid,
        ${period}, ${currency}, ${netMinor})
      on conflict (correction_id) do nothing`;
    // Where the contract's last month has its statement already, no later one will settle it.
    if (booked === 1)
      await deed.enqueue(
        "adjustment.settle_last",
        { engagementId, organizationId },
        `settle_last:${correctionId}`,
      );
    return { booked: booked === 1 };
  },
});
