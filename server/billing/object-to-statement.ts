import { z } from "zod";
import { type Approvals, approvalStep, sideOf } from "../../domain/billing/approval.ts";
import { StatementObjected } from "../../domain/billing/silence.ts";
import type { StatementState } from "../../domain/billing/states.ts";
import { NotFound, parseInput } from "../../domain/shared/refusals.ts";
import { toDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import { silenceTrail } from "./silence.read.ts";

const input = z.object({
  statementId: z.uuid({ error: "There is no such statement." }),
  reason: z
    .string()
    .trim()
    .min(1, "Say why you object.")
    .max(1000, "Keep the reason within 1,000 characters."),
});

/**
 * One side's no, with its reason: from then on its silence approves nothing. It may still approve later.
 * Permission statement:approve; throws NotFound, InvalidInput, StatementNotApprovable, StatementObjected.
 */
export const objectToStatement = command({
  name: "statement.object",
  permission: "statement:approve",
  run: async (
    deed: Deed,
    asked: { statementId: string; reason: string },
  ): Promise<{ statementId: string }> => {
    const { statementId, reason: note } = parseInput(input, asked);
    const [statement] = await deed.tx.$queryRaw<
      (Approvals & { state: StatementState; organizationId: string; providerId: string })[]
    >`
      select organization_id as "organizationId", provider_id as "providerId", state,
        buyer_approved_at is not null as "buyerApproved", provider_approved_at is not null as "providerApproved"
      from statement where id = ${statementId}::uuid for update`;
    const side = statement && sideOf(deed.viewer, statement);
    if (!statement || !side) throw new NotFound("statement");
    if (approvalStep(statement, side) === "already_given") throw new StatementObjected();
    const trail = await silenceTrail(deed.tx, statementId);
    if (trail.some((one) => one.side === side && one.kind === "objection")) throw new StatementObjected();
    const { organizationId, providerId } = statement;
    await deed.tx.statementNotice.create({
      data: {
        ...{ organizationId, providerId, statementId, side, kind: "objection", step: 0, note },
        ...{ byName: deed.viewer.name, at: toDate(deed.now) },
      },
    });
    deed.about("statement", statementId, { side });
    return { statementId };
  },
});
