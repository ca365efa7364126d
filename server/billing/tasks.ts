import { systemViewer } from "../../domain/identity/system-viewer.ts";
import { RevaluedBefore } from "../../domain/ledger/revaluation.ts";
import type { Tasks } from "../jobs/worker.ts";
import type { Logger } from "../logger.ts";
import type { FundingRail } from "../ports/funding-rail/port.ts";
import { bookAdjustment } from "./book-adjustment.ts";
import { checkTermination } from "./check-termination.ts";
import { collectingTasks } from "./collecting-tasks.ts";
import { creditObjection } from "./credit-objection.ts";
import { draftStatementOf } from "./draft-statement.ts";
import { nightlyRevaluation, revalueMonth } from "./exchange/revalue-month.ts";
import { handleStripeEvent } from "./handle-stripe-event.ts";
import { issueApproved, issueWaitingInvoices } from "./issue-waiting-invoices.ts";
import { keepSilence } from "./keep-silence.ts";
import { type MirrorDeps, mirrorInvoice } from "./mirror-invoice.ts";
import {
  billingRunAsked,
  correctionAccepted,
  invoicePaid,
  invoiceRetried,
  objectionGranted,
  payoutsReleasable,
  periodClosed,
  reconciliationAsked,
  revaluationAsked,
  statementApproved,
  statementSilent,
  stripeEventReceived,
  taxIdentityStated,
} from "./payloads.ts";
import { askForAccountLooks, lookAtAccount } from "./provider-account/look-at-account.ts";
import { reconcile } from "./reconcile.ts";
import { askForDuePayouts, payOut, releaseHeldPayouts } from "./release-held-payouts.ts";
import { takeUpAgain } from "./retry-invoice.ts";
import { doBillingRun, nightlyBillingRun, takeUpBillingRun } from "./run/do-run.ts";
import { mailStatementNotice } from "./statement-notice-mail.job.ts";
import { tellObjection } from "./tell-objection.job.ts";

/** Billing's jobs: each parses its payload and calls a use case that may run any number of times. */
export function billingTasks(
  deps: MirrorDeps & { rail: FundingRail; logger: Logger; publicUrl: string },
): Tasks {
  const callerFor = (organizationId: string, requestId: string) => ({
    db: deps.db,
    clock: deps.clock,
    viewer: systemViewer(organizationId, requestId),
  });
  return {
    ...collectingTasks(deps),
    "period.closed": async (payload) => {
      const { periodCloseId, organizationId } = periodClosed.parse(payload);
      await draftStatementOf(callerFor(organizationId, `period.closed:${periodCloseId}`), {
        periodCloseId,
      });
    },
    "termination.check": async (payload) => {
      const { periodCloseId, organizationId } = periodClosed.parse(payload);
      const caller = callerFor(organizationId, `termination.check:${periodCloseId}`);
      await checkTermination(caller, { periodCloseId });
    },
    "correction.accepted": async (payload) => {
      const { correctionId, organizationId } = correctionAccepted.parse(payload);
      await bookAdjustment(callerFor(organizationId, `correction.accepted:${correctionId}`), {
        correctionId,
      });
    },
    "statement.approved": async (payload) => {
      await issueApproved(deps, statementApproved.parse(payload));
    },
    "statement.silence": async (payload) => {
      const { statementId, organizationId } = statementSilent.parse(payload);
      await keepSilence(callerFor(organizationId, `statement.silence:${statementId}`), { statementId });
    },
    "statement.notice_mail": (payload) => mailStatementNotice(deps, payload),
    "tax_identity.stated": (payload) => issueWaitingInvoices(deps, taxIdentityStated.parse(payload)),
    "invoice.retry": async (payload) => {
      const { invoiceId, organizationId } = invoiceRetried.parse(payload);
      await takeUpAgain(callerFor(organizationId, `invoice.retry:${invoiceId}`), { invoiceId });
      await mirrorInvoice(deps, { invoiceId, organizationId });
    },
    "stripe_event.received": (payload) => handleStripeEvent(deps, stripeEventReceived.parse(payload)),
    "invoice.paid": (payload) => payOut(deps, invoicePaid.parse(payload)),
    "fx.revalue": async (payload) => {
      const { month, organizationId, askedBy } = revaluationAsked.parse(payload);
      await revalueMonth(callerFor(organizationId, `fx.revalue:${month}`), { month, askedBy }).catch(
        (error: unknown) => {
          if (!(error instanceof RevaluedBefore)) throw error;
        },
      );
    },
    "fx:nightly": () => nightlyRevaluation(deps),
    "reconciliation.run": (payload) => reconcile(deps, reconciliationAsked.parse(payload)),
    "reconciliation:daily": () => reconcile(deps, {}),
    "objection.granted": async (payload) => {
      const { objectionId, organizationId } = objectionGranted.parse(payload);
      const caller = callerFor(organizationId, `objection.granted:${objectionId}`);
      await creditObjection(caller, { objectionId });
    },
    "objection.made": (payload) => tellObjection(deps, objectionGranted.parse(payload)),
    "payouts:due": () => askForDuePayouts(deps),
    "payout_account.look": (payload) => lookAtAccount(deps, payoutsReleasable.parse(payload)),
    "payout_accounts:daily": () => askForAccountLooks(deps),
    "billing.run": (payload) => doBillingRun(deps, billingRunAsked.parse(payload)),
    "billing_runs:nightly": () => nightlyBillingRun(deps),
    "billing_runs:take_up": () => takeUpBillingRun(deps),
    "payouts.releasable": (payload) => releaseHeldPayouts(deps, payoutsReleasable.parse(payload)),
    "attestation.renewed": (payload) => releaseHeldPayouts(deps, payoutsReleasable.parse(payload)),
  };
}
