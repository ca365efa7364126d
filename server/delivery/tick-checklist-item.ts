import { engagementPartyOf } from "../../domain/delivery/engagement.ts";
import { assertOwner } from "../../domain/delivery/onboarding.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import { toDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import { isId } from "../party-scope.ts";
import { visibleTo } from "./engagement.scope.ts";

export type ChecklistInput = { itemId: string };

/**
 * Ticks an item for the side that owes it; ticking it again changes nothing. Refuses: NotFound,
 * NotYourItem.
 */
export const completeChecklistItem = command({
  name: "checklist_item.complete",
  permission: "checklist:complete",
  run: (deed, input: ChecklistInput) => tick(deed, { ...input, done: true }),
});

/** Takes a tick back; who had set it stays in the audit trail. Refuses: NotFound, NotYourItem. */
export const reopenChecklistItem = command({
  name: "checklist_item.reopen",
  permission: "checklist:complete",
  run: (deed, input: ChecklistInput) => tick(deed, { ...input, done: false }),
});

async function tick({ tx, viewer, now, about }: Deed, input: ChecklistInput & { done: boolean }) {
  if (!isId(input.itemId)) throw new NotFound("checklist item");
  await tx.$queryRaw`select id from checklist_item where id = ${input.itemId}::uuid for update`;
  const item = await tx.checklistItem.findFirst({
    where: { id: input.itemId, engagement: await visibleTo(tx, viewer) },
  });
  if (!item) throw new NotFound("checklist item");
  assertOwner(item, engagementPartyOf(viewer, item));
  about("engagement", item.engagementId, { item: item.title, done: input.done });
  if ((item.doneAt !== null) !== input.done)
    await tx.checklistItem.update({
      where: { id: item.id },
      data: input.done
        ? { doneAt: toDate(now), doneById: viewer.userId, doneByName: viewer.name }
        : { doneAt: null, doneById: null, doneByName: null },
    });
  return { id: item.id, engagementId: item.engagementId };
}
