import { Temporal } from "temporal-polyfill";

/** A dated rate of a country for one kind of service, or for all that have none of their own. */
export type TaxRate = {
  country: string;
  /** The code of a service module, or `standard`. */
  kind: string;
  category: "S" | "Z" | "E";
  rateBps: number;
  validFrom: Temporal.PlainDate;
  /** The last day it holds; null while it does. */
  validTo: Temporal.PlainDate | null;
  source: string;
};

export const STANDARD = "standard";

/**
 * The rate that holds in a country on a day: the kind's own, else the standard one; null where the table has
 * none. Rows of one kind do not overlap, the database sees to that.
 */
export function rateOn(
  rates: readonly TaxRate[],
  p: { country: string; kind: string; on: Temporal.PlainDate },
): TaxRate | null {
  const holds = (kind: string) => (rate: TaxRate) =>
    rate.country === p.country && rate.kind === kind && covers(rate, p.on);
  return rates.find(holds(p.kind)) ?? rates.find(holds(STANDARD)) ?? null;
}

function covers({ validFrom, validTo }: TaxRate, on: Temporal.PlainDate): boolean {
  const { compare } = Temporal.PlainDate;
  return compare(validFrom, on) <= 0 && (validTo === null || compare(on, validTo) <= 0);
}
