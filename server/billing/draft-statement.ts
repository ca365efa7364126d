import { NotFound } from "../../domain/shared/refusals.ts";
import { command, type Deed } from "../command.ts";
import { draftMonths } from "./drafting/draft-months.ts";

/**
 * Drafts the statement of a frozen month and puts it up for approval. One a month: a second call, or
 * two at once, answer the first one's id. Earlier frozen months that have none yet get theirs first,
 * because a month takes over what the one before it brought. Permission period:close; throws NotFound
 * and FrozenMonthIncomplete. What accepted corrections have left open is settled with it.
 */
export const draftStatementOf = command({
  name: "statement.draft",
  permission: "period:close",
  run: async (
    deed: Deed,
    { periodCloseId }: { periodCloseId: string },
  ): Promise<{ statementId: string }> => {
    const { tx } = deed;
    const asked = await tx.periodClose.findUnique({
      where: { id: periodCloseId },
      select: { engagementId: true, period: true },
    });
    if (!asked) throw new NotFound("frozen month");
    const engagementIds = [asked.engagementId];
    const { drafted, failed } = await draftMonths(deed, { engagementIds, through: asked.period });
    if (failed[0]) throw failed[0].error;
    for (const { month, draft } of drafted)
      deed.about("statement", month.statementId, { period: month.period, netMinor: draft.result.netMinor });
    const { id } = await tx.statement.findUniqueOrThrow({
      where: { periodCloseId_closing: { periodCloseId, closing: 0 } },
      select: { id: true },
    });
    return { statementId: id };
  },
});
