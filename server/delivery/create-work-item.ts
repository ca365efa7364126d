import { randomUUID } from "node:crypto";
import { Temporal } from "temporal-polyfill";
import type { z } from "zod";
import { moduleByCode, workItemTypeById } from "../../domain/catalogue/catalogue.ts";
import { refusedCorrections } from "../../domain/delivery/who-corrects.ts";
import { type CreateWorkItemInput, createWorkItemSchema } from "../../domain/delivery/work-item.input.ts";
import { refusedFields } from "../../domain/delivery/work-item-fields.ts";
import { refusedSite } from "../../domain/delivery/work-item-site.ts";
import { InvalidInput, NotAllowed, parseInput } from "../../domain/shared/refusals.ts";
import { toDate } from "../clock.ts";
import { command } from "../command.ts";
import { refuseWhileSuspended } from "../identity/work-suspension.ts";
import { contractedEngagement } from "./contracted-engagement.ts";
import { correctableOf } from "./correct-work-item.ts";
import { refuseTooLate } from "./frozen-until.ts";

/** Enters work by hand: a pay run, a close task, a case. Its clock starts when it was opened. */
export const createWorkItem = command({
  name: "work_item.create",
  permission: "work:import",
  async run(deed, input: CreateWorkItemInput): Promise<{ id: string }> {
    const item = parseInput(createWorkItemSchema, input);
    const engagement = await contractedEngagement(deed.tx, { viewer: deed.viewer, id: item.engagementId });
    if (engagement.providerId !== deed.viewer.organizationId)
      throw new NotAllowed("The provider records the work.");
    await refuseWhileSuspended(deed.tx, engagement.organizationId);
    const module = moduleByCode(engagement.moduleCode);
    const type = module && workItemTypeById(module, item.type);
    if (!type)
      throw new InvalidInput([{ field: "type", message: "This contract has no such kind of work." }]);
    const site = refusedSite(engagement.terms, item.site);
    const { fields } = item;
    const correctable = correctableOf(engagement, item);
    const refused = [
      ...refusedFields(type, fields),
      ...refusedCorrections({ correctable, side: "provider", known: {}, fields }),
      ...(site ? [site] : []),
    ];
    if (refused.length > 0) throw new InvalidInput(refused);
    const openedAt = Temporal.Instant.from(item.openedAt);
    if (Temporal.Instant.compare(openedAt, deed.now) > 0)
      throw new InvalidInput([
        { field: "openedAt", message: "Work is recorded once it is there, not before." },
      ]);
    await refuseTooLate(deed.tx, { engagement, at: openedAt, field: "openedAt" });
    const reference = item.reference || `W-${randomUUID().slice(0, 8).toUpperCase()}`;
    const { organizationId, providerId, id: engagementId } = engagement;
    const taken = await deed.tx.workItem.findFirst({
      where: { engagementId, source: "hand", reference },
      select: { id: true },
    });
    if (taken) throw new InvalidInput([{ field: "reference", message: "This reference is taken." }]);
    const created = await deed.tx.workItem.create({
      data: {
        organizationId,
        providerId,
        engagementId,
        source: "hand",
        reference,
        type: type.id,
        title: item.title,
        priority: item.priority || null,
        state: item.waitingOn ? "waiting" : "open",
        waitingOn: item.waitingOn ?? null,
        openedAt: toDate(openedAt),
        fields,
        site: item.site || null,
        tags: item.tags,
      },
      select: { id: true },
    });
    const event = { organizationId, providerId, workItemId: created.id, at: toDate(openedAt) };
    await deed.tx.workItemEvent.createMany({
      data: openingEvents(item).map((one) => ({ ...event, ...one, actor: deed.viewer.name })),
    });
    await deed.enqueue("work.changed", { engagementId, organizationId }, `work:${engagementId}`);
    deed.about("work_item", created.id, { reference, type: type.id });
    return created;
  },
});

/** What opens the work; where it waits for somebody from the start, a pause at the same moment. */
function openingEvents(item: z.output<typeof createWorkItemSchema>) {
  const data = {
    ...(item.priority ? { priority: item.priority } : {}),
    ...(item.site ? { site: item.site } : {}),
    ...(item.tags.length > 0 ? { tags: item.tags } : {}),
  };
  const start = { sourceKey: "hand/start", position: 0, type: "start", heldBy: null, data };
  if (!item.waitingOn) return [start];
  const pause = { type: "pause", heldBy: item.waitingOn, data: {} };
  return [start, { sourceKey: "hand/waits", position: 1, ...pause }];
}
