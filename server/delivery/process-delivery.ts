import { z } from "zod";
import { MOST_EVENTS } from "../../domain/delivery/work-event-row.ts";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import { type Clock, toDate } from "../clock.ts";
import { command } from "../command.ts";
import type { Database, Prisma } from "../db.ts";
import { storable } from "../storable.ts";
import { contractedEngagement } from "./contracted-engagement.ts";
import { lockDelivery } from "./inbound-connections.ts";
import { takeWorkEvents } from "./record-work-events.ts";

const payloadSchema = z.object({ deliveryId: z.uuid(), providerId: z.uuid() });
const bodySchema = z.object({ events: z.array(z.unknown()).min(1).max(MOST_EVENTS) });

/** The job of `inbound_delivery.received`: may run any number of times. */
export async function processDelivery(
  deps: { db: Database; clock: Clock },
  payload: Record<string, unknown>,
): Promise<void> {
  const { deliveryId, providerId } = payloadSchema.parse(payload);
  const viewer = systemViewer(providerId, `inbound:${deliveryId}`);
  await readDelivery({ ...deps, viewer }, { deliveryId });
}

/** Reads a delivery's body and takes its events; each row's outcome stays with the delivery. */
const readDelivery = command({
  name: "inbound_delivery.read",
  permission: "work:import",
  async run(deed, input: { deliveryId: string }): Promise<null> {
    const delivery = await lockDelivery(deed.tx, { viewer: deed.viewer, id: input.deliveryId });
    if (delivery.state !== "received") return null;
    const end = { processedAt: toDate(deed.now), runs: { increment: 1 } };
    const save = (data: Prisma.InboundDeliveryUpdateInput) =>
      deed.tx.inboundDelivery.update({
        where: { id: delivery.id },
        data: { ...end, ...data },
        select: { id: true },
      });
    const events = eventsIn(delivery.body);
    if (typeof events === "string") {
      await save({ state: "failed", failure: events });
      deed.about("inbound_delivery", delivery.id, { failure: events });
      return null;
    }
    const { engagementId, source, name } = delivery.connection;
    const engagement = await contractedEngagement(deed.tx, { viewer: deed.viewer, id: engagementId });
    const taken = await takeWorkEvents(deed, { engagement, source, events, actor: name });
    const { accepted, duplicates, refused, rows } = taken;
    const results = rows as unknown as Prisma.InputJsonValue;
    await save({ state: "processed", failure: null, accepted, duplicates, refused, results });
    return null;
  },
});

/** The events of a body, or a sentence on why it holds none. */
function eventsIn(body: string): unknown[] | string {
  let parsed: unknown;
  try {
    // PostgreSQL holds no NUL: one in a text would fail the job for ever, and every other event with it.
    parsed = storable(JSON.parse(body));
  } catch {
    return "The body is not JSON.";
  }
  const read = bodySchema.safeParse(parsed);
  if (read.success) return read.data.events;
  return `The body holds no events: send { "events": [ … ] } with 1 to ${MOST_EVENTS} of them.`;
}
