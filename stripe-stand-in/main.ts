/**
 * The local Stripe as a process of its own: `node stripe-stand-in/main.ts [--port 12111] [--data
 * .data/stripe] [--host 127.0.0.1] [--public-url URL] [--webhook-url URL] [--webhook-secret whsec_…]`.
 */
import { parseArgs } from "node:util";
import { startStripeStandIn } from "./stand-in.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "12111" },
    host: { type: "string", default: "127.0.0.1" },
    data: { type: "string", default: ".data/stripe" },
    "public-url": { type: "string" },
    "webhook-url": { type: "string" },
    "webhook-secret": { type: "string" },
  },
});

const standIn = await startStripeStandIn({
  port: Number(values.port),
  host: values.host,
  dataDir: values.data,
  ...(values["public-url"] === undefined ? {} : { publicUrl: values["public-url"] }),
  ...(values["webhook-url"] === undefined ? {} : { webhookUrl: values["webhook-url"] }),
  ...(values["webhook-secret"] === undefined ? {} : { webhookSecret: values["webhook-secret"] }),
});
console.log(`Local Stripe on ${standIn.url}, state in ${values.data}`);
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    standIn.stop().then(() => process.exit(0));
  });
}
