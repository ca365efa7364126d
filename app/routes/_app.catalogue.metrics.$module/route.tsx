import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { PageHead } from "../../components/page-head.tsx";
import { Section } from "../../components/section.tsx";
import { TabsNav } from "../../components/tabs-nav.tsx";
import { found, query } from "../../graphql.server.ts";
import { MetricDefinition } from "./metric-definition.tsx";
import { ModuleMetricsDocument } from "./metrics.graphql.ts";

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: `Metrics of ${page?.module.name ?? "a service"} · Engine Room` },
];

export const handle = {
  crumbs: ({ module }: { module: { name: string } }) => [
    { label: "Catalogue", href: "/catalogue" },
    { label: `Metrics: ${module.name}` },
  ],
};

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const p = { code: params.module ?? "" };
  const { serviceModule, serviceModules } = await query({ request, context }, ModuleMetricsDocument, p);
  return { module: found(serviceModule), modules: serviceModules };
}

const KINDS = [
  { kind: "event", title: "Events", note: "something happens to one item" },
  { kind: "sample", title: "Samples", note: "errors found in a sample, with an interval" },
  { kind: "continuous", title: "States over time", note: "how long something was so" },
  { kind: "count", title: "Counts", note: "at most so many" },
  { kind: "money", title: "Money", note: "amounts, confirmed by finance" },
] as const;

/** "IT support" stays as it is, "Payroll" is "payroll". */
function inSentence(name: string): string {
  return /^[A-Z]{2}/.test(name) ? name : name.toLowerCase();
}

/** Every metric of a service, by kind: formula, usual target and its source, and how it could be bent. */
export default function ModuleMetrics() {
  const { module, modules } = useLoaderData<typeof loader>();
  const groups = KINDS.map((group) => ({
    ...group,
    metrics: module.metrics.filter((metric) => metric.kind === group.kind),
  })).filter((group) => group.metrics.length > 0);
  return (
    <>
      <PageHead
        title={`${module.metrics.length} ways to measure ${inSentence(module.name)}`}
        lead="Every target is a usual one with its source: a place to start from, not a finding."
      />
      <TabsNav
        label="Services"
        tabs={modules.map(({ code, name }) => ({
          label: name,
          href: `/catalogue/metrics/${code}`,
          current: code === module.code,
        }))}
      />
      {groups.map((group, index) => (
        <Section key={group.kind} title={group.title} note={group.note} first={index === 0}>
          {group.metrics.map((metric) => (
            <MetricDefinition key={metric.metricId} metric={metric} />
          ))}
        </Section>
      ))}
    </>
  );
}
