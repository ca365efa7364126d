import { exchangeRateInput } from "../../../domain/ledger/exchange-rate.input.ts";
import { refuseOddRate } from "../../../domain/ledger/exchange-rate.ts";
import { bookDay } from "../../../domain/ledger/period-lock.ts";
import { InvalidInput, parseInput } from "../../../domain/shared/refusals.ts";
import { toDate } from "../../clock.ts";
import { command, type Deed } from "../../command.ts";
import { askForWaitingInvoices } from "../ask-for-waiting-invoices.ts";
import { ratesBetween } from "./exchange-rate.read.ts";

/**
 * States an exchange rate from a day on; what was invoiced keeps the rate it was issued with, and what waited
 * for a rate is taken up. Permission exchange_rate:state, the marketplace's administrator. Throws
 * InvalidInput, RateStatedBefore, RateOtherDirection, RateToConfirm.
 */
export const stateExchangeRate = command({
  name: "exchange_rate.state",
  permission: "exchange_rate:state",
  run: async (deed: Deed, input: unknown): Promise<{ rateId: string }> => {
    const { tx, viewer, now } = deed;
    const stated = parseInput(exchangeRateInput, input);
    if (stated.validFrom > bookDay(now).toString())
      throw new InvalidInput([
        { field: "validFrom", message: "A rate is of today or of a day that has been." },
      ]);
    await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended('exchange_rate', 0))::text`;
    refuseOddRate(await ratesBetween(tx, stated.base, stated.quote), stated);
    const { base, quote, rate, validFrom, source } = stated;
    const [made] = await tx.$queryRaw<{ id: string }[]>`
      insert into exchange_rate (base, quote, rate, valid_from, source, stated_by_id, stated_by_name,
        stated_at)
      values (${base}, ${quote}, ${rate}, ${validFrom}::date, ${source}, ${viewer.userId}::uuid,
        ${viewer.name}, ${toDate(now)}::timestamptz) returning id`;
    const rateId = made?.id ?? "";
    deed.about("exchange_rate", rateId, { base, quote, rate, validFrom, source });
    await askForWaitingInvoices(deed);
    return { rateId };
  },
});
