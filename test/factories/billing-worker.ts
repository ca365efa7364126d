// A worker process of a billing run, to be killed: node billing-worker.ts <url of the worker's role> <run>

import { doBillingRun } from "../../server/billing/run/do-run.ts";
import { systemClock } from "../../server/clock.ts";
import { openDatabase } from "../../server/db.ts";
import { createLogger } from "../../server/logger.ts";
import { testFields } from "./field-keys.ts";

const [url = "", runId = ""] = process.argv.slice(2);
const db = openDatabase({ url, connections: 2, fields: testFields });
await doBillingRun({ db, clock: systemClock, logger: createLogger("silent") }, { runId });
await db.close();
