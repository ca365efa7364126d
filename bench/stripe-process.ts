// The stand-in of the bench's Stripe phase in a process of its own, so that it takes no time of what is
// measured. Told what to hold and to spoil, it answers where it listens; asked, it says what came through.
import { fork } from "node:child_process";
import { once } from "node:events";
import type { Fault } from "../stripe-stand-in/faults.ts";
import { startStripeStandIn } from "../stripe-stand-in/stand-in.ts";
import { cpuOf } from "./cpu.ts";

type Orders = { dataDir: string; requestsPerSecond: number; faults: Fault[] };

/** What the stand-in saw: the moments at which an operation was let through, what it refused and spoiled. */
export type Seen = { through: number[]; refused: number; spoiled: number; finalized: string[] };

/** Starts it and answers its address, what it saw so far, its processor time in milliseconds, and its end. */
export async function startStripeProcess(orders: Orders) {
  const child = fork(import.meta.filename, { execArgv: ["--disable-warning=ExperimentalWarning"] });
  child.send(orders);
  const [url] = (await once(child, "message")) as [string];
  return {
    url,
    cpu: () => cpuOf(child.pid ?? 0),
    seen: async (): Promise<Seen> => {
      child.send("say");
      const [seen] = (await once(child, "message")) as [Seen];
      return seen;
    },
    async stop() {
      child.disconnect();
      await once(child, "exit");
    },
  };
}

async function serve({ dataDir, requestsPerSecond, faults }: Orders): Promise<void> {
  const { controls, url } = await startStripeStandIn({ port: 0, dataDir, requestsPerSecond });
  const seen: Seen = { through: [], refused: 0, spoiled: 0, finalized: [] };
  controls.fault(...faults);
  controls.observe(({ request, status }) => {
    if (status === 429) seen.refused += 1;
    else if (status >= 500) seen.spoiled += 1;
    if (request?.operation === "invoices.addLines" && status !== 429) seen.through.push(performance.now());
  });
  process.on("message", () => process.send?.({ ...seen, finalized: finalizedOf(controls.events()) }));
  process.send?.(url);
}

/** Our own id of every invoice that was finalised, as often as it was. */
function finalizedOf(events: readonly { type: string; data: unknown }[]): string[] {
  return events
    .filter((event) => event.type === "invoice.finalized")
    .map((event) => JSON.stringify(event.data).match(/"invoice_id":"([^"]+)"/)?.[1] ?? "");
}

if (process.argv[1] === import.meta.filename && process.send) {
  process.once("message", (orders: Orders) => void serve(orders));
  process.on("disconnect", () => process.exit(0));
}
