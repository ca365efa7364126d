import { NotFound } from "../../../domain/shared/refusals.ts";
import type { Deed } from "../../command.ts";
import { revealsNumber } from "../../identity/reveal-number.ts";
import { isId, partiesAre } from "../../party-scope.ts";
import { sealedFields } from "../../sealed-fields.ts";

type Row = { account: string };

/**
 * The account that a wage goes to, for the two parties; permission account_number:reveal; throws NotFound.
 */
export const revealWageAccount = revealsNumber({
  name: "wage_account.reveal",
  missing: () => new NotFound("wage"),
  find: async ({ tx, viewer }: Deed, { id }: { id: string }) => {
    if (!isId(id)) return null;
    const [row] = await tx.$queryRaw<Row[]>`
      select p.account from payroll_payment p where p.id = ${id}::uuid and ${partiesAre(viewer, "p")}`;
    const { open } = await sealedFields(tx);
    const number = row && (await open("payroll_payment.account", id, row.account));
    return number ? { subjectType: "payroll_payment", subjectId: id, number } : null;
  },
});

/** The same of the account that a wage is to be sent to again. */
export const revealResendAccount = revealsNumber({
  name: "wage_account.reveal",
  missing: () => new NotFound("wage"),
  find: async ({ tx, viewer }: Deed, { id }: { id: string }) => {
    if (!isId(id)) return null;
    const [row] = await tx.$queryRaw<Row[]>`
      select r.account from wage_resend r where r.id = ${id}::uuid and ${partiesAre(viewer, "r")}`;
    const { open } = await sealedFields(tx);
    const number = row && (await open("wage_resend.account", id, row.account));
    return number ? { subjectType: "wage_resend", subjectId: id, number } : null;
  },
});
