import { chargeStepMinor } from "../../domain/shared/currency.ts";
import { rational, roundToStep } from "../../domain/shared/rational.ts";
import { toDate } from "../clock.ts";
import type { Deed } from "../command.ts";
import type { HeldPart } from "./held-part.read.ts";

/**
 * A ruling that grants less than was contested frees the rest: the part is cut in two, the granted share
 * stays with the objection and the rest becomes a part of its own that nothing holds. Both lie in one
 * account, so nothing is posted. Answers the part as it is then.
 */
export async function splitIfGranted({ tx, now }: Deed, part: HeldPart): Promise<HeldPart> {
  const { grantedMinor, contestedMinor, amountMinor } = part;
  if (part.state !== "held" || grantedMinor === null || contestedMinor === null) return part;
  const exact = rational(part.plannedMinor * grantedMinor, contestedMinor);
  const kept = roundToStep(exact, chargeStepMinor(part.currency));
  const freed = amountMinor - kept;
  if (freed <= 0n || kept <= 0n || kept < part.takenMinor) return part;
  const { organizationId, providerId, engagementId, payoutId, currency } = part;
  const at = toDate(now);
  await tx.payoutPart.create({
    data: {
      ...{ organizationId, providerId, engagementId, payoutId, currency, fromPartId: part.id },
      ...{ kind: "contested", state: "held", amountMinor: freed, plannedAt: at, heldAt: at },
      reason: "The part of the objection that was not granted",
    },
  });
  await tx.payoutPart.update({ where: { id: part.id }, data: { amountMinor: kept } });
  return { ...part, amountMinor: kept, leftMinor: kept - part.takenMinor };
}
