import { Agent, request } from "node:http";

export type Target = {
  port: number;
  method: "GET" | "POST";
  path: string;
  headers?: Record<string, string>;
  body?: string;
};
export type Round = { perSecond: number; p50: number; p95: number; p99: number; bytes: number };

const CONCURRENCY = 10;

/**
 * Keeps ten requests under way for `ms` and answers the rate and the latencies in milliseconds. `next`
 * makes each request, so that a target need not be asked the same thing twice. Throws at the first answer
 * that is not 200.
 */
export async function load(next: () => Target, ms: number): Promise<Round> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY });
  const times: number[] = [];
  let bytes = 0;
  const began = performance.now();
  const lane = async () => {
    while (performance.now() - began < ms) {
      const sent = performance.now();
      bytes = (await ask(next(), agent)).length;
      times.push(performance.now() - sent);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, lane));
  const seconds = (performance.now() - began) / 1000;
  agent.destroy();
  times.sort((a, b) => a - b);
  const at = (share: number) =>
    round(times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0);
  return { perSecond: round(times.length / seconds), p50: at(0.5), p95: at(0.95), p99: at(0.99), bytes };
}

/** One request; answers the body of a 200 and throws otherwise. */
export function ask(target: Target, agent?: Agent): Promise<string> {
  return new Promise((done, failed) => {
    const sent = request(
      {
        host: "127.0.0.1",
        port: target.port,
        method: target.method,
        path: target.path,
        headers: {
          ...target.headers,
          ...(target.body ? { "content-length": Buffer.byteLength(target.body) } : {}),
        },
        ...(agent ? { agent } : {}),
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk) => chunks.push(chunk));
        answer.on("end", () => {
          const text = Buffer.concat(chunks).toString();
          if (answer.statusCode === 200) done(text);
          else failed(new Error(`${target.path} answered ${answer.statusCode}: ${text.slice(0, 300)}`));
        });
      },
    );
    sent.once("error", failed);
    sent.end(target.body);
  });
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

export function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
