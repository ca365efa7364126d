import { Temporal } from "temporal-polyfill";
import { moduleByCode } from "../../domain/catalogue/catalogue.ts";
import { NEED_ORDER } from "../../domain/portfolio/need.ts";
import {
  type StandingFacet,
  type StandingFilter,
  type StandingPage,
  standingPage,
} from "../../domain/portfolio/standing-page.ts";
import { waitingWork } from "../../domain/portfolio/waiting-work.ts";
import { attestationName } from "../../domain/vetting/attestation.ts";
import {
  type EngagementStanding,
  engagementStandings,
} from "../../server/portfolio/engagement-standings.ts";
import { readTodos, type Todo } from "../../server/portfolio/home-todos.read.ts";
import { builder } from "../builder.ts";
import type { GraphQLContext } from "../context.ts";
import { EngagementStandingType } from "./engagement-standing.ts";

type Standings = {
  asOf: Temporal.Instant;
  all: EngagementStanding[];
  page: StandingPage<EngagementStanding>;
};

const Facet = builder.objectRef<StandingFacet>("StandingFacet").implement({
  description: "A value that engagements can be narrowed to, and how many of the present ones have it.",
  fields: (t) => ({
    name: t.exposeString("name", { description: "standing, module, country, provider or buyer." }),
    value: t.exposeString("value"),
    label: t.string({
      description: "The value as it is called.",
      resolve: ({ name, value }) => (name === "module" ? (moduleByCode(value)?.name ?? value) : value),
    }),
    n: t.exposeInt("n"),
  }),
});

/** The fields that a home and the portfolio share: one page of engagements, and figures of all of them. */
const Engagements = builder.interfaceRef<Standings>("Standings").implement({
  description: "Running engagements, worst first: a page of them, and figures of all.",
  fields: (t) => ({
    asOf: t.field({ type: "DateTime", resolve: (one) => one.asOf.toString() }),
    engagements: t.field({
      type: [EngagementStandingType],
      description: "Those that fit the filters: the page that `first`, `after` and `before` ask for.",
      resolve: (one) => one.page.rows,
    }),
    matching: t.int({ description: "How many fit the filters.", resolve: (one) => one.page.matching }),
    previousPage: t.id({ nullable: true, resolve: (one) => one.page.previous }),
    nextPage: t.id({ nullable: true, resolve: (one) => one.page.next }),
    facets: t.field({ type: [Facet], resolve: (one) => one.page.facets }),
    outOfDate: t.int({
      description:
        "Of how many, of all, the figures are being measured anew, so that what is shown is older.",
      resolve: ({ all }) => all.filter((one) => one.staleSince !== undefined).length,
    }),
    oldestFigures: t.field({
      type: "DateTime",
      nullable: true,
      description: "From when the oldest of those figures are; null where none are, or none were known.",
      resolve: ({ all }) => oldestOf(all),
    }),
    total: t.int({ description: "Without any filter.", resolve: (one) => one.all.length }),
    belowTarget: t.int({
      description: "Of all of them.",
      resolve: ({ all }) => all.filter((one) => one.status === "failed" || one.status === "missed").length,
    }),
    creditsAtRisk: t.field({
      type: ["Money"],
      description: "Of all of them if the month ended now; each currency for itself.",
      resolve: ({ all }) => creditsOf(all),
    }),
  }),
});

const Portfolio = builder.objectRef<Standings>("Portfolio").implement({
  description: "Every running engagement of the marketplace, worst first.",
  interfaces: [Engagements],
  fields: (t) => ({
    urgentCount: t.int({
      description: "How many of all need a person today.",
      resolve: ({ all }) => urgentOf(all).length,
    }),
    urgent: t.field({
      type: [EngagementStandingType],
      description: "Those that need a person today, the gravest reason first.",
      args: { first: t.arg.int({ defaultValue: 8 }) },
      resolve: ({ all }, { first }) => urgentOf(all).slice(0, Math.max(0, first ?? 0)),
    }),
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
    ofKind: t.exposeInt("ofKind", { description: "How many of this kind wait, shown or not." }),
  }),
});

