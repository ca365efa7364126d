import { z } from "zod";
import type { Tasks } from "../../jobs/worker.ts";
import { followFunding, type RailDeps } from "./follow-funding.ts";
import { payWages } from "./pay-wages.ts";
import { sendWageAgain } from "./send-wage-again.ts";

const funding = z.object({ fundingId: z.uuid(), organizationId: z.uuid() });
const run = z.object({ runId: z.uuid(), organizationId: z.uuid() });
const resend = z.object({ resendId: z.uuid(), organizationId: z.uuid() });

/** Jobs about money of clients; each may run any number of times. */
export function clientMoneyTasks(deps: RailDeps): Tasks {
  return {
    "client_funding.follow": (payload) => followFunding(deps, funding.parse(payload)),
    "payroll_run.release": (payload) => payWages(deps, run.parse(payload)),
    "wage.resend": (payload) => sendWageAgain(deps, resend.parse(payload)),
  };
}
