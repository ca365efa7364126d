import { type FxLine, fxLine } from "../../../domain/billing/fx-line.ts";
import { requireRate } from "../../../domain/ledger/exchange-rate.ts";
import { bookDay } from "../../../domain/ledger/period-lock.ts";
import { money } from "../../../domain/shared/money.ts";
import { toDate } from "../../clock.ts";
import type { Deed } from "../../command.ts";
import type { Tx } from "../../db.ts";
import { booksCurrency } from "./books-currency.read.ts";
import { ratesBetween } from "./exchange-rate.read.ts";

type OfInvoice = { invoiceId: string; organizationId: string; providerId: string };
type Sum = Pick<FxLine, "purpose"> & { minor: bigint; currency: string; to: string; on: string };

/**
 * States an invoice's sums in the currencies that others need them in: the total in that of the buyer's books
 * at the rate of the day of issue, the VAT in that in which the seller declares it at the rate of the tax
 * point. Throws ExchangeRateMissing, so that no invoice is issued without a line that it has to carry.
 */
export async function stateInvoiceFx(
  deed: Deed,
  p: OfInvoice & {
    currency: string;
    totalMinor: bigint;
    taxMinor: bigint;
    vat: { currency: string; on: string };
  },
): Promise<void> {
  const { currency, taxMinor, totalMinor, vat } = p;
  const books = (await booksCurrency(deed.tx, p.organizationId))?.currency ?? currency;
  const on = bookDay(deed.now).toString();
  if (totalMinor !== 0n)
    await state(deed, p, { purpose: "total", minor: totalMinor, currency, to: books, on });
  if (taxMinor !== 0n)
    await state(deed, p, { purpose: "vat", minor: taxMinor, currency, to: vat.currency, on: vat.on });
}

/**
 * States what goes out to a provider in the currency of its books, at the rate of the day on which it is
 * released. Throws ExchangeRateMissing.
 */
export async function statePayoutFx(
  deed: Deed,
  p: OfInvoice & { currency: string; transferMinor: bigint },
): Promise<void> {
  const { currency, transferMinor: minor } = p;
  const to = (await booksCurrency(deed.tx, p.providerId))?.currency ?? currency;
  if (minor === 0n) return;
  await state(deed, p, { purpose: "payout", minor, currency, to, on: bookDay(deed.now).toString() });
}

/**
 * What keeps a sum in one currency from being stated for an organisation; null where nothing does.
 */
export async function missingRate(
  tx: Tx,
  p: { organizationId: string; currency: string; on: string },
): Promise<string | null> {
  const to = (await booksCurrency(tx, p.organizationId))?.currency ?? p.currency;
  if (to === p.currency) return null;
  try {
    requireRate(await ratesBetween(tx, p.currency, to), { from: p.currency, to, on: p.on });
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function state(deed: Deed, of: OfInvoice, sum: Sum): Promise<void> {
  if (sum.to === sum.currency) return;
  const { tx, now } = deed;
  const rates = await ratesBetween(tx, sum.currency, sum.to);
  const found = requireRate(rates, { from: sum.currency, to: sum.to, on: sum.on });
  const { purpose, to, on } = sum;
  const line = fxLine({ purpose, before: money(sum.minor, sum.currency), to, found, on });
  const { organizationId, providerId, invoiceId } = of;
  await tx.$executeRaw`
    insert into fx_line (organization_id, provider_id, invoice_id, purpose, before_currency, before_minor,
      after_currency, after_minor, base, quote, rate, rate_of, stated_for, source, exact, rounded_by,
      stated_at)
    values (${organizationId}::uuid, ${providerId}::uuid, ${invoiceId}::uuid, ${purpose},
      ${line.beforeCurrency}, ${line.beforeMinor}, ${line.afterCurrency}, ${line.afterMinor}, ${line.base},
      ${line.quote}, ${line.rate}, ${line.rateOf}::date, ${line.statedFor}::date, ${line.source},
      ${line.exact}, ${line.roundedBy}, ${toDate(now)}::timestamptz)`;
}
