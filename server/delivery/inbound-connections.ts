import { randomBytes } from "node:crypto";
import {
  type CreateConnectionInput,
  createConnectionSchema,
} from "../../domain/delivery/inbound-connection.input.ts";
import { OVERLAP_HOURS } from "../../domain/delivery/inbound-signature.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import {
  InvalidInput,
  NotAllowed,
  NotFound,
  parseInput,
  RecordGone,
} from "../../domain/shared/refusals.ts";
import { toDate } from "../clock.ts";
import { type Caller, command, type Deed } from "../command.ts";
import type { Tx } from "../db.ts";
import { isId, partiesAre } from "../party-scope.ts";
import { sealedFields } from "../sealed-fields.ts";
import { contractedEngagement } from "./contracted-engagement.ts";

export type MadeConnection = {
  id: string;
  /** What deliveries are signed with, this once; null where a repeated request is answered. */
  secret: string | null;
};

/** Opens a door for another system; its secret is in this answer and can never be read again. */
export async function createInboundConnection(
  caller: Caller,
  input: CreateConnectionInput,
): Promise<MadeConnection> {
  const secret = newSecret();
  let made = false;
  const create = command({
    name: "inbound_connection.create",
    permission: "work:import",
    async run(deed, given: CreateConnectionInput) {
      const { engagementId, name, source } = parseInput(createConnectionSchema, given);
      const engagement = await contractedEngagement(deed.tx, { viewer: deed.viewer, id: engagementId });
      refuseOthers(deed.viewer, engagement);
      const { organizationId, providerId } = engagement;
      const taken = await deed.tx.inboundConnection.findFirst({
        where: { engagementId: engagement.id, name },
        select: { id: true },
      });
      if (taken)
        throw new InvalidInput([{ field: "name", message: "A connection has this name already." }]);
      const { id } = await deed.tx.inboundConnection.create({
        data: {
          organizationId,
          providerId,
          engagementId: engagement.id,
          name,
          source,
          createdByName: deed.viewer.name,
          createdAt: toDate(deed.now),
        },
        select: { id: true },
      });
      await addSecret(deed, { id, organizationId, providerId, secret });
      deed.about("inbound_connection", id, { name, source });
      made = true;
      return { id };
    },
  });
  const { id } = await create(caller, input);
  return { id, secret: made ? secret : null };
}

type Rotation = { connectionId: string; endOthers?: boolean | undefined };

/**
 * Gives a connection a new secret. The one before works for a day more, so that no delivery is lost; where it
 * is known to others, `endOthers` ends every earlier secret at once.
 */
export async function rotateInboundSecret(caller: Caller, input: Rotation): Promise<MadeConnection> {
  const secret = newSecret();
  let made = false;
  const rotate = command({
    name: "inbound_connection.rotate",
    permission: "work:import",
    async run(deed, given: Rotation) {
      const connection = await lockConnection(deed, given.connectionId);
      const until = toDate(deed.now.add({ hours: given.endOthers ? 0 : OVERLAP_HOURS }));
      await deed.tx.$executeRaw`
        update inbound_secret set expires_at = ${until} where connection_id = ${connection.id}::uuid
          and (expires_at is null or expires_at > ${until})`;
      await addSecret(deed, { ...connection, secret });
      deed.about("inbound_connection", connection.id, { overlapUntil: until.toISOString() });
      made = true;
      return { id: connection.id };
    },
  });
  const { id } = await rotate(caller, input);
  return { id, secret: made ? secret : null };
}

/** Shuts a connection's door, or opens it again; what was delivered stays. */
export const setInboundConnection = command({
  name: "inbound_connection.set",
  permission: "work:import",
  async run(deed, input: { connectionId: string; enabled: boolean }): Promise<{ id: string }> {
    const connection = await lockConnection(deed, input.connectionId);
    deed.about("inbound_connection", connection.id, { enabled: input.enabled });
    if ((connection.disabledAt === null) !== input.enabled)
      await deed.tx.inboundConnection.update({
        where: { id: connection.id },
        data: { disabledAt: input.enabled ? null : toDate(deed.now) },
        select: { id: true },
      });
    return { id: connection.id };
  },
});

/** Runs a delivery again, from its body as it came: what is recorded already stays as it is. */
export const replayDelivery = command({
  name: "inbound_delivery.replay",
  permission: "work:import",
  async run(deed, input: { deliveryId: string }): Promise<{ id: string; connectionId: string }> {
    const delivery = await lockDelivery(deed.tx, { viewer: deed.viewer, id: input.deliveryId });
    refuseOthers(deed.viewer, delivery);
    if (delivery.body === "" && delivery.state === "processed") throw new RecordGone("What was received");
    await deed.tx.inboundDelivery.update({
      where: { id: delivery.id },
      data: { state: "received" },
      select: { id: true },
    });
    const { id, providerId, connectionId } = delivery;
    await deed.enqueue("inbound_delivery.received", { deliveryId: id, providerId }, `inbound:${id}`);
    deed.about("inbound_delivery", id, { connectionId });
    return { id, connectionId };
  },
});

/** Locks one delivery in the viewer's sight. Throws NotFound. */
export async function lockDelivery(tx: Tx, p: { viewer: Viewer; id: string }) {
  if (!isId(p.id)) throw new NotFound("delivery");
  const [seen] = await tx.$queryRaw<{ id: string }[]>`
    select d.id from inbound_delivery d where d.id = ${p.id}::uuid and ${partiesAre(p.viewer, "d")}
    for update`;
  if (!seen) throw new NotFound("delivery");
  return tx.inboundDelivery.findUniqueOrThrow({ where: { id: seen.id }, include: { connection: true } });
}

async function lockConnection(deed: Deed, id: string) {
  if (!isId(id)) throw new NotFound("connection");
  const [seen] = await deed.tx.$queryRaw<{ id: string }[]>`
    select c.id from inbound_connection c where c.id = ${id}::uuid and ${partiesAre(deed.viewer, "c")}
    for update`;
  if (!seen) throw new NotFound("connection");
  const connection = await deed.tx.inboundConnection.findUniqueOrThrow({ where: { id: seen.id } });
  refuseOthers(deed.viewer, connection);
  return connection;
}

/** Plain SQL, because the roles may write the column and never read it back. */
async function addSecret(
  deed: Deed,
  p: { id: string; organizationId: string; providerId: string; secret: string },
): Promise<void> {
  const sealed = (await sealedFields(deed.tx)).seal("inbound_secret.secret", p.id, p.secret);
  await deed.tx.$executeRaw`
    insert into inbound_secret (organization_id, provider_id, connection_id, secret, created_at)
    values (${p.organizationId}::uuid, ${p.providerId}::uuid, ${p.id}::uuid, ${sealed}, ${toDate(deed.now)})`;
}

function refuseOthers(viewer: Viewer, row: { providerId: string }): void {
  if (row.providerId !== viewer.organizationId) throw new NotAllowed("The provider sends the work.");
}

function newSecret(): string {
  return `ers_${randomBytes(32).toString("base64url")}`;
}
