import { z } from "zod";
import type { Clock } from "../clock.ts";
import { enqueue } from "../command.ts";
import type { Database } from "../db.ts";
import type { Tasks } from "../jobs/worker.ts";
import type { Logger } from "../logger.ts";
import type { StripePort } from "../ports/stripe/port.ts";
import { collectInvoice } from "./collect-invoice.ts";
import { dunInvoice } from "./dun-invoice.ts";
import { detachPaymentMethod } from "./refresh-payment-method.ts";
import { takeInMissedEvents } from "./take-in-missed-events.ts";
import { tellCollecting } from "./tell-collecting.job.ts";
import { tellLifted } from "./tell-lifted.job.ts";
import { bookWriteOff } from "./write-off-invoice.ts";

type Deps = { db: Database; clock: Clock; stripe: StripePort; logger: Logger; publicUrl: string };

const ofInvoice = z.object({ invoiceId: z.uuid(), organizationId: z.uuid() });
const ofAttempt = z.object({ attemptId: z.uuid(), organizationId: z.uuid() });
const ofMethod = z.object({ paymentMethodId: z.uuid(), organizationId: z.uuid() });

/** The jobs of collecting: each may run any number of times. */
export function collectingTasks(deps: Deps): Tasks {
  return {
    "collecting:hourly": () => collectDue(deps),
    "stripe_events:missed": () => takeInMissedEvents(deps),
    "invoice.dun": (payload) => dunInvoice(deps, ofInvoice.parse(payload)),
    "invoice.collect": (payload) => collectInvoice(deps, ofAttempt.parse(payload)),
    "invoice.written_off": (payload) => bookWriteOff(deps, ofInvoice.parse(payload)),
    "payment_method.removed": (payload) => detachPaymentMethod(deps, ofMethod.parse(payload)),
    "collecting.tell": (payload) => tellCollecting(deps, payload),
    "suspension.lifted": (payload) => tellLifted(deps, payload),
  };
}

/**
 * Every hour: one job for each unpaid invoice that may be due somewhere on earth, or whose payment is on
 * its way. The job itself asks what day it is where the buyer is. A job that still waits is not added
 * again.
 */
async function collectDue({ db, clock }: Deps): Promise<void> {
  // The day begins first at UTC+14.
  const day = clock.now().add({ hours: 14 }).toString().slice(0, 10);
  const rows = await db.open.$queryRaw<{ invoiceId: string; organizationId: string }[]>`
    select invoice_id as "invoiceId", organization_id as "organizationId"
    from app.invoices_to_collect(${day}::date)`;
  for (const payload of rows)
    await enqueue(db.open, { task: "invoice.dun", payload, key: `invoice.dun:${payload.invoiceId}` });
}
