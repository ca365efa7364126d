import type { Who } from "./probe-cast.ts";
import type { Ids, Variables } from "./probe-lines.ts";

type Lines = Record<string, { for: readonly Who[]; with: Variables }>;
const none: Variables = () => ({});

const RULE = { percent: "12", startsOn: "2027-01-01", note: "probe" };

type Parties = {
  staff: readonly Who[];
  signedIn: readonly Who[];
  payees: readonly Who[];
  buyers: readonly Who[];
};

/** Commission rules are the marketplace's own, payouts the provider's, objections both sides'. */
export function providerMoneyQueries({ staff, signedIn, payees }: Omit<Parties, "buyers">): Lines {
  return {
    bankPayouts: { for: payees, with: none },
    commissionDryRun: { for: staff, with: () => ({ rule: RULE }) },
    commissionRules: { for: staff, with: none },
    earnings: { for: payees, with: () => ({ year: 2026 }) },
    heldPayoutParts: { for: payees, with: none },
    maySetPayoutSchedules: { for: signedIn, with: none },
    payoutSchedules: { for: payees, with: none },
    statementObjections: { for: signedIn, with: (ids: Ids) => ({ statementId: ids.statement }) },
  };
}

const SCHEDULE = {
  ...{ currency: "EUR", holdDays: "5", rhythm: "each", runDay: "1", minimum: "", zone: "UTC" },
  ...{ reservePercent: "", reserveCap: "", reserveDays: "0", note: "probe" },
};
const ANSWER = { answer: "A probe of ten letters" };

export function providerMoneyMutations({ staff, payees, buyers }: Omit<Parties, "signedIn">): Lines {
  const objection = (ids: Ids) => ({ objectionId: ids.objection, ...ANSWER });
  const conceding = payees.filter((who) => who.includes("provider"));
  return {
    endCommissionRule: { for: ["admin"], with: (ids: Ids) => ({ ruleId: ids.invoice }) },
    setCommissionRule: { for: ["admin"], with: () => RULE },
    setPayoutSchedule: { for: staff, with: (ids: Ids) => ({ providerId: ids.invoice, ...SCHEDULE }) },
    contestAmount: {
      for: buyers,
      with: (ids: Ids) => ({ statementId: ids.statement, amount: "1", reason: "A probe of ten" }),
    },
    withdrawObjection: { for: buyers, with: objection },
    concedeObjection: { for: conceding, with: objection },
    ruleObjection: { for: ["account_manager"], with: (ids: Ids) => ({ ...objection(ids), granted: "" }) },
  };
}
