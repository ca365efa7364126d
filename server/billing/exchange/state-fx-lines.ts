import { correctingFxLine, type FxLine, fxLine } from "../../../domain/billing/fx-line.ts";
import { requireRate } from "../../../domain/ledger/exchange-rate.ts";
import { bookDay } from "../../../domain/ledger/period-lock.ts";
import { money } from "../../../domain/shared/money.ts";
import { toDate } from "../../clock.ts";
import type { Deed } from "../../command.ts";
import type { Tx } from "../../db.ts";
import { booksCurrency } from "./books-currency.read.ts";
import { ratesBetween } from "./exchange-rate.read.ts";
import { invoiceFxLines, takenOffBefore } from "./fx-line.read.ts";

type OfInvoice = { invoiceId: string; organizationId: string; providerId: string };
/** What a line is of beside its invoice. */
type Subject = { creditNoteId?: string; refundId?: string; payoutPartId?: string };
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

/** A sum of a payout: what goes out with it, or a part that goes out later or is taken off. */
type PayoutSum =
  | { purpose: "payout"; payoutPartId?: undefined }
  | { purpose: "part" | "netted"; payoutPartId: string };

/**
 * States what goes out to a provider, or is taken off it, in the currency of its books: at the rate of the
 * day on which it is released. Throws ExchangeRateMissing.
 */
export async function statePayoutFx(
  deed: Deed,
  p: OfInvoice & PayoutSum & { currency: string; minor: bigint },
): Promise<void> {
  const { currency, minor, purpose } = p;
  const to = (await booksCurrency(deed.tx, p.providerId))?.currency ?? currency;
  if (minor === 0n) return;
  await state(deed, p, { purpose, minor, currency, to, on: bookDay(deed.now).toString() });
}

/**
 * States what a credit note takes off in the currencies in which its invoice was stated, at the invoice's own
 * rates: the total, and the VAT as the seller declared it. An invoice that states nothing leaves its notes
 * nothing to state. The lock of the invoice's credits is held.
 */
export async function stateCreditFx(
  deed: Deed,
  p: OfInvoice & { creditNoteId: string; totalMinor: bigint; taxMinor: bigint },
): Promise<void> {
  await correct(deed, p, { purpose: "credit", corrects: "total", minor: p.totalMinor });
  await correct(deed, p, { purpose: "credit_vat", corrects: "vat", minor: p.taxMinor });
}

/** States what of a credit note is refunded, at the rate of the invoice that was paid. */
export function stateRefundFx(
  deed: Deed,
  p: OfInvoice & { creditNoteId: string; refundId: string; amountMinor: bigint },
): Promise<void> {
  return correct(deed, p, { purpose: "refund", corrects: "total", minor: p.amountMinor });
}

async function correct(
  deed: Deed,
  p: OfInvoice & Subject,
  one: { purpose: "credit" | "credit_vat" | "refund"; corrects: "total" | "vat"; minor: bigint },
): Promise<void> {
  if (one.minor === 0n) return;
  const of = (await invoiceFxLines(deed.tx, p.invoiceId)).find(({ purpose }) => purpose === one.corrects);
  if (!of) return;
  const earlier = await takenOffBefore(deed.tx, { invoiceId: p.invoiceId, purpose: one.purpose });
  await keep(deed, p, correctingFxLine({ ...one, of, earlier }));
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

async function state(deed: Deed, of: OfInvoice & Subject, sum: Sum): Promise<void> {
  if (sum.to === sum.currency) return;
  const rates = await ratesBetween(deed.tx, sum.currency, sum.to);
  const found = requireRate(rates, { from: sum.currency, to: sum.to, on: sum.on });
  const { purpose, to, on } = sum;
  await keep(deed, of, fxLine({ purpose, before: money(sum.minor, sum.currency), to, found, on }));
}

async function keep({ tx, now }: Deed, of: OfInvoice & Subject, line: FxLine): Promise<void> {
  const { organizationId, providerId, invoiceId } = of;
  const { creditNoteId = null, refundId = null, payoutPartId = null } = of;
  await tx.$executeRaw`
    insert into fx_line (organization_id, provider_id, invoice_id, credit_note_id, refund_id,
      payout_part_id, purpose, before_currency, before_minor, after_currency, after_minor, base, quote, rate,
      rate_of, stated_for, source, exact, rounded_by, earlier_before_minor, earlier_after_minor, stated_at)
    values (${organizationId}::uuid, ${providerId}::uuid, ${invoiceId}::uuid, ${creditNoteId}::uuid,
      ${refundId}::uuid, ${payoutPartId}::uuid, ${line.purpose},
      ${line.beforeCurrency}, ${line.beforeMinor}, ${line.afterCurrency}, ${line.afterMinor}, ${line.base},
      ${line.quote}, ${line.rate}, ${line.rateOf}::date, ${line.statedFor}::date, ${line.source},
      ${line.exact}, ${line.roundedBy}, ${line.earlierBeforeMinor}, ${line.earlierAfterMinor},
      ${toDate(now)}::timestamptz)`;
}
