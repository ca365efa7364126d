import { DomainError } from "./domain-error.ts";

/**
 * Integer scales of the currencies we can charge in. Sources: ISO 4217 and docs.stripe.com/currencies;
 * where they differ the payment processor's scale wins, because amounts travel to it unchanged (MGA is 0
 * there).
 */
const ZERO_DECIMAL = codes("BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF");
const THREE_DECIMAL = codes("BHD JOD KWD OMR TND");
/** No decimals in daily life, two in the processor's integers: an amount must be a multiple of 100. */
const WHOLE_UNITS_IN_HUNDREDTHS = codes("ISK UGX");
/** Charged with two decimals, but paid out only in whole units. */
const WHOLE_UNITS_ON_PAYOUT = codes("HUF TWD");
const TWO_DECIMAL = codes(
  `AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BWP BYN BZD CAD CDF CHF CNY COP
   CRC CVE CZK DKK DOP DZD EGP ETB EUR FJD FKP GBP GEL GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR ISK JMD
   KES KGS KHR KYD KZT LAK LBP LKR LRD LSL MAD MDL MKD MMK MNT MOP MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK
   NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SEK SGD SHP SLE SOS SRD STD SZL THB TJS TOP
   TRY TTD TWD TZS UAH UGX USD UYU UZS WST XCD YER ZAR ZMW`,
);

/** The code is not one we can charge in. */
export class UnknownCurrency extends DomainError {
  constructor(currency: string) {
    super({
      code: "unknown_currency",
      message: `"${currency}" is not a currency we can charge in.`,
      field: "currency",
      details: { currency },
    });
  }
}

/** The currency is charged and paid out in coarser steps than this amount. */
export class OffStep extends DomainError {
  constructor({ stepMinor, field }: { stepMinor: bigint; field: string }) {
    super({
      code: "off_step",
      message: `This currency moves in steps of ${stepMinor} of its smallest units; give a multiple of that.`,
      field,
      details: { stepMinor: String(stepMinor) },
    });
  }
}

export function isKnownCurrency(currency: string): boolean {
  return TWO_DECIMAL.has(currency) || ZERO_DECIMAL.has(currency) || THREE_DECIMAL.has(currency);
}

/** Decimal places between the major unit and `amountMinor`. Throws UnknownCurrency. */
export function minorUnitExponent(currency: string): 0 | 2 | 3 {
  if (TWO_DECIMAL.has(currency)) return 2;
  if (ZERO_DECIMAL.has(currency)) return 0;
  if (THREE_DECIMAL.has(currency)) return 3;
  throw new UnknownCurrency(currency);
}

/** Decimal places people write: 0 for ISK and UGX although their integers carry two. */
export function displayDecimals(currency: string): 0 | 2 | 3 {
  const exponent = minorUnitExponent(currency);
  return WHOLE_UNITS_IN_HUNDREDTHS.has(currency) ? 0 : exponent;
}

/** A charge must be a multiple of this many minor units: 100 for ISK and UGX, 10 for three decimals. */
export function chargeStepMinor(currency: string): bigint {
  if (WHOLE_UNITS_IN_HUNDREDTHS.has(currency)) return 100n;
  return minorUnitExponent(currency) === 3 ? 10n : 1n;
}

/** A payout must be a multiple of this many minor units: as a charge, and 100 for HUF and TWD. */
export function payoutStepMinor(currency: string): bigint {
  return WHOLE_UNITS_ON_PAYOUT.has(currency) ? 100n : chargeStepMinor(currency);
}

function codes(list: string): ReadonlySet<string> {
  return new Set(list.split(/\s+/));
}
