import type { Who } from "./probe-cast.ts";
import type { Ids, Variables } from "./probe-lines.ts";

type Line = { for: readonly Who[]; with: Variables };
const none: Variables = () => ({});

/** A buyer's owners and finance people; nobody else sees or changes how it pays. */
const PAYERS: readonly Who[] = ["buyer owner", "buyer finance", "other buyer owner"];

/** How a buyer pays, and what is done about what it does not pay. */
export const collectingQueries = (staff: readonly Who[]): Record<string, Line> => ({
  paymentSettings: { for: PAYERS, with: none },
  dunningPolicy: { for: staff, with: none },
  dunningCases: { for: staff, with: (ids: Ids) => ({ after: ids.invoice }) },
  workSuspensions: { for: staff, with: (ids: Ids) => ({ after: ids.invoice }) },
});

export function collectingMutations(staff: readonly Who[]): Record<string, Line> {
  const method: Variables = (ids) => ({ paymentMethodId: ids.invoice });
  return {
    startPaymentSetup: { for: PAYERS, with: () => ({ currency: "eur", returnUrl: "https://probe.test/" }) },
    finishPaymentSetup: { for: PAYERS, with: (ids) => ({ setupId: ids.invoice }) },
    chooseBankTransfer: { for: PAYERS, with: () => ({ currency: "XXX" }) },
    chooseDefaultMethod: { for: PAYERS, with: method },
    removePaymentMethod: { for: PAYERS, with: method },
    setAutopay: { for: PAYERS, with: (ids) => ({ ...method(ids), isOn: true, wording: "probe" }) },
    payWithSavedMethod: {
      for: PAYERS,
      with: (ids) => ({ invoiceId: ids.invoice, paymentMethodId: ids.invoice }),
    },
    holdDunning: {
      for: staff,
      with: (ids) => ({ invoiceId: ids.invoice, until: "2027-01-01", because: "probe" }),
    },
    writeOffInvoice: {
      for: ["admin"],
      with: (ids) => ({ invoiceId: ids.invoice, reason: "A probe of ten letters" }),
    },
    liftWorkSuspension: {
      for: ["admin"],
      with: (ids) => ({ suspensionId: ids.invoice, reason: "A probe of ten letters" }),
    },
    setDunningPolicy: {
      for: ["admin"],
      with: () => ({ retryDays: [], graceDay: 5, suspendDay: 3, writeOffAfterDays: 60 }),
    },
  };
}
