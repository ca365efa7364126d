import { holdMachine } from "../../domain/billing/payout-hold.ts";
import { heldAccount, receivableNetted } from "../../domain/ledger/provider-recipes.ts";
import { formatMoney } from "../../domain/shared/format-money.ts";
import { money } from "../../domain/shared/money.ts";
import { next } from "../../domain/shared/state-machine.ts";
import { toDate } from "../clock.ts";
import type { Deed } from "../command.ts";
import { postFact } from "../ledger/post-entry.ts";
import { statePayoutFx } from "./exchange/state-fx-lines.ts";
import type { HeldPart } from "./held-part.read.ts";
import { noteStep } from "./payout-step.ts";
import { openReceivables } from "./provider-receivable.read.ts";

/**
 * Takes what the provider owes off a held part, each set-off as a part of its own with its posting. A part of
 * which nothing is left is `taken`. Answers what is left; never below 0.
 */
export async function netPart(deed: Deed, part: HeldPart): Promise<bigint> {
  const { tx, now } = deed;
  let left = part.leftMinor;
  for (const owed of await openReceivables(tx, part)) {
    const takenMinor = owed.amountMinor < left ? owed.amountMinor : left;
    if (takenMinor === 0n) break;
    left -= takenMinor;
    await setOff(deed, { part, takenMinor, receivableEngagementId: owed.engagementId });
  }
  if (left === part.leftMinor) return left;
  await tx.payoutPart.update({
    where: { id: part.id },
    data: {
      takenMinor: part.takenMinor + part.leftMinor - left,
      ...(left === 0n
        ? {
            state: next(holdMachine, part.state, "take"),
            endedAt: toDate(now),
            endedBecause: "All of it went against what is owed",
          }
        : {}),
    },
  });
  return left;
}

async function setOff(
  deed: Deed,
  p: { part: HeldPart; takenMinor: bigint; receivableEngagementId: string },
): Promise<void> {
  const { tx, now } = deed;
  const { part, takenMinor, receivableEngagementId } = p;
  const { organizationId, providerId, engagementId, payoutId, currency, invoiceNumber } = part;
  const at = toDate(now);
  const { id } = await tx.payoutPart.create({
    data: {
      ...{ organizationId, providerId, engagementId, payoutId, currency, receivableEngagementId },
      ...{ kind: "netted", state: "taken", amountMinor: takenMinor, takenMinor, fromPartId: part.id },
      ...{ reason: "What was clawed back, taken off a held part", plannedAt: at, endedAt: at },
    },
    select: { id: true },
  });
  const { invoiceId } = part;
  const sum = { purpose: "netted" as const, payoutPartId: id, minor: takenMinor };
  await statePayoutFx(deed, { invoiceId, organizationId, providerId, currency, ...sum });
  const amount = money(takenMinor, currency);
  const from = heldAccount(part.kind);
  const posting = { id, from, providerId, engagementId, receivableEngagementId, invoiceNumber, amount };
  await postFact(tx, receivableNetted({ ...posting, at: now }));
  const says = `${formatMoney(amount)} of the held part taken off what is owed.`;
  await noteStep(tx, part.payout, { step: "part", says, at: now });
}
