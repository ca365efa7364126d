import { Facts } from "../../components/facts.tsx";
import { borderWord } from "../../components/level-words.ts";
import { MetricSources } from "../../components/metric-sources.tsx";
import type { ModuleMetricsQuery } from "../../gql/graphql.ts";
import styles from "./metrics.module.css";

type Metric = NonNullable<ModuleMetricsQuery["serviceModule"]>["metrics"][number];

/** One metric: what is divided by what, the usual target, and the rules around it folded away. */
export function MetricDefinition({ metric }: { metric: Metric }) {
  return (
    <article className={styles.metric} id={metric.metricId}>
      <h3>{metric.name}</h3>
      <p>
        {metric.numerator} <span aria-hidden="true">÷</span> {metric.denominator}
      </p>
      <p>
        {usualText(metric)}
        <br />
        <MetricSources metric={metric} />
      </p>
      <p className={styles.guard}>{metric.guard}</p>
      <details>
        <summary>How it is computed</summary>
        {metric.formula.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        <Facts
          facts={[
            { id: "on", label: "Measured on", value: metric.measuredOn.join(", ") },
            ...metric.rules.map(({ term, text }) => ({ id: term, label: term, value: text })),
          ]}
        />
      </details>
    </article>
  );
}

const UNITS: Record<string, string> = {
  percent: " %",
  hours: " hours",
  business_days: " business days",
  days: " days",
  seconds: " seconds",
  months: " months",
  per_thousand: " per 1,000",
};

const ONE: Record<string, string> = { hours: " hour", business_days: " business day", days: " day" };

function usualText({ usualTarget, usualMinimum, unit, direction }: Metric): string {
  if (!usualTarget) return "No usual target: the parties agree one.";
  const of = (figure: string) =>
    `${figure}${figure === "1" ? (ONE[unit] ?? UNITS[unit] ?? "") : (UNITS[unit] ?? "")}`;
  const compared = direction === "higher" ? "at least" : "at most";
  return `Usually ${compared} ${of(usualTarget)}, ${borderWord(direction)} ${of(usualMinimum ?? "")}.`;
}
