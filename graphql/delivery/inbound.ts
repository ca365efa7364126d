import { type ResolveCursorConnectionArgs, resolveCursorConnection } from "@pothos/plugin-relay";
import { may } from "../../domain/identity/permissions.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import {
  type ConnectionRow,
  type DeliveryRow,
  deliveryContent,
  inboundConnection,
  inboundConnections,
  inboundDeliveries,
  inboundDelivery,
} from "../../server/delivery/inbound-connection.read.ts";
import {
  createInboundConnection,
  type MadeConnection,
  replayDelivery,
  rotateInboundSecret,
  setInboundConnection,
} from "../../server/delivery/inbound-connections.ts";
import { builder } from "../builder.ts";
import type { GraphQLContext } from "../context.ts";
import { RowType } from "./work-events.ts";

/** What of a body a page shows; the rest stays in the delivery. */
const BODY_CHARACTERS = 20_000;
const MOST_ROWS = 500;

const Content = builder
  .objectRef<Awaited<ReturnType<typeof deliveryContent>>>("InboundDeliveryContent")
  .implement({
    fields: (t) => ({
      body: t.exposeString("body", { description: `The first ${BODY_CHARACTERS} characters.` }),
      bodyCharacters: t.exposeInt("bodyCharacters"),
      rows: t.field({
        type: [RowType],
        complexity: 1,
        description: `Up to ${MOST_ROWS} rows, those that were refused first.`,
        resolve: (content) => content.rows,
      }),
    }),
  });

const DeliveryType = builder.objectRef<DeliveryRow>("InboundDelivery").implement({
  description: "One signed delivery of another system, as it came, and what became of its rows.",
  fields: (t) => ({
    id: t.exposeID("id"),
    connectionId: t.exposeID("connectionId"),
    engagementId: t.exposeID("engagementId"),
    state: t.exposeString("state", { description: "received, processed or failed." }),
    failure: t.exposeString("failure", { nullable: true }),
    accepted: t.exposeInt("accepted"),
    duplicates: t.exposeInt("duplicates"),
    refused: t.exposeInt("refused"),
    runs: t.exposeInt("runs", { description: "How often it was read; more than once after a replay." }),
    receivedAt: t.field({ type: "DateTime", resolve: (one) => one.receivedAt }),
    processedAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.processedAt }),
    content: t.field({
      type: Content,
      resolve: (one, _args, context) =>
        deliveryContent(context.read, {
          viewer: context.signedIn(),
          id: one.id,
          characters: BODY_CHARACTERS,
          rows: MOST_ROWS,
        }),
    }),
  }),
});

const ConnectionType = builder.objectRef<ConnectionRow>("InboundConnection").implement({
  description: "A door through which another system sends the events of one engagement.",
  fields: (t) => ({
    id: t.exposeID("id"),
    engagementId: t.exposeID("engagementId"),
    name: t.exposeString("name"),
    source: t.exposeString("source"),
    path: t.string({ resolve: (one) => `/webhooks/work/${one.id}` }),
    enabled: t.boolean({ resolve: (one) => one.disabledAt === null }),
    disabledAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.disabledAt }),
    lastDeliveryAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.lastDeliveryAt }),
    overlapUntil: t.field({
      type: "DateTime",
      nullable: true,
      description: "When the secret before the last rotation ends.",
      resolve: (one) => one.overlapUntil,
    }),
    createdBy: t.exposeString("createdByName"),
    createdAt: t.field({ type: "DateTime", resolve: (one) => one.createdAt }),
    deliveryCount: t.exposeInt("deliveries"),
    eventsAccepted: t.exposeInt("accepted"),
    eventsRefused: t.exposeInt("refused"),
    viewerMayManage: t.boolean({
      resolve: (_one, _args, context) =>
        context.signedIn().organizationKind === "provider" && may(context.signedIn(), "work:import"),
    }),
    deliveries: t.connection({
      type: DeliveryType,
      resolve: (one, args, context) =>
        resolveCursorConnection(
          { args, toCursor: (row: DeliveryRow) => row.id, defaultSize: 25, maxSize: 100 },
          ({ before, after, limit, inverted }: ResolveCursorConnectionArgs) =>
            inboundDeliveries(context.read, {
              viewer: context.signedIn(),
              connectionId: one.id,
              before,
              after,
              limit,
              inverted,
            }),
        ),
    }),
  }),
});

