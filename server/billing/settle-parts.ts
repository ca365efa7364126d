import { type HoldState, holdMachine } from "../../domain/billing/payout-hold.ts";
import { partWithheld, receivableNetted } from "../../domain/ledger/provider-recipes.ts";
import { formatMoney } from "../../domain/shared/format-money.ts";
import { money } from "../../domain/shared/money.ts";
import { next } from "../../domain/shared/state-machine.ts";
import { toDate } from "../clock.ts";
import type { Deed } from "../command.ts";
import { postFact } from "../ledger/post-entry.ts";
import { noteStep } from "./payout-step.ts";

type Settled = {
  id: string;
  organizationId: string;
  providerId: string;
  engagementId: string;
  invoiceNumber: string;
  currency: string;
};

/**
 * Posts every planned part of a payout in the transaction that marks it as sent: the whole share leaves what
 * is owed at one moment, so that what is left of it is nothing.
 */
export async function settleParts(deed: Deed, payout: Settled): Promise<void> {
  const { tx, now } = deed;
  const parts = await tx.payoutPart.findMany({
    where: { payoutId: payout.id, state: "planned" },
    orderBy: { id: "asc" },
  });
  const { providerId, engagementId, invoiceNumber } = payout;
  for (const part of parts) {
    const amount = money(part.amountMinor, part.currency);
    const common = { providerId, engagementId, invoiceNumber, amount, at: now };
    const netted = part.kind === "netted";
    await postFact(
      tx,
      netted
        ? receivableNetted({
            ...{ ...common, id: part.id, from: "provider_payable" },
            receivableEngagementId: part.receivableEngagementId ?? engagementId,
          })
        : partWithheld({ ...common, holdId: part.id, kind: part.kind as "contested" | "reserve" }),
    );
    const held = next(holdMachine, part.state as HoldState, "withhold");
    await tx.payoutPart.update({
      where: { id: part.id },
      data: netted
        ? { state: next(holdMachine, held, "take"), takenMinor: part.amountMinor, endedAt: toDate(now) }
        : { state: held, heldAt: toDate(now) },
    });
    const says = `${formatMoney(amount)} ${netted ? "taken off" : "held"}: ${part.reason}.`;
    await noteStep(tx, payout, { step: "part", says, at: now });
  }
}
