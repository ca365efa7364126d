import { NotFound } from "../../domain/shared/refusals.ts";
import { toDate } from "../clock.ts";
import { command } from "../command.ts";
import { isId } from "../party-scope.ts";

/** Marks one of the viewer's own warnings as read; a second time changes nothing. */
export const markWarningRead = command({
  name: "warning.read",
  permission: "warning:read",
  async run(deed, input: { warningId: string }): Promise<{ id: string }> {
    const { warningId } = input;
    const at = toDate(deed.now);
    const mine = { userId: deed.viewer.userId, partyId: deed.viewer.organizationId, showAt: { lte: at } };
    const known = isId(warningId)
      ? await deed.tx.warningNotice.findFirst({ where: { id: warningId, ...mine }, select: { id: true } })
      : null;
    if (!known) throw new NotFound("warning");
    deed.about("warning", known.id);
    await deed.tx.warningNotice.updateMany({
      where: { ...mine, id: known.id, readAt: null },
      data: { readAt: at },
    });
    return known;
  },
});

/** Marks all that the viewer has been shown as read; answers how many there were. */
export const markWarningsRead = command({
  name: "warnings.read",
  permission: "warning:read",
  async run(deed): Promise<{ count: number }> {
    const at = toDate(deed.now);
    const { userId, organizationId: partyId } = deed.viewer;
    deed.about("warning", "", {});
    return deed.tx.warningNotice.updateMany({
      where: { userId, partyId, readAt: null, showAt: { lte: at } },
      data: { readAt: at },
    });
  },
});
