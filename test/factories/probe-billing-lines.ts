import type { BillingEdit } from "../../domain/contracts/billing-edit.input.ts";
import type { Who } from "./probe-cast.ts";
import type { Variables } from "./probe-lines.ts";
import { PRICES } from "./probe-prices.ts";

/** Stands for terms that the story has drafted. */
export const TERMS = "TERMS";

type Lines = Record<string, { for: readonly Who[]; with: Variables }>;

/** Billing as a form sends it: a minimum, and no line. */
const BILLING: BillingEdit = {
  ...{
    lines: [],
    minimum: "100",
    yearlyMinimum: "",
    purchaseOrder: "",
    purchaseOrderAmount: "",
    costCentre: "",
    silenceNotices: "",
    silenceDays: "",
  },
};

/** Who may ask for statements, invoices and what their lines count, and with which ids. */
export const billingQueries = (signedIn: readonly Who[]): Lines => ({
  billedItems: { for: signedIn, with: (ids) => ({ statementId: ids.statement, lineId: "people" }) },
  invoice: { for: signedIn, with: (ids) => ({ id: ids.invoice }) },
  invoices: { for: signedIn, with: (ids) => ({ after: ids.invoice }) },
  statement: { for: signedIn, with: (ids) => ({ id: ids.statement }) },
  statements: { for: signedIn, with: (ids) => ({ engagementId: ids.engagement, after: ids.statement }) },
  engagementCharges: { for: signedIn, with: (ids) => ({ engagementId: ids.engagement }) },
  passedCosts: { for: signedIn, with: (ids) => ({ engagementId: ids.engagement }) },
  engagementSeats: { for: signedIn, with: (ids) => ({ engagementId: ids.engagement }) },
});

/** Who may write and decline terms, prices and billing, and state head counts. */
export const billingMutations = (editors: readonly Who[]): Lines => ({
  proposeBilling: {
    for: editors,
    with: (ids) => ({ statementOfWorkId: ids.contract, baseVersion: 1, billing: BILLING }),
  },
  proposePrices: {
    for: editors,
    with: (ids) => ({ statementOfWorkId: ids.contract, baseVersion: 1, prices: PRICES }),
  },
  proposeVersion: {
    for: editors,
    with: (ids) => ({ statementOfWorkId: ids.contract, baseVersion: 1, terms: TERMS }),
  },
  declineStatementOfWork: {
    for: editors,
    with: (ids) => ({ statementOfWorkId: ids.contract, reason: "r" }),
  },
  stateHeadCount: {
    for: editors,
    with: (ids) => {
      const stated = { lineId: "desk", effectiveOn: "2027-01-01", count: 3 };
      return { engagementId: ids.engagement, ...stated };
    },
  },
});
