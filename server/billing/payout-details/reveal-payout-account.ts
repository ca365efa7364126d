import { NotFound } from "../../../domain/shared/refusals.ts";
import type { Deed } from "../../command.ts";
import { revealsNumber } from "../../identity/reveal-number.ts";
import { isId } from "../../party-scope.ts";
import { sealedFields } from "../../sealed-fields.ts";

/** An account of the organisation's own payout details; permission account_number:reveal; throws NotFound. */
export const revealPayoutAccount = revealsNumber({
  name: "payout_account.reveal",
  missing: () => new NotFound("payout details"),
  find: async ({ tx, viewer }: Deed, { id }: { id: string }) => {
    const { organizationId } = viewer;
    const row = isId(id) ? await tx.payoutDetails.findFirst({ where: { id, organizationId } }) : null;
    if (!row) return null;
    const { open } = await sealedFields(tx);
    return {
      subjectType: "payout_details",
      subjectId: id,
      number: await open("payout_details.account", id, row.account),
    };
  },
});
