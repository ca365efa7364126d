import { type Approvals, approvalStep, sideOf } from "../../domain/billing/approval.ts";
import { statementInput } from "../../domain/billing/billing.input.ts";
import { type StatementState, statementMachine } from "../../domain/billing/states.ts";
import { NotFound, parseInput } from "../../domain/shared/refusals.ts";
import { next } from "../../domain/shared/state-machine.ts";
import { toDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import type { Tx } from "../db.ts";

type Locked = Approvals & { id: string; organizationId: string; providerId: string };

/**
 * One side's yes to a statement. The row is locked first, so that two clicks, two tabs or both sides at
 * once have one effect each; the second side's yes makes it approved and sends it on to be invoiced. A
 * side's second yes changes nothing. Permission statement:approve; throws NotFound,
 * StatementNotApprovable.
 */
export const approveStatement = command({
  name: "statement.approve",
  permission: "statement:approve",
  run: async (deed: Deed, input: { statementId: string }): Promise<{ statementId: string }> => {
    const { statementId } = parseInput(statementInput, input);
    const statement = await lock(deed.tx, statementId);
    const side = statement && sideOf(deed.viewer, statement);
    if (!statement || !side) throw new NotFound("statement");
    const step = approvalStep(statement, side);
    deed.about("statement", statementId, { side, step });
    if (step === "already_given") return { statementId };
    const mark = { at: toDate(deed.now), by: deed.viewer.userId };
    await deed.tx.statement.update({
      where: { id: statementId },
      data:
        side === "buyer"
          ? { buyerApprovedAt: mark.at, buyerApprovedById: mark.by }
          : { providerApprovedAt: mark.at, providerApprovedById: mark.by },
    });
    if (step === "complete") await completeApproval(deed, statement);
    return { statementId };
  },
});

/** Both sides have said yes, or count as having done so: the statement is sent on to be invoiced. */
export async function completeApproval(
  deed: Deed,
  statement: Pick<Locked, "id" | "state" | "organizationId">,
): Promise<void> {
  await deed.tx.statement.update({
    where: { id: statement.id },
    data: { state: next(statementMachine, statement.state, "approve_by_both") },
  });
  await deed.tx.serviceCredit.updateMany({
    where: { statementId: statement.id },
    data: { state: "approved" },
  });
  await deed.enqueue(
    "statement.approved",
    { statementId: statement.id, organizationId: statement.organizationId },
    `statement.approved:${statement.id}`,
  );
}

async function lock(tx: Tx, id: string): Promise<Locked | null> {
  const [row] = await tx.$queryRaw<(Locked & { state: StatementState })[]>`
    select id, organization_id as "organizationId", provider_id as "providerId", state,
           buyer_approved_at is not null as "buyerApproved",
             provider_approved_at is not null as "providerApproved"
    from statement where id = ${id}::uuid for update`;
  return row ?? null;
}
