import { sideOf } from "../../../domain/billing/approval.ts";
import {
  amountAbove0,
  fundingInput,
  PAYS_PEOPLE,
  PaysNobody,
} from "../../../domain/billing/client-money/payroll-run.ts";
import { NotAllowed, NotFound, parseInput } from "../../../domain/shared/refusals.ts";
import { toDate } from "../../clock.ts";
import { command, type Deed } from "../../command.ts";
import { type ContractedEngagement, contractedEngagement } from "../../delivery/contracted-engagement.ts";

/**
 * The buyer announces money for wages; the rail says what to write on the bank transfer. Permission
 * payroll_run:approve; throws NotFound, NotAllowed, PaysNobody, InvalidInput.
 */
export const requestFunding = command({
  name: "client_funding.request",
  permission: "payroll_run:approve",
  run: async (
    deed: Deed,
    asked: { engagementId: string; amount: string },
  ): Promise<{ fundingId: string }> => {
    const { engagementId, amount: typed } = parseInput(fundingInput, asked);
    const engagement = await payingEngagement(deed, engagementId, "buyer");
    const amount = amountAbove0(typed, engagement.terms.currency, "amount");
    const { organizationId, providerId } = engagement;
    const { id } = await deed.tx.clientFunding.create({
      data: {
        ...{ organizationId, providerId, engagementId, ...amount, state: "requested" },
        ...{
          requestedById: deed.viewer.userId,
          requestedBy: deed.viewer.name,
          requestedAt: toDate(deed.now),
        },
      },
      select: { id: true },
    });
    await deed.enqueue("client_funding.follow", { fundingId: id, organizationId }, `client_funding:${id}`);
    deed.about("client_funding", id, { amountMinor: String(amount.amountMinor) });
    return { fundingId: id };
  },
});

/** The engagement where the viewer speaks for the side that may; its service pays people. */
export async function payingEngagement(
  deed: Deed,
  id: string,
  who: "buyer" | "provider",
): Promise<ContractedEngagement> {
  const engagement = await contractedEngagement(deed.tx, { viewer: deed.viewer, id });
  const side = sideOf(deed.viewer, engagement);
  if (!side) throw new NotFound("engagement");
  if (side !== who) throw new NotAllowed();
  if (!PAYS_PEOPLE.includes(engagement.moduleCode)) throw new PaysNobody();
  return engagement;
}