type HomeRow = Standings & { side: "buyer" | "provider" };

const Home = builder.objectRef<HomeRow>("Home").implement({
  description: "What needs the reader first, then the engagements, worst first.",
  interfaces: [Engagements],
  fields: (t) => ({
    todos: t.field({
      type: [TodoType],
      args: { each: t.arg.int({ description: "At most so many of one kind, fifty if left out." }) },
      resolve: (home, { each }, context) =>
        readTodos(context.read, { viewer: context.signedIn(), now: home.asOf, each: each ?? undefined }),
    }),
    waitingCount: t.int({
      description: "Engagements whose open work waits for the reader's side today.",
      resolve: ({ all, side }) => waitingWork(all, side).length,
    }),
    waiting: t.field({
      type: [EngagementStandingType],
      description: "Those engagements, the most pressing first.",
      args: { first: t.arg.int({ defaultValue: 5 }) },
      resolve: ({ all, side }, { first }) => waitingWork(all, side).slice(0, Math.max(0, first ?? 0)),
    }),
  }),
});

/** Most engagements that a page shows. */
const MOST_SHOWN = 200;

builder.queryFields((t) => {
  const args = {
    standing: t.arg.string({ description: "failed, missed, met, excused or no_data." }),
    module: t.arg.string(),
    country: t.arg.string({ description: "Of the provider." }),
    provider: t.arg.string(),
    buyer: t.arg.string(),
    search: t.arg.string({ description: "Words of the title or a party's name." }),
    first: t.arg.int({ description: "Left out, all of them." }),
    after: t.arg.id(),
    before: t.arg.id(),
  };
  return {
    portfolio: t.field({
      type: Portfolio,
      authScopes: { may: "portfolio:read" },
      args,
      resolve: (_root, asked, context) => standingsFor(context, asked),
    }),
    home: t.field({
      type: Home,
      authScopes: { wholeRole: true },
      args,
      resolve: async (_root, asked, context): Promise<HomeRow> => ({
        ...(await standingsFor(context, asked)),
        side: context.signedIn().organizationKind === "provider" ? "provider" : "buyer",
      }),
    }),
  };
});

type Id = string | number | null | undefined;
type Asked = StandingFilter & { first?: number | null | undefined; after?: Id; before?: Id };

async function standingsFor(context: GraphQLContext, asked: Asked): Promise<Standings> {
  const { first, after, before, ...filter } = asked;
  const asOf = context.clock.now();
  const all = await engagementStandings(context.read, { viewer: context.signedIn(), now: asOf });
  const place = { after: after ? String(after) : null, before: before ? String(before) : null };
  const size = typeof first === "number" ? Math.min(Math.max(first, 1), MOST_SHOWN) : null;
  return { asOf, all, page: standingPage(all, { filter, first: size, ...place }) };
}

function urgentOf(all: readonly EngagementStanding[]): EngagementStanding[] {
  const rank = (one: EngagementStanding) => (one.need ? NEED_ORDER.indexOf(one.need) : 0);
  return all.filter((one) => one.need !== null).sort((a, b) => rank(a) - rank(b));
}

function oldestOf(all: readonly EngagementStanding[]): string | null {
  const since = all.flatMap(({ staleSince }) => (staleSince ? [staleSince] : []));
  return since.sort(Temporal.Instant.compare)[0]?.toString() ?? null;
}

/** Nothing is converted; a currency without a credit is left out. */
function creditsOf(all: readonly EngagementStanding[]): { amountMinor: bigint; currency: string }[] {
  const sums = new Map<string, bigint>();
  for (const { currency, outlook } of all)
    sums.set(currency, (sums.get(currency) ?? 0n) + (outlook?.credits.nowMinor ?? 0n));
  return [...sums].flatMap(([currency, amountMinor]) =>
    amountMinor > 0n ? [{ amountMinor, currency }] : [],
  );
}
