import { money } from "../../domain/shared/money.ts";
import { type EmulatedRail, openEmulatedRail } from "../../funding-rail-emulator/rail.ts";
import type { Clock } from "../clock.ts";
import type { FundingRail } from "../ports/funding-rail/port.ts";

/** The rail of a product without a licence: it moves no real money. `bank` is for tests to look into. */
export function emulatedRail(p: {
  clock: Clock;
  directory: string | null;
}): FundingRail & { bank: EmulatedRail } {
  const nowSeconds = () => Math.floor(p.clock.now().epochMilliseconds / 1000);
  const bank = openEmulatedRail({ directory: p.directory, nowSeconds });
  return {
    bank,
    name: "Emulated bank",
    announce: async ({ key, amount }) => {
      const { id, reference } = bank.announce({
        ...{ key, minor: String(amount.amountMinor), currency: amount.currency },
      });
      return { railId: id, reference };
    },
    funds: async (railId) => bank.fund(railId).state,
    pay: async ({ key, amount, account }) => {
      const { amountMinor, currency } = amount;
      return { railId: bank.pay({ key, minor: String(amountMinor), currency, account }).id };
    },
    payment: async (railId) => bank.payment(railId),
    balances: async () => bank.balances().map(({ currency, minor }) => money(BigInt(minor), currency)),
  };
}
