import type { Who } from "./probe-cast.ts";
import type { Ids, Variables } from "./probe-lines.ts";

type Lines = Record<string, { for: readonly Who[]; with: Variables }>;

/** What is stored sealed: numbers in full, and where a provider's payouts go. */
export const sensitiveQueries = (payees: readonly Who[]): Lines => ({
  payoutDetails: { for: payees, with: () => ({}) },
});

export const sensitiveMutations = (signedIn: readonly Who[]): Lines => {
  const money = signedIn.filter((who) => /owner|finance/.test(who));
  const providers = money.filter((who) => who.includes("provider"));
  return {
    revealNumber: {
      for: money,
      with: (ids: Ids) => ({ kind: "wage_account", id: ids.payrollPayment }),
    },
    // A currency that none is, so that a probe changes nothing.
    proposePayoutDetails: {
      for: providers,
      with: () => ({ currency: "XXX", holder: "probe", account: "PROBE123" }),
    },
    decidePayoutDetails: {
      for: providers,
      with: (ids: Ids) => ({ detailsId: ids.payoutDetails, confirm: false, reason: "probe" }),
    },
    withdrawPayoutDetails: {
      for: providers,
      with: (ids: Ids) => ({ detailsId: ids.payoutDetails }),
    },
  };
};
