import type { Temporal } from "temporal-polyfill";
import { attestationName } from "../../domain/vetting/attestation.ts";
import {
  type EngagementStanding,
  engagementStandings,
} from "../../server/portfolio/engagement-standings.ts";
import { readTodos, type Todo } from "../../server/portfolio/home-todos.read.ts";
import { builder } from "../builder.ts";
import { EngagementStandingType } from "./engagement-standing.ts";

type PortfolioRow = { asOf: Temporal.Instant; engagements: EngagementStanding[] };

const Portfolio = builder.objectRef<PortfolioRow>("Portfolio").implement({
  description: "Every running engagement of the marketplace, worst first.",
  fields: (t) => ({
    asOf: t.field({ type: "DateTime", resolve: (one) => one.asOf.toString() }),
    engagements: t.field({ type: [EngagementStandingType], resolve: (one) => one.engagements }),
  }),
});

const TodoType = builder.objectRef<Todo>("Todo").implement({
  description: "Something that waits for the reader's organisation.",
  fields: (t) => ({
    kind: t.exposeString("kind"),
    subjectId: t.exposeString("id"),
    title: t.string({
      resolve: (todo) => (todo.kind === "attestation_ends" ? attestationName(todo.title) : todo.title),
    }),
    detail: t.exposeString("detail"),
    amount: t.field({
      type: "Money",
      nullable: true,
      resolve: ({ amountMinor, currency }) =>
        amountMinor !== null && currency !== null ? { amountMinor: BigInt(amountMinor), currency } : null,
    }),
    on: t.field({ type: "Date", nullable: true, resolve: (todo) => todo.on }),
    count: t.int({ nullable: true, resolve: (todo) => todo.count }),
  }),
});

const Home = builder.objectRef<PortfolioRow & { todos: Todo[] }>("Home").implement({
  description: "What needs the reader first, then the engagements, worst first.",
  fields: (t) => ({
    asOf: t.field({ type: "DateTime", resolve: (one) => one.asOf.toString() }),
    todos: t.field({ type: [TodoType], resolve: (one) => one.todos }),
    engagements: t.field({ type: [EngagementStandingType], resolve: (one) => one.engagements }),
  }),
});

builder.queryFields((t) => ({
  portfolio: t.field({
    type: Portfolio,
    authScopes: { may: "portfolio:read" },
    resolve: async (_root, _args, context) => {
      const asOf = context.clock.now();
      const viewer = context.signedIn();
      return { asOf, engagements: await engagementStandings(context.read, { viewer, now: asOf }) };
    },
  }),
  home: t.field({
    type: Home,
    authScopes: { wholeRole: true },
    resolve: async (_root, _args, context) => {
      const asOf = context.clock.now();
      const viewer = context.signedIn();
      const todos = await readTodos(context.read, { viewer, now: asOf });
      return { asOf, todos, engagements: await engagementStandings(context.read, { viewer, now: asOf }) };
    },
  }),
}));
