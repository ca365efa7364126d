import { allModules, moduleByCode, workItemTypeById } from "../../domain/catalogue/catalogue.ts";
import { formulaWords } from "../../domain/catalogue/formula-words.ts";
import {
  type DefinitionFact,
  fieldNames,
  levelDefinition,
} from "../../domain/catalogue/level-definition.ts";
import { levelFromMetric } from "../../domain/catalogue/level-from-metric.ts";
import type { Metric, ServiceModule } from "../../domain/catalogue/service-module.ts";
import { attestationName } from "../../domain/vetting/attestation.ts";
import { countOffers, type ModuleOffers } from "../../server/catalogue/listing.read.ts";
import { builder } from "../builder.ts";
import { fieldsAsked } from "../fields-asked.ts";

const MetricRule = builder.objectRef<DefinitionFact>("MetricRule").implement({
  fields: (t) => ({ term: t.exposeString("term"), text: t.exposeString("text") }),
});

/** Metrics are shared by services that share their work: the first that holds one names its fields. */
function moduleOf(metric: Metric): ServiceModule {
  const found = allModules.find((module) => module.metrics.includes(metric));
  if (!found) throw new Error(`No service holds the metric "${metric.id}".`);
  return found;
}

export const MetricType = builder.objectRef<Metric>("Metric").implement({
  description: "What a service is measured by, with the source of its usual target.",
  fields: (t) => ({
    metricId: t.exposeString("id"),
    name: t.exposeString("name"),
    numerator: t.string({ resolve: (metric) => metric.formula.numerator }),
    denominator: t.string({ resolve: (metric) => metric.formula.denominator }),
    unit: t.exposeString("unit"),
    direction: t.exposeString("direction"),
    kind: t.exposeString("kind"),
    usualTarget: t.string({ nullable: true, resolve: (metric) => metric.usualTarget }),
    usualMinimum: t.string({ nullable: true, resolve: (metric) => metric.usualMinimum }),
    formula: t.stringList({
      description: "The formula that is computed, in words.",
      resolve: (metric) => formulaWords(metric.measure, { nameOf: fieldNames(moduleOf(metric)) }),
    }),
    measuredOn: t.stringList({
      resolve: (metric) =>
        metric.workItemTypes.map((id) => workItemTypeById(moduleOf(metric), id)?.plural ?? id),
    }),
    level: t.field({
      type: "JSON",
      description:
        "A level over this metric with every default written out, in US dollars where it is money.",
      resolve: (metric) => levelFromMetric({ metric, id: metric.id, currency: "USD" }),
    }),
    rules: t.field({
      type: [MetricRule],
      resolve: (metric) =>
        levelDefinition(levelFromMetric({ metric, id: metric.id, currency: "USD" }), moduleOf(metric))
          .facts,
    }),
    guard: t.exposeString("guard", { description: "How the figure could be bent." }),
    definedBy: t.string({
      description: "Who defines the formula; `source` says who calls the target usual.",
      resolve: (metric) => metric.definedBy.label,
    }),
    definedBySite: t.string({ nullable: true, resolve: (metric) => metric.definedBy.site }),
    source: t.string({ resolve: (metric) => metric.source.label }),
    sourceSite: t.string({ nullable: true, resolve: (metric) => metric.source.site }),
    vendorClaim: t.boolean({
      description: "A seller of the service said so: a default to start from, not a finding.",
      resolve: (metric) => metric.source.vendorClaim,
    }),
  }),
});

const Need = builder.objectRef<ServiceModule["attestations"][number]>("AttestationNeed").implement({
  fields: (t) => ({
    kind: t.exposeString("kind"),
    name: t.string({ resolve: (need) => attestationName(need.kind) }),
    need: t.exposeString("need", { description: "required or customary." }),
    because: t.exposeString("because"),
  }),
});

export type ModuleOverview = { module: ServiceModule; offers: ModuleOffers | undefined };

export const ServiceModuleType = builder.objectRef<ModuleOverview>("ServiceModule").implement({
  fields: (t) => ({
    code: t.string({ resolve: ({ module }) => module.code }),
    name: t.string({ resolve: ({ module }) => module.name }),
    promise: t.string({ resolve: ({ module }) => module.promise }),
    delivers: t.stringList({ resolve: ({ module }) => [...module.delivers] }),
    priceUnit: t.string({ resolve: ({ module }) => module.pricing.unit }),
    priceNote: t.string({ resolve: ({ module }) => module.pricing.note }),
    metrics: t.field({ type: [MetricType], resolve: ({ module }) => [...module.metrics] }),
    attestations: t.field({ type: [Need], resolve: ({ module }) => [...module.attestations] }),
    offers: t.int({ resolve: ({ offers }) => offers?.offers ?? 0 }),
    priceFrom: t.field({
      type: ["Money"],
      description:
        "The lowest price in each currency, the most usual currency first; nothing is converted.",
      resolve: ({ offers }) =>
        (offers?.from ?? []).map(({ amountMinor, currency }) => ({
          amountMinor: BigInt(amountMinor),
          currency,
        })),
    }),
  }),
});

builder.queryField("serviceModules", (t) =>
  t.field({
    type: [ServiceModuleType],
    description: "The services of the marketplace, with how many published offers each has.",
    authScopes: { public: true },
    resolve: async (_root, _args, context, info) => {
      const asked = fieldsAsked(info);
      const counted = asked.has("offers") || asked.has("priceFrom");
      const offers = counted ? await countOffers(context.published) : [];
      return allModules.map((module) => ({
        module,
        offers: offers.find((one) => one.moduleCode === module.code),
      }));
    },
  }),
);

builder.queryField("serviceModule", (t) =>
  t.field({
    type: ServiceModuleType,
    nullable: true,
    description: "One service of the marketplace; null where there is none with the code.",
    authScopes: { public: true },
    args: { code: t.arg.string({ required: true }) },
    resolve: (_root, { code }) => {
      const module = moduleByCode(code);
      return module ? { module, offers: undefined } : null;
    },
  }),
);
