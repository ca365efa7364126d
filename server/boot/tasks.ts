import { anchorHeads } from "../audit/anchor-heads.job.ts";
import { clientMoneyTasks } from "../billing/client-money/tasks.ts";
import { creditTasks } from "../billing/credits/tasks.ts";
import { tellPayoutDetails } from "../billing/payout-details/tell-payout-details.job.ts";
import { billingTasks } from "../billing/tasks.ts";
import { listingChanged, refreshAllListings } from "../catalogue/listing-changed.job.ts";
import type { Clock } from "../clock.ts";
import type { Database } from "../db.ts";
import { commitImport } from "../delivery/commit-import.ts";
import { openEngagementTask } from "../delivery/open-engagement.ts";
import { processDelivery } from "../delivery/process-delivery.ts";
import { sweepLiveEvents } from "../delivery/sweep-live-events.ts";
import { mailAccountNotice } from "../identity/account-notice.ts";
import { mailEmailChange, tellEmailChange } from "../identity/email/mail-email-change.job.ts";
import { mailPasswordReset } from "../identity/mail-password-reset.job.ts";
import { mailInvitation } from "../identity/people/mail-invitation.job.ts";
import { keepRefusedSignIn } from "../identity/refused-sign-in.ts";
import { remindOfKeys } from "../identity/remind-of-keys.job.ts";
import { sendMail } from "../identity/send-mail.job.ts";
import type { Tasks } from "../jobs/worker.ts";
import type { Logger } from "../logger.ts";
import { takeAllOutlooks, takeCreditOutlook } from "../portfolio/take-credit-outlook.ts";
import type { AnchorKeeper } from "../ports/anchors/port.ts";
import type { FundingRail } from "../ports/funding-rail/port.ts";
import type { MailPort } from "../ports/mail/port.ts";
import type { StripePort } from "../ports/stripe/port.ts";
import { recordTasks } from "../records/tasks.ts";
import { breachDue } from "../service-levels/breach-due.job.ts";
import { correctLate } from "../service-levels/correct-late.job.ts";
import { checkBreaches } from "../service-levels/keep-breaches.ts";
import { mailNoticesDue } from "../service-levels/mail-notices.job.ts";
import { openCalendar } from "../service-levels/open-calendar.ts";
import { refreshAllRollUps } from "../service-levels/refresh-month-roll-up.ts";
import { tellBreach } from "../service-levels/tell-breach.job.ts";
import { tellEnding, tellTermination } from "../service-levels/tell-termination.job.ts";
import { warnWorkItem } from "../service-levels/warn-work-item.ts";
import { type WorkPauses, workTasks } from "../service-levels/work-tasks.ts";

export type TaskDeps = {
  db: Database;
  clock: Clock;
  stripe: StripePort;
  rail: FundingRail;
  mail: MailPort;
  anchors: AnchorKeeper;
  logger: Logger;
  publicUrl: string;
  workPauses?: WorkPauses;
};

/** Every job the worker knows, by the outbox event or task that asks for it. */
export function tasksFor(deps: TaskDeps): Tasks {
  return {
    ...billingTasks(deps),
    ...clientMoneyTasks(deps),
    ...creditTasks(deps),
    ...recordTasks(deps),
    "payout_details.changed": (payload) => tellPayoutDetails(deps, payload),
    "statement_of_work.signed": openEngagementTask(deps),
    "listing.changed": listingChanged(deps),
    "listings:refresh_all": refreshAllListings(deps),
    "import.commit": (payload) => commitImport(deps, payload),
    "inbound_delivery.received": (payload) => processDelivery(deps, payload),
    "engagement.opened": (payload) => openCalendar(deps, payload),
    "work_event.late": (payload) => correctLate(deps, payload),
    ...workTasks(deps),
    "months:refresh_all": () => refreshAllRollUps(deps),
    "work_item.warn": (payload) => warnWorkItem(deps, payload),
    "breaches.check": (payload) => checkBreaches(deps, payload),
    "breach.due": (payload) => breachDue(deps, payload),
    "termination_trigger.reached": (payload) => tellTermination(deps, payload),
    "termination_notice.given": (payload) => tellEnding(deps, payload),
    "invitation.mail": (payload) => mailInvitation(deps, payload),
    "password_reset.mail": (payload) => mailPasswordReset(deps, payload),
    "email_change.mail": (payload) => mailEmailChange(deps, payload),
    "email_change.tell": (payload) => tellEmailChange(deps, payload),
    "sign_in.refused": (payload) => keepRefusedSignIn(deps, payload),
    "account.notice": (payload) => mailAccountNotice(deps, payload),
    "api_keys:remind": () => remindOfKeys(deps),
    "mail.send": (payload) => sendMail(deps, payload),
    "notices.mail": (payload) => mailNoticesDue(deps, payload),
    "breach.tell": (payload) => tellBreach(deps, payload),
    "credits:outlook_all": takeAllOutlooks(deps),
    "credits.outlook": (payload) => takeCreditOutlook(deps, payload),
    "audit:anchor": () => anchorHeads(deps),
    "live_events:sweep": () => sweepLiveEvents(deps),
  };
}
