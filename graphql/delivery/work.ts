import { moduleByCode, workItemTypeById } from "../../domain/catalogue/catalogue.ts";
import { EVENT_WORDS } from "../../domain/delivery/work-item-errors.ts";
import { possibleEvents } from "../../domain/delivery/work-item-state.ts";
import { may } from "../../domain/identity/permissions.ts";
import type { ContractedEngagement } from "../../server/delivery/contracted-engagement.ts";
import type { StoredEvent } from "../../server/delivery/work-events.ts";
import type { WorkItemRow } from "../../server/delivery/work-item.read.ts";
import { frozenVerdicts } from "../../server/service-levels/period-close.read.ts";
import type { ItemClock } from "../../server/service-levels/work-clocks.ts";
import { builder } from "../builder.ts";
import { Node } from "../node-interface.ts";
import { SiteType } from "../service-levels/engagement-hours.ts";
import { FrozenVerdictType } from "../service-levels/verdict.ts";
import { WorkClockType } from "./work-clock.ts";

/** A row with its clocks, read together so that a page of fifty costs three queries. */
export type WorkItemShown = WorkItemRow & {
  clocks: ItemClock[];
  events: StoredEvent[];
  engagement: ContractedEngagement;
};

const WorkEventType = builder.objectRef<StoredEvent>("WorkItemEvent").implement({
  fields: (t) => ({
    id: t.exposeID("id"),
    at: t.field({ type: "DateTime", resolve: (event) => event.at }),
    type: t.exposeString("type"),
    text: t.string({ description: "The type in words.", resolve: (event) => EVENT_WORDS[event.type] }),
    actor: t.exposeString("actor"),
    reason: t.exposeString("reason"),
    waitingOn: t.string({ nullable: true, resolve: (event) => event.waitingOn ?? null }),
    priority: t.string({ nullable: true, resolve: (event) => event.priority ?? null }),
    site: t.string({
      nullable: true,
      description: "The site it names from then on; empty where it took the site away.",
      resolve: (event) => event.site ?? null,
    }),
    tags: t.stringList({
      nullable: true,
      description: "All tags from then on.",
      resolve: (event) => (event.tags ? [...event.tags] : null),
    }),
    fields: t.field({
      type: "JSON",
      nullable: true,
      description: "What it says of the item's own fields from then on.",
      resolve: (event) => event.fields,
    }),
    since: t.field({
      type: "DateTime",
      nullable: true,
      description: "The earlier moment from which it is said to count.",
      resolve: (event) => event.since ?? null,
    }),
    automated: t.boolean({ resolve: (event) => event.automated === true }),
  }),
});

export const WorkItemType = builder.objectRef<WorkItemShown>("WorkItem").implement({
  interfaces: [Node],
  description: "One thing to do under a contract, with its events and its clocks.",
  fields: (t) => ({
    id: t.exposeID("id"),
    engagementId: t.exposeID("engagementId"),
    engagementTitle: t.string({ resolve: (item) => item.engagement.title }),
    zone: t.string({ resolve: (item) => item.engagement.zone }),
    source: t.exposeString("source"),
    reference: t.exposeString("reference"),
    type: t.exposeString("type"),
    typeName: t.string({
      resolve: (item) => typeOf(item)?.name ?? item.type,
    }),
    title: t.exposeString("title"),
    priority: t.exposeString("priority", { nullable: true }),
    state: t.exposeString("state"),
    waitingOn: t.exposeString("waitingOn", { nullable: true }),
    openedAt: t.field({ type: "DateTime", resolve: (item) => item.openedAt }),
    resolvedAt: t.field({ type: "DateTime", nullable: true, resolve: (item) => item.resolvedAt }),
    closedAt: t.field({ type: "DateTime", nullable: true, resolve: (item) => item.closedAt }),
    dueAt: t.field({ type: "DateTime", nullable: true, resolve: (item) => item.dueAt }),
    deskMadeSla: t.exposeBoolean("deskMadeSla", {
      nullable: true,
      description: "The desk's own verdict, beside ours.",
    }),
    fields: t.field({ type: "JSON", resolve: (item) => item.fields }),
    fieldNames: t.field({
      type: "JSON",
      description: "The names of the module's own fields, by id.",
      resolve: (item) =>
        Object.fromEntries((typeOf(item)?.fields ?? []).map((field) => [field.id, field.name])),
    }),
    tags: t.exposeStringList("tags"),
    site: t.exposeString("site", { nullable: true, description: "By its id, or as its source names it." }),
    siteName: t.string({
      nullable: true,
      description: "The name that the contract gives the site; its id where the contract knows none.",
      resolve: (item) =>
        item.engagement.terms.sites?.find((one) => one.id === item.site)?.name ?? item.site,
    }),
    sites: t.field({
      type: [SiteType],
      description: "The sites of the contract.",
      resolve: (item) => item.engagement.terms.sites ?? [],
    }),
    clocks: t.field({
      type: [WorkClockType],
      resolve: (item) => item.clocks.map((clock) => ({ clock, events: item.events })),
    }),
    events: t.field({ type: [WorkEventType], resolve: (item) => item.events }),
    frozenVerdicts: t.field({
      type: [FrozenVerdictType],
      resolve: (item, _args, context) =>
        frozenVerdicts(context.read, { viewer: context.signedIn(), workItemId: item.id }),
    }),
    possibleEvents: t.stringList({
      description: "What the viewer may record now; empty for anyone but the provider.",
      resolve: (item, _args, context) => {
        const viewer = context.signedIn();
        const mine = item.engagement.providerId === viewer.organizationId && may(viewer, "work:import");
        return mine ? possibleEvents(item.state) : [];
      },
    }),
    priorities: t.stringList({
      description: "The priorities for which the contract promises a time.",
      resolve: ({ engagement }) => promisedPriorities(engagement.terms.serviceLevels),
    }),
  }),
});

function typeOf(item: WorkItemShown) {
  const module = moduleByCode(item.engagement.moduleCode);
  return module && workItemTypeById(module, item.type);
}

function promisedPriorities(levels: WorkItemShown["engagement"]["terms"]["serviceLevels"]): string[] {
  const targets = levels.map((level) => level.clock?.targetMinutesByPriority ?? {});
  return [...new Set(targets.flatMap((one) => Object.keys(one)))]
    .filter((one) => one !== "standard")
    .sort();
}
