import type { Who } from "./probe-cast.ts";
import type { Ids, Variables } from "./probe-lines.ts";

type Lines = Record<string, { for: readonly Who[]; with: Variables }>;
const STAFF = ["account_manager", "admin"] as const satisfies readonly Who[];

/** Credit notes, credit and disputes are read by their parties; what can be credited, by staff. */
export const creditQueries = (signedIn: readonly Who[]): Lines => ({
  buyerCredits: { for: signedIn, with: () => ({}) },
  chargeDispute: { for: signedIn, with: (ids: Ids) => ({ id: ids.chargeDispute }) },
  chargeDisputes: { for: signedIn, with: () => ({}) },
  creditNote: { for: signedIn, with: (ids: Ids) => ({ id: ids.creditNote }) },
  creditNoteDocument: { for: signedIn, with: (ids: Ids) => ({ id: ids.creditNote, format: "PDF" }) },
  disputeFile: { for: STAFF, with: (ids: Ids) => ({ fileId: ids.invoice }) },
  creditableInvoice: { for: STAFF, with: (ids: Ids) => ({ invoiceId: ids.invoice }) },
});

/** Money goes back by the marketplace's staff alone. */
export const creditMutations: Lines = {
  addDisputeFile: {
    for: STAFF,
    with: (ids: Ids) => ({
      ...{
        disputeId: ids.chargeDispute,
        field: "receipt",
        fileName: "probe.pdf",
        contentBase64: "JVBERi0=",
      },
    }),
  },
  removeDisputeFile: { for: STAFF, with: (ids: Ids) => ({ disputeFileId: ids.invoice }) },
  answerChargeDispute: {
    for: STAFF,
    with: (ids: Ids) => ({
      ...{ disputeId: ids.chargeDispute, submit: true },
      fields: [{ name: "uncategorized_text", text: "probe" }],
    }),
  },
  decideDisputeBurden: {
    for: STAFF,
    with: (ids: Ids) => ({ disputeId: ids.chargeDispute, marketplaceBears: true }),
  },
  issueCreditNote: {
    for: STAFF,
    with: (ids: Ids) => ({
      ...{ invoiceId: ids.invoice, reason: "goodwill", memo: "probe" },
      lines: [{ position: 99, netMinor: "1" }],
    }),
  },
  replaceRefund: { for: STAFF, with: (ids: Ids) => ({ refundId: ids.invoice, byBalance: true }) },
  settleStoppedCreditNote: {
    for: STAFF,
    with: (ids: Ids) => ({ creditNoteId: ids.creditNote, withdraw: true }),
  },
};
