import { Temporal } from "temporal-polyfill";
import { moduleByCode, workItemTypeById } from "../../domain/catalogue/catalogue.ts";
import {
  type CorrectableField,
  type CorrectingSide,
  correctableFields,
  isSameAnswer,
  refusedCorrections,
} from "../../domain/delivery/who-corrects.ts";
import { type CorrectWorkItemInput, correctWorkItemSchema } from "../../domain/delivery/work-item.input.ts";
import { refusedFields } from "../../domain/delivery/work-item-fields.ts";
import { InvalidInput, NotAllowed, NotFound, parseInput } from "../../domain/shared/refusals.ts";
import { toDate } from "../clock.ts";
import { command } from "../command.ts";
import type { Prisma } from "../db.ts";
import { isId } from "../party-scope.ts";
import { type ContractedEngagement, contractedEngagement } from "./contracted-engagement.ts";
import { refuseTooLate } from "./frozen-until.ts";
import { refreshWorkItems } from "./refresh-work-items.ts";
import { eventsOf } from "./work-events.ts";
import { visibleTo } from "./work-item.scope.ts";

/**
 * Corrects what is recorded in an item's fields, by the side that the contract names for the figures that
 * read them, until their month is frozen. The correction is an event with its reason; what was recorded
 * before stays among the events. Throws NotFound, NotAllowed, InvalidInput (a field of another side, nothing
 * that differs) and EventTooLate.
 */
export const correctWorkItem = command({
  name: "work_item.correct",
  permission: "work:correct",
  async run(deed, input: CorrectWorkItemInput): Promise<{ id: string }> {
    const { workItemId, fields, reason } = parseInput(correctWorkItemSchema, input);
    if (!isId(workItemId)) throw new NotFound("work item");
    // Two corrections at once would each be checked against the same past.
    await deed.tx.$queryRaw`select 1 from work_item where id = ${workItemId}::uuid for update`;
    const item = await deed.tx.workItem.findFirst({
      where: { AND: [{ id: workItemId }, await visibleTo(deed.tx, deed.viewer)] },
    });
    if (!item) throw new NotFound("work item");
    const side = correctingSide(deed.viewer.organizationId, item);
    if (!side) throw new NotAllowed("The parties to the contract correct its work.");
    const engagement = await contractedEngagement(deed.tx, { viewer: deed.viewer, id: item.engagementId });
    const known = item.fields as Answers;
    const correctable = correctableOf(engagement, { type: item.type, fields: known });
    const type = moduleType(engagement, item.type);
    if (!type) throw new NotFound("work item");
    const issues = [
      ...refusedFields(type, fields),
      ...refusedCorrections({ correctable, side, known, fields }),
    ];
    if (issues.length > 0) throw new InvalidInput(issues);
    const changed = Object.fromEntries(
      Object.entries(fields).filter(([id, value]) => !isSameAnswer(known[id], value)),
    );
    const names = Object.keys(changed);
    if (names.length === 0)
      throw new InvalidInput([{ field: "fields", message: "Nothing differs from what is recorded." }]);
    const at = countedFrom(
      item,
      correctable.filter((one) => names.includes(one.field.id)),
    );
    await refuseTooLate(deed.tx, { engagement, at: at ?? deed.now, field: `fields.${names[0]}` });
    const events = (await eventsOf(deed.tx, [item.id])).get(item.id) ?? [];
    const position = Math.max(-1, ...events.map((one) => one.position)) + 1;
    await deed.tx.workItemEvent.create({
      data: {
        organizationId: item.organizationId,
        providerId: item.providerId,
        workItemId: item.id,
        sourceKey: `correction/${deed.now.toString()}/${position}`,
        position,
        type: "update",
        at: toDate(deed.now),
        actor: deed.viewer.name,
        reason,
        data: { fields: changed as Prisma.InputJsonObject },
      },
      select: { id: true },
    });
    await deed.tx.workItem.update({
      where: { id: item.id },
      data: { fields: { ...known, ...changed } as Prisma.InputJsonObject },
      select: { id: true },
    });
    await refreshWorkItems(deed.tx, [item.id]);
    const { engagementId, organizationId } = item;
    await deed.enqueue("work.changed", { engagementId, organizationId }, `work:${engagementId}`);
    deed.about("work_item", item.id, { corrected: names, side });
    return { id: item.id };
  },
});

type Answers = Record<string, string | number | boolean | null>;

/** Which side of the item's contract an organisation is; null for anyone else. */
export function correctingSide(
  organizationId: string,
  item: { organizationId: string; providerId: string },
): CorrectingSide | null {
  if (item.organizationId === organizationId) return "buyer";
  return item.providerId === organizationId ? "provider" : null;
}

/** The fields of an item under its contract, with who may correct each. */
export function correctableOf(
  engagement: ContractedEngagement,
  item: { type: string; fields: Readonly<Record<string, unknown>> },
): CorrectableField[] {
  const module = moduleByCode(engagement.moduleCode);
  const type = moduleType(engagement, item.type);
  if (!module || !type) return [];
  return correctableFields({
    levels: engagement.terms.serviceLevels,
    module,
    type,
    fields: item.fields,
  });
}

function moduleType(engagement: ContractedEngagement, type: string) {
  const module = moduleByCode(engagement.moduleCode);
  return module && workItemTypeById(module, type);
}

/** The moment whose month the correction reaches; null while the item is open and counts in none yet. */
function countedFrom(
  item: { openedAt: Date; resolvedAt: Date | null; closedAt: Date | null },
  corrected: readonly CorrectableField[],
): Temporal.Instant | null {
  const finished = item.resolvedAt ?? item.closedAt;
  const at = corrected.some((one) => one.fromBeginning) ? item.openedAt : finished;
  return at && Temporal.Instant.fromEpochMilliseconds(at.getTime());
}
