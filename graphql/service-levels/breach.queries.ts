import { type ResolveCursorConnectionArgs, resolveCursorConnection } from "@pothos/plugin-relay";
import { type BreachRow, findBreach, listBreaches } from "../../server/service-levels/breach.read.ts";
import { builder } from "../builder.ts";
import { BreachType } from "./breach.ts";

builder.queryFields((t) => ({
  breach: t.field({
    type: BreachType,
    nullable: true,
    authScopes: { may: "service_level:read" },
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) =>
      findBreach(context.read, { viewer: context.signedIn(), id: String(id) }),
  }),
  breaches: t.connection({
    type: BreachType,
    description: "Breaches at work first, the worst of them first; staff see all.",
    authScopes: { may: "service_level:read" },
    args: {
      engagementId: t.arg.id(),
      levelId: t.arg.string(),
      states: t.arg.stringList(),
      severity: t.arg.int({ description: "1 to 3." }),
      escalated: t.arg.boolean(),
      closed: t.arg.boolean(),
      mine: t.arg.boolean({ description: "Only what is assigned to the viewer." }),
    },
    resolve: (_root, args, context) =>
      resolveCursorConnection(
        { args, toCursor: (one: BreachRow) => one.id, defaultSize: 50, maxSize: 200 },
        ({ before, after, limit, inverted }: ResolveCursorConnectionArgs) =>
          listBreaches(context.read, {
            viewer: context.signedIn(),
            limit,
            inverted,
            after,
            before,
            filter: {
              engagementId: args.engagementId ? String(args.engagementId) : undefined,
              levelId: args.levelId ?? undefined,
              states: args.states ?? undefined,
              severity: args.severity ?? undefined,
              escalated: args.escalated ?? undefined,
              closed: args.closed ?? undefined,
              mine: args.mine ?? undefined,
            },
          }),
      ),
  }),
}));
