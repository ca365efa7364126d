import { minorUnitExponent } from "../shared/currency.ts";

/**
 * A bank's amount in the smallest units of the currency: "-1.234,56", "(12.00)", "1 234,5 EUR", "20.00 DR".
 * Null where it is none, or has more decimals than the currency.
 */
export function parseBankAmount(
  written: string,
  p: { currency: string; decimalSign: "point" | "comma" },
): bigint | null {
  const text = written
    .normalize("NFKC")
    .replace(/[\s'’]/g, "")
    .toUpperCase();
  const bare = text
    .replace(/[A-Z]{0,3}\p{Sc}/gu, "")
    .replace(/^[A-Z]{3}(?=[-+−(\d])|(?<=[\d)])[A-Z]{3}$/, "");
  const negative = /^\(.*\)$|^[-−–]|[-−–]$|DR?$/.test(bare);
  const digits = bare.replace(/^\(|\)$|^[-+−–]|[-+−–]$|(CR|DR|C|D)$/g, "").replace(/^[-+−–]/, "");
  const [mark, other] = p.decimalSign === "comma" ? [",", "."] : [".", ","];
  const [whole = "", fraction = "", ...more] = digits.split(mark);
  const grouped = /^\d{1,3}([.,]\d{2,3})*[.,]\d{3}$/.test(whole) && !whole.includes(mark);
  if (more.length > 0 || !(grouped || /^\d{1,15}$/.test(whole)) || !/^\d*$/.test(fraction)) return null;
  const kept = fraction.replace(/0+$/, "");
  const exponent = minorUnitExponent(p.currency);
  const plain = whole.replaceAll(other, "");
  if (kept.length > exponent || plain.length > 15) return null;
  const minor = BigInt(plain + kept.padEnd(exponent, "0"));
  return negative ? -minor : minor;
}
