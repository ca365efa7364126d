import { z } from "zod";
import { sourceSchema } from "../../domain/delivery/inbound-connection.input.ts";
import { MOST_EVENTS } from "../../domain/delivery/work-event-row.ts";
import type { RowOutcome } from "../../domain/delivery/work-event-settle.ts";
import { InvalidInput, NotAllowed, parseInput } from "../../domain/shared/refusals.ts";
import { command, type Deed } from "../command.ts";
import { type ContractedEngagement, contractedEngagement } from "./contracted-engagement.ts";
import { writeWorkEvents } from "./write-work-events.ts";

/**
 * A batch seldom comes alone, and what follows is done for all that came meanwhile. With the half second in
 * which the queue looks for such jobs, a due time stands within a second of its event.
 */
export const FOLLOWED_UP_AFTER_MS = 350;

const schema = z.strictObject({
  engagementId: z.string(),
  source: sourceSchema,
  events: z
    .array(z.unknown())
    .min(1, "Send at least one event.")
    .max(MOST_EVENTS, `Send ${MOST_EVENTS.toLocaleString("en-US")} events at most in one call.`),
});

export type RecordWorkEventsInput = { engagementId: string; source: string; events: readonly unknown[] };

/** What became of each row, in the order of the call. */
export type RowResult = RowOutcome & { eventId: string | null; workItemId: string | null };
export type RecordedWork = {
  accepted: number;
  duplicates: number;
  refused: number;
  itemsNew: number;
  rows: RowResult[];
};

/**
 * Takes up to 10,000 events of other systems: in any order, late until their month is frozen, and as often
 * as they are sent. Each row is accepted, known already or refused with a reason; what is refused does not
 * keep the rest out. Throws InvalidInput, NotFound and NotAllowed for the call as a whole.
 */
export const recordWorkEvents = command({
  name: "work_events.record",
  permission: "work:import",
  async run(deed, input: RecordWorkEventsInput): Promise<RecordedWork> {
    const { engagementId, source, events } = parseInput(schema, input);
    const engagement = await contractedEngagement(deed.tx, { viewer: deed.viewer, id: engagementId });
    if (engagement.providerId !== deed.viewer.organizationId)
      throw new NotAllowed("The provider records the work.");
    return takeWorkEvents(deed, { engagement, source, events, actor: deed.viewer.name });
  },
});

/** The deed behind every way in: writes, says so to the rest of the product, and to the audit trail once. */
export async function takeWorkEvents(
  deed: Deed,
  p: { engagement: ContractedEngagement; source: string; events: readonly unknown[]; actor: string },
): Promise<RecordedWork> {
  if (p.events.length > MOST_EVENTS)
    throw new InvalidInput([{ field: "events", message: `${MOST_EVENTS} events are the most.` }]);
  const written = await writeWorkEvents(deed, { ...p, now: deed.now });
  const { engagement, source } = p;
  const { id: engagementId, organizationId, providerId } = engagement;
  const { accepted, duplicates, refused, itemsNew, lateIds } = written;
  if (accepted > 0) {
    const contract = { engagementId, organizationId };
    await deed.enqueueOnce("work.changed", contract, `work:${engagementId}`, FOLLOWED_UP_AFTER_MS);
  }
  if (lateIds.length > 0) {
    const payload = { engagementId, organizationId, providerId, source, lateEventIds: lateIds };
    await deed.enqueue("work_event.late", payload);
  }
  const counts = { source, rows: p.events.length, accepted, duplicates, refused, late: lateIds.length };
  deed.about("engagement", engagementId, { ...counts, itemsNew });
  return { accepted, duplicates, refused, itemsNew, rows: written.rows };
}
