import { systemViewer } from "../../../domain/identity/system-viewer.ts";
import type { Tasks } from "../../jobs/worker.ts";
import { sendEvidence } from "../disputes/answer-dispute.ts";
import type { MirrorDeps } from "../mirror-invoice.ts";
import {
  creditNoteAsked,
  disputeAnswered,
  lastToSettle,
  refundChecked,
  refundReplacedBy,
} from "../payloads.ts";
import { creditAsDecided, mirrorCreditNote } from "./mirror-credit-note.ts";
import { takeNoteUpAgain, withdrawNote } from "./retry-credit-note.ts";
import { sendReplacement } from "./send-replacement.ts";
import { settleLast } from "./settle-last.ts";
import { checkRefund } from "./settle-refund.ts";

/** The jobs of credit notes, refunds and disputes: each may run any number of times. */
export function creditTasks(deps: MirrorDeps): Tasks {
  const callerOf = (p: { organizationId: string; creditNoteId: string }) => ({
    db: deps.db,
    clock: deps.clock,
    viewer: systemViewer(p.organizationId, `credit_note:${p.creditNoteId}`),
  });
  return {
    "credit_note.asked": (payload) => creditAsDecided(deps, creditNoteAsked.parse(payload)),
    "credit_note.again": async (payload) => {
      const asked = creditNoteAsked.parse(payload);
      await takeNoteUpAgain(callerOf(asked), asked);
      await mirrorCreditNote(deps, asked);
    },
    "credit_note.withdraw": async (payload) => {
      const asked = creditNoteAsked.parse(payload);
      await withdrawNote(callerOf(asked), asked);
    },
    "dispute.answered": (payload) => sendEvidence(deps, disputeAnswered.parse(payload)),
    "adjustment.settle_last": async (payload) => {
      const { engagementId, organizationId } = lastToSettle.parse(payload);
      const viewer = systemViewer(organizationId, `adjustment.settle_last:${engagementId}`);
      const { leftMinor } = await settleLast({ db: deps.db, clock: deps.clock, viewer }, { engagementId });
      if (leftMinor !== "0")
        deps.logger.error(
          { engagementId, leftMinor, alarm: true },
          "a correction that no invoice has room for",
        );
    },
    "refund.check": (payload) => checkRefund(deps, refundChecked.parse(payload)),
    "refund.replaced": (payload) => sendReplacement(deps, refundReplacedBy.parse(payload)),
  };
}