builder.queryFields((t) => ({
  inboundConnections: t.field({
    type: [ConnectionType],
    description: "The connections of an engagement, by name.",
    authScopes: { may: "work:read" },
    args: { engagementId: t.arg.id({ required: true }) },
    resolve: (_root, args, context) =>
      inboundConnections(context.read, {
        viewer: context.signedIn(),
        engagementId: String(args.engagementId),
      }),
  }),
  inboundConnection: t.field({
    type: ConnectionType,
    nullable: true,
    authScopes: { may: "work:read" },
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) =>
      inboundConnection(context.read, { viewer: context.signedIn(), id: String(id) }),
  }),
  inboundDelivery: t.field({
    type: DeliveryType,
    nullable: true,
    authScopes: { may: "work:read" },
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) =>
      inboundDelivery(context.read, { viewer: context.signedIn(), id: String(id) }),
  }),
}));

const Made = builder.objectRef<MadeConnection>("MadeInboundConnection").implement({
  fields: (t) => ({
    connection: t.field({
      type: ConnectionType,
      resolve: (made, _args, context) => connectionOf(context, made.id),
    }),
    secret: t.string({
      nullable: true,
      description: "What deliveries are signed with, this once; null where a repeated request is answered.",
      resolve: (made) => made.secret,
    }),
  }),
});

const CreateInput = builder.inputType("CreateInboundConnectionInput", {
  fields: (t) => ({
    engagementId: t.id({ required: true }),
    name: t.string({ required: true }),
    source: t.string({ required: true, description: "The sending system in small letters: jira." }),
    idempotencyKey: t.string(),
  }),
});
const RotateInput = builder.inputType("RotateInboundSecretInput", {
  fields: (t) => ({
    connectionId: t.id({ required: true }),
    endOthers: t.boolean({ description: "Ends every earlier secret at once: for one that others know." }),
    idempotencyKey: t.string(),
  }),
});
const SetInput = builder.inputType("SetInboundConnectionInput", {
  fields: (t) => ({
    connectionId: t.id({ required: true }),
    enabled: t.boolean({ required: true }),
    idempotencyKey: t.string(),
  }),
});
const ReplayInput = builder.inputType("ReplayInboundDeliveryInput", {
  fields: (t) => ({ deliveryId: t.id({ required: true }), idempotencyKey: t.string() }),
});

builder.mutationFields((t) => ({
  createInboundConnection: t.field({
    type: Made,
    description: "Opens a door for another system and answers its secret, once.",
    errors: {},
    authScopes: { may: "work:import" },
    args: { input: t.arg({ type: CreateInput, required: true }) },
    resolve: (_root, { input }, context) => {
      const { idempotencyKey, engagementId, name, source } = input;
      const made = { engagementId: String(engagementId), name, source };
      return createInboundConnection(context.caller(idempotencyKey), made);
    },
  }),
  rotateInboundSecret: t.field({
    type: Made,
    description:
      "Gives a connection a new secret; the one before works for a day more, unless `endOthers` ends it.",
    errors: {},
    authScopes: { may: "work:import" },
    args: { input: t.arg({ type: RotateInput, required: true }) },
    resolve: (_root, { input }, context) =>
      rotateInboundSecret(context.caller(input.idempotencyKey), {
        connectionId: String(input.connectionId),
        endOthers: input.endOthers ?? false,
      }),
  }),
  setInboundConnection: t.field({
    type: ConnectionType,
    description: "Shuts a connection or opens it again.",
    errors: {},
    authScopes: { may: "work:import" },
    args: { input: t.arg({ type: SetInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { enabled, connectionId } = input;
      const set = { enabled, connectionId: String(connectionId) };
      const { id } = await setInboundConnection(context.caller(input.idempotencyKey), set);
      return connectionOf(context, id);
    },
  }),
  replayInboundDelivery: t.field({
    type: DeliveryType,
    description: "Reads a delivery again from its body; what is recorded already stays as it is.",
    errors: {},
    authScopes: { may: "work:import" },
    args: { input: t.arg({ type: ReplayInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const replayed = { deliveryId: String(input.deliveryId) };
      const { id } = await replayDelivery(context.caller(input.idempotencyKey), replayed);
      const delivery = await inboundDelivery(context.read, { viewer: context.signedIn(), id });
      if (!delivery) throw new NotFound("delivery");
      return delivery;
    },
  }),
}));

async function connectionOf(context: GraphQLContext, id: string): Promise<ConnectionRow> {
  const connection = await inboundConnection(context.read, { viewer: context.signedIn(), id });
  if (!connection) throw new NotFound("connection");
  return connection;
}
