import { Status } from "./status.tsx";

export type MetricOrigin = {
  definedBy: string;
  definedBySite?: string | null;
  source: string;
  sourceSite?: string | null;
  vendorClaim: boolean;
  /** Left empty where the parties must agree a figure: then there is no usual one to name a source of. */
  usualTarget?: string | null;
};

/** "HFMA MAP Key CL-1, hfma.org" */
export function sourceText(label: string, site?: string | null): string {
  return site ? `${label}, ${site}` : label;
}

/** Who defines a metric's formula and who calls its target usual; one line where that is the same. */
export function originLines(p: MetricOrigin): string[] {
  const formula = sourceText(p.definedBy, p.definedBySite);
  const target = sourceText(p.source, p.sourceSite);
  if (!p.usualTarget) return [`Formula: ${formula}`];
  return formula === target
    ? [`Formula and usual target: ${formula}`]
    : [`Formula: ${formula}`, `Usual target: ${target}`];
}

export function MetricSources({ metric }: { metric: MetricOrigin }) {
  return (
    <>
      {originLines(metric).map((line) => (
        <small key={line}>
          {line}
          <br />
        </small>
      ))}
      {metric.vendorClaim && metric.usualTarget ? <Status tone="held">A seller's claim</Status> : null}
    </>
  );
}
