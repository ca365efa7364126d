import { Counter, collectDefaultMetrics, Histogram, Registry } from "prom-client";

export type Metrics = ReturnType<typeof createMetrics>;

/** Counters for Prometheus. Paths are left out of the labels: they carry ids and would never stop growing. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: "http_request_duration_ms",
    help: "Time to answer a request, in milliseconds.",
    labelNames: ["method", "status"],
    buckets: [5, 10, 25, 50, 100, 250, 500, 1000, 2500],
    registers: [registry],
  });
  const jobs = new Counter({
    name: "jobs_total",
    help: "Jobs by task and outcome.",
    labelNames: ["task", "outcome"],
    registers: [registry],
  });
  return {
    type: registry.contentType,
    text: () => registry.metrics(),
    request: (p: { method: string; status: number; ms: number }) =>
      requests.observe({ method: p.method, status: String(p.status) }, p.ms),
    job: (p: { task: string; outcome: "done" | "failed" }) => jobs.inc(p),
  };
}
