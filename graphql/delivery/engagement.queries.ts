import { type ResolveCursorConnectionArgs, resolveCursorConnection } from "@pothos/plugin-relay";
import {
  type EngagementRow,
  findEngagement,
  listEngagements,
} from "../../server/delivery/engagement.read.ts";
import { builder } from "../builder.ts";
import { EngagementType } from "./engagement.ts";

builder.queryField("engagement", (t) =>
  t.field({
    type: EngagementType,
    nullable: true,
    authScopes: { may: "engagement:read" },
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) =>
      findEngagement(context.read, {
        viewer: context.signedIn(),
        id: String(id),
        now: context.clock.now(),
      }),
  }),
);

builder.queryField("engagements", (t) =>
  t.connection({
    type: EngagementType,
    description: "Engagements of the viewer's organisation, newest first; staff see all.",
    authScopes: { may: "engagement:read" },
    args: {
      search: t.arg.string({ description: "Words of the title, of a party's name or of the service's." }),
    },
    resolve: (_root, args, context) =>
      resolveCursorConnection(
        { args, toCursor: (one: EngagementRow) => one.id, defaultSize: 50, maxSize: 200 },
        ({ before, after, limit, inverted }: ResolveCursorConnectionArgs) =>
          listEngagements(context.read, {
            viewer: context.signedIn(),
            now: context.clock.now(),
            after,
            before,
            search: args.search,
            take: limit,
            inverted,
          }),
      ),
  }),
);
