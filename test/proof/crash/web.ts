import { createAdaptorServer } from "@hono/node-server";
import { receiveStripeEvent } from "../../../server/billing/receive-stripe-event.ts";
import { systemClock } from "../../../server/clock.ts";
import { openDatabase } from "../../../server/db.ts";
import { createHttp } from "../../../server/http.ts";
import { openKeyUse } from "../../../server/identity/key-use.ts";
import { countWrongKeys } from "../../../server/identity/wrong-keys.ts";
import { createLogger } from "../../../server/logger.ts";
import { createMetrics } from "../../../server/metrics.ts";
import { createStripePort } from "../../../server/ports/stripe/port.ts";
import { testFields } from "../../factories/field-keys.ts";
import { keyOf } from "../keys.ts";
import { obey } from "./child.ts";

const nothing = () => Promise.resolve(new Response(null, { status: 404 }));

/** The web server of the product with its webhook; pages and API have no part in this trial. */
obey(async (orders) => {
  const { apiBase, webhookSecret, userUrl: url, port } = orders;
  const stripe = createStripePort({ apiKey: keyOf(process.pid), apiBase, webhookSecret });
  const db = openDatabase({ url, connections: 8, fields: testFields });
  const app = createHttp({
    ...{ logger: createLogger("silent"), metrics: createMetrics(), development: false },
    ...{ publicOrigin: null, trustProxy: false, clientFolder: null },
    viewerOfCookie: async () => null,
    asApiKey: async () => null,
    stripeWebhook: (body, signature) =>
      receiveStripeEvent({ db, clock: systemClock, stripe }, { body, signature }),
    workDelivery: async () => ({ status: 404, message: "" }),
    unsubscribe: async () => false,
    wrongKeys: countWrongKeys(() => systemClock.now().epochMilliseconds),
    keyUse: openKeyUse({ open: db.open, clock: systemClock, logger: createLogger("silent") }),
    directory: async () => new Response(null, { status: 404 }),
    graphql: async () => async () => ({ response: await nothing(), operation: "", outcome: "" }),
    ...{ live: nothing, pages: nothing },
    ready: async () => true,
  });
  const server = createAdaptorServer({ fetch: app.fetch });
  await new Promise<void>((done, failed) => {
    server.once("error", failed);
    server.listen(port, "127.0.0.1", done);
  });
});
