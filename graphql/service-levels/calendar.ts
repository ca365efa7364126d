import type { AddCalendarVersionInput } from "../../domain/service-levels/calendar-version.ts";
import { calendarInForce, calendarRemarks } from "../../domain/service-levels/calendar-version.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import { addCalendarVersion } from "../../server/service-levels/add-calendar-version.ts";
import {
  type CalendarVersionRow,
  calendarVersions,
} from "../../server/service-levels/calendar-version.read.ts";
import { builder } from "../builder.ts";
import type { GraphQLContext } from "../context.ts";

type Shown = CalendarVersionRow & { inForce: boolean };

const CalendarVersionType = builder.objectRef<Shown>("CalendarVersion").implement({
  description: "The business hours of an engagement from a day on; a change is a new version.",
  fields: (t) => ({
    id: t.exposeID("id"),
    engagementId: t.exposeID("engagementId"),
    number: t.exposeInt("number"),
    calendar: t.field({
      type: "JSON",
      nullable: true,
      description: "Null: around the clock.",
      resolve: (one) => one.body,
    }),
    hash: t.exposeString("bodyHash"),
    effectiveFrom: t.field({ type: "DateTime", resolve: (one) => one.effectiveFrom }),
    note: t.exposeString("note"),
    createdBy: t.exposeString("createdBy", { nullable: true }),
    createdAt: t.field({ type: "DateTime", resolve: (one) => one.createdAt }),
    inForce: t.exposeBoolean("inForce"),
    remarks: t.stringList({ resolve: (one) => calendarRemarks(one.body) }),
  }),
});

const AddInput = builder.inputType("AddCalendarVersionInput", {
  fields: (t) => ({
    engagementId: t.id({ required: true }),
    calendar: t.field({ type: "JSON", description: "Null or left out: around the clock." }),
    effectiveFrom: t.string({ required: true, description: "YYYY-MM-DD in the contract's zone." }),
    note: t.string({ required: true }),
    idempotencyKey: t.string(),
  }),
});

builder.queryField("calendarVersions", (t) =>
  t.field({
    type: [CalendarVersionType],
    description: "Every version, newest first.",
    authScopes: { may: "service_level:read" },
    args: { engagementId: t.arg.id({ required: true }) },
    resolve: (_root, args, context) => versionsOf(context, String(args.engagementId)),
  }),
);

builder.mutationField("addCalendarVersion", (t) =>
  t.field({
    type: CalendarVersionType,
    description: "Adds a version of the business hours from a day on. Frozen months keep theirs.",
    errors: {},
    authScopes: { may: "calendar:edit" },
    args: { input: t.arg({ type: AddInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, ...added } = input;
      const engagementId = String(added.engagementId);
      const { id } = await addCalendarVersion(context.caller(idempotencyKey), {
        ...added,
        engagementId,
        calendar: (added.calendar ?? null) as AddCalendarVersionInput["calendar"],
      });
      const version = (await versionsOf(context, engagementId)).find((one) => one.id === id);
      if (!version) throw new NotFound("calendar version");
      return version;
    },
  }),
);

async function versionsOf(context: GraphQLContext, engagementId: string): Promise<Shown[]> {
  const found = await calendarVersions(context.read, {
    viewer: context.signedIn(),
    engagementIds: [engagementId],
  });
  const versions = found.get(engagementId) ?? [];
  const current = calendarInForce(versions, context.clock.now().toString());
  return versions.map((one) => ({ ...one, inForce: one.id === current?.id })).reverse();
}
