import { emulatedRail } from "../../../server/boot/funding-rail.ts";
import { tasksFor } from "../../../server/boot/tasks.ts";
import { systemClock } from "../../../server/clock.ts";
import { openDatabase } from "../../../server/db.ts";
import { startWorker } from "../../../server/jobs/worker.ts";
import { createLogger } from "../../../server/logger.ts";
import { createMetrics } from "../../../server/metrics.ts";
import { mailboxOnly } from "../../../server/ports/mail/port.ts";
import { createStripePort } from "../../../server/ports/stripe/port.ts";
import { testFields } from "../../factories/field-keys.ts";
import { keyOf } from "../keys.ts";
import { obey } from "./child.ts";

/** The worker of server/boot/product.ts as a process of its own: its queue, its tasks, its connections. */
obey(async (orders) => {
  const { apiBase, webhookSecret, workerUrl: url } = orders;
  const stripe = createStripePort({ apiKey: keyOf(process.pid), apiBase, webhookSecret, timeoutMs: 3000 });
  const logger = createLogger("silent");
  const db = openDatabase({ url, connections: 8, fields: testFields });
  const publicUrl = "http://localhost:3000";
  const rail = emulatedRail({ clock: systemClock, directory: null });
  const outlets = { stripe, rail, mail: mailboxOnly, anchors: { keep: () => false } };
  const tasks = tasksFor({ db, clock: systemClock, ...outlets, logger, publicUrl });
  await startWorker({ url, tasks, logger, metrics: createMetrics(), concurrency: 4 });
});
