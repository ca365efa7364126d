import type { Store } from "./store.ts";

/** What Stripe makes of money in a currency for which the platform has no balance. */
export interface Settlement {
  from: string;
  to: string;
  /** Minor units of `to` for one of `from`, as a decimal: "0.9236". */
  rate: string;
}

/** From now on a currency settles as another one; without a rate it settles as itself again. */
export function setSettlement(store: Store, given: { from: string; to?: string; rate?: string }): void {
  const { to = "", rate = "" } = given;
  if (rate !== "" && !/^\d{1,9}(\.\d{1,12})?$/.test(rate)) throw new Error(`${rate} is no rate.`);
  const id = `settles:${given.from.toLowerCase()}`;
  store.transact(() => store.put("setting", { id, value: `${to.toLowerCase()} ${rate}`.trim() }));
}

/** As what a currency settles; null where it has a balance of its own. */
export function settlementOf(store: Store, currency: string): Settlement | null {
  const [to = "", rate = ""] = (store.get("setting", `settles:${currency}`)?.value ?? "").split(" ");
  return to === "" || rate === "" ? null : { from: currency, to, rate };
}

/** An amount in the currency that it settles as: rounded once, half away from zero. */
export function settled(amount: number, { rate }: Settlement): number {
  const [whole = "0", decimals = ""] = rate.split(".");
  const scale = 10n ** BigInt(decimals.length);
  const scaled = BigInt(Math.abs(amount)) * BigInt(whole + decimals);
  const rounded = Number((2n * scaled + scale) / (2n * scale));
  return amount < 0 ? -rounded : rounded;
}
