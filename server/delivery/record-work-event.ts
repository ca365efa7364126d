import { Temporal } from "temporal-polyfill";
import type { z } from "zod";
import { type RecordWorkEventInput, recordWorkEventSchema } from "../../domain/delivery/work-item.input.ts";
import { refuseEvent } from "../../domain/delivery/work-item-event.ts";
import { refusedRemoval, refusedSite } from "../../domain/delivery/work-item-site.ts";
import { InvalidInput, NotAllowed, NotFound, parseInput } from "../../domain/shared/refusals.ts";
import { toDate } from "../clock.ts";
import { command } from "../command.ts";
import { isId } from "../party-scope.ts";
import { contractedEngagement } from "./contracted-engagement.ts";
import { refuseTooLate } from "./frozen-until.ts";
import { refreshWorkItems } from "./refresh-work-items.ts";
import { eventsOf } from "./work-events.ts";
import { visibleTo } from "./work-item.scope.ts";

/**
 * Adds one event to a work item by hand. Events are only ever added, in order of time: a refusal names
 * what is
 * wrong (in the future, backwards, recorded already, impossible now, after the window for reopening).
 */
export const recordWorkEvent = command({
  name: "work_item.record_event",
  permission: "work:import",
  async run(deed, input: RecordWorkEventInput): Promise<{ id: string }> {
    const event = parseInput(recordWorkEventSchema, input);
    if (!isId(event.workItemId)) throw new NotFound("work item");
    // Two events at once would each be checked against the same past.
    await deed.tx.$queryRaw`select 1 from work_item where id = ${event.workItemId}::uuid for update`;
    const item = await deed.tx.workItem.findFirst({
      where: { AND: [{ id: event.workItemId }, await visibleTo(deed.tx, deed.viewer)] },
    });
    if (!item) throw new NotFound("work item");
    if (item.providerId !== deed.viewer.organizationId)
      throw new NotAllowed("The provider records the work.");
    const engagement = await contractedEngagement(deed.tx, { viewer: deed.viewer, id: item.engagementId });
    const { terms } = engagement;
    const events = (await eventsOf(deed.tx, [item.id])).get(item.id) ?? [];
    const site = event.removeSite ? refusedRemoval(item.site) : refusedSite(terms, event.site);
    if (site) throw new InvalidInput([site]);
    const { type, waitingOn, reason } = event;
    const at = Temporal.Instant.from(event.at);
    refuseEvent({
      events,
      event: { type, at: at.toString() },
      now: deed.now,
      reopenWindowDays: terms.reopenWindowDays,
    });
    if (event.since && Temporal.Instant.compare(event.since, events[0]?.at ?? event.at) < 0)
      throw new InvalidInput([{ field: "since", message: "The work was not opened yet at that moment." }]);
    const counted = event.since ? Temporal.Instant.from(event.since) : at;
    await refuseTooLate(deed.tx, { engagement, at: counted, field: event.since ? "since" : "at" });
    await deed.tx.workItemEvent.create({
      data: {
        organizationId: item.organizationId,
        providerId: item.providerId,
        workItemId: item.id,
        sourceKey: `hand/${at.toString()}/${type}`,
        position: Math.max(-1, ...events.map((one) => one.position)) + 1,
        type,
        at: toDate(at),
        actor: deed.viewer.name,
        heldBy: type === "pause" ? (waitingOn ?? null) : null,
        reason,
        data: dataOf(event),
      },
      select: { id: true },
    });
    const details = {
      ...(event.tags ? { tags: event.tags } : {}),
      ...(event.site || event.removeSite ? { site: event.site || null } : {}),
    };
    if (type === "update")
      await deed.tx.workItem.update({ where: { id: item.id }, data: details, select: { id: true } });
    await refreshWorkItems(deed.tx, [item.id]);
    const { engagementId, organizationId } = item;
    await deed.enqueue("work.changed", { engagementId, organizationId }, `work:${engagementId}`);
    const removed = event.removeSite ? { removedSite: item.site } : {};
    deed.about("work_item", item.id, { type, at: at.toString(), ...removed });
    return { id: item.id };
  },
});

/** What an event says beside its kind; only what was said is kept. */
function dataOf(event: z.output<typeof recordWorkEventSchema>) {
  return {
    ...(event.type === "priority" && event.priority ? { priority: event.priority } : {}),
    ...(event.type === "update" && event.tags ? { tags: event.tags } : {}),
    ...(event.type === "update" && event.site ? { site: event.site } : {}),
    ...(event.removeSite ? { site: "" } : {}),
    ...(event.since ? { since: Temporal.Instant.from(event.since).toString() } : {}),
    ...(event.automated ? { automated: true } : {}),
  };
}
