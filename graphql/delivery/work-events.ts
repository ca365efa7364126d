import { type ResolveCursorConnectionArgs, resolveCursorConnection } from "@pothos/plugin-relay";
import { MOST_EVENTS } from "../../domain/delivery/work-event-row.ts";
import { EVENT_WORDS } from "../../domain/delivery/work-item-errors.ts";
import type { WorkEventType } from "../../domain/delivery/work-item-state.ts";
import { type LateEventRow, lateWorkEvents } from "../../server/delivery/late-work-events.ts";
import {
  type RecordedWork,
  type RowResult,
  recordWorkEvents,
} from "../../server/delivery/record-work-events.ts";
import { builder } from "../builder.ts";

type PlacedRow = RowResult & { row: number };

export const RowType = builder.objectRef<PlacedRow>("WorkEventRowResult").implement({
  description: "What became of one event of the call.",
  fields: (t) => ({
    row: t.exposeInt("row", { description: "Its place in the call, counted from 0." }),
    eventId: t.exposeString("eventId", { nullable: true }),
    status: t.exposeString("status", { description: "accepted, duplicate or refused." }),
    code: t.exposeString("code", { nullable: true, description: "For programs: event_in_future." }),
    message: t.exposeString("message", { nullable: true, description: "The reason, for people." }),
    workItemId: t.exposeID("workItemId", { nullable: true }),
  }),
});

const RecordedType = builder.objectRef<RecordedWork>("RecordedWorkEvents").implement({
  fields: (t) => ({
    accepted: t.exposeInt("accepted"),
    duplicates: t.exposeInt("duplicates", { description: "Recorded already, with the same content." }),
    refused: t.exposeInt("refused"),
    workItemsNew: t.exposeInt("itemsNew"),
    rows: t.field({
      type: [RowType],
      description: "Every row in the order of the call, or those of one status alone.",
      args: { status: t.arg.string({ description: "accepted, duplicate or refused." }) },
      complexity: 1,
      resolve: (recorded, { status }) =>
        recorded.rows
          .map((result, row) => ({ ...result, row }))
          .filter((one) => !status || one.status === status),
    }),
  }),
});

const RecordInput = builder.inputType("RecordWorkEventsInput", {
  fields: (t) => ({
    engagementId: t.id({ required: true }),
    source: t.string({ required: true, description: "The sending system in small letters: jira." }),
    events: t.field({
      type: ["JSON"],
      required: true,
      description:
        `Up to ${MOST_EVENTS} events. Each: id, item, type, at; and where they matter waitingOn, priority, ` +
        "itemType, title, site, removeSite, tags, fields, reason, actor, sequence, data. See docs/ingest.md.",
    }),
    idempotencyKey: t.string(),
  }),
});

builder.mutationField("recordWorkEvents", (t) =>
  t.field({
    type: RecordedType,
    description:
      "Takes events of another system: in any order, as often as they are sent, late until their month is " +
      "frozen. A row that cannot be right is refused with its reason; the rest goes in.",
    errors: {},
    authScopes: { may: "work:import" },
    args: { input: t.arg({ type: RecordInput, required: true }) },
    resolve: (_root, { input }, context) => {
      const { idempotencyKey, engagementId, source, events } = input;
      const recorded = { engagementId: String(engagementId), source, events };
      return recordWorkEvents(context.caller(idempotencyKey), recorded);
    },
  }),
);

const LateType = builder.objectRef<LateEventRow>("LateWorkEvent").implement({
  description: "An event that came after its month was frozen: kept as sent, for a correction.",
  fields: (t) => ({
    id: t.exposeID("id"),
    engagementId: t.exposeID("engagementId"),
    source: t.exposeString("source"),
    eventId: t.exposeString("eventId"),
    itemReference: t.exposeString("itemReference"),
    type: t.exposeString("type"),
    text: t.string({
      description: "The type in words.",
      resolve: (one) => EVENT_WORDS[one.type as WorkEventType] ?? one.type,
    }),
    at: t.field({ type: "DateTime", resolve: (one) => one.at }),
    period: t.exposeString("period", { description: "The frozen month: 2026-10." }),
    body: t.field({ type: "JSON", description: "The event as it was sent.", resolve: (one) => one.body }),
    receivedBy: t.exposeString("receivedBy"),
    receivedAt: t.field({ type: "DateTime", resolve: (one) => one.receivedAt }),
  }),
});

builder.queryField("lateWorkEvents", (t) =>
  t.connection({
    type: LateType,
    description: "Events that came too late for their month, newest first.",
    authScopes: { may: "work:read" },
    args: { engagementId: t.arg.id({ required: true }) },
    resolve: (_root, args, context) =>
      resolveCursorConnection(
        { args, toCursor: (row: LateEventRow) => row.id, defaultSize: 25, maxSize: 100 },
        ({ before, after, limit, inverted }: ResolveCursorConnectionArgs) =>
          lateWorkEvents(context.read, {
            viewer: context.signedIn(),
            engagementId: String(args.engagementId),
            before,
            after,
            limit,
            inverted,
          }),
      ),
  }),
);
