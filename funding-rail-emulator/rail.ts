import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

// A bank that stands in for a funding rail: it imports nothing of the product. Money that is announced
// arrives a minute later and a payment is made a minute after it was taken, on the clock that it is
// given. What goes wrong is chosen by what is sent, as with test cards:
// - announced money whose amount ends in 13 is taken back by its sender two days after it arrived;
// - announced money whose amount ends in 99 never arrives;
// - a payment to an account that ends in 0000 comes back, because the account is closed.

const ARRIVES_AFTER = 60;
const TAKEN_BACK_AFTER = 2 * 86_400;

type Fund = { id: string; key: string; minor: string; currency: string; at: number };
type Payment = Fund & { account: string };
type Row = { fund: Fund } | { payment: Payment };

/** The emulated bank. The same key answers the same object, whatever was lost on the way. */
export function openEmulatedRail(p: { directory: string | null; nowSeconds: () => number }) {
  const funds = new Map<string, Fund>();
  const payments = new Map<string, Payment>();
  const file = p.directory === null ? null : join(p.directory, "funding-rail.jsonl");
  if (p.directory !== null) mkdirSync(p.directory, { recursive: true });
  const keep = (row: Row) => {
    if ("fund" in row) funds.set(row.fund.key, row.fund);
    else payments.set(row.payment.key, row.payment);
  };
  if (file && existsSync(file))
    for (const line of readFileSync(file, "utf8").split("\n").filter(Boolean))
      keep(JSON.parse(line) as Row);
  const add = (row: Row) => {
    if (file) appendFileSync(file, `${JSON.stringify(row)}\n`);
    keep(row);
  };
  return {
    announce(asked: { key: string; minor: string; currency: string }) {
      const known = funds.get(asked.key);
      if (!known) add({ fund: { ...asked, id: `fund_${asked.key}`, at: p.nowSeconds() } });
      const fund = funds.get(asked.key) as Fund;
      return { id: fund.id, reference: `ER ${asked.key.slice(-12).toUpperCase()}` };
    },
    fund(id: string): { state: "waiting" | "cleared" | "returned"; minor: string } {
      const fund = [...funds.values()].find((one) => one.id === id);
      if (!fund) throw new Error(`There are no funds ${id}.`);
      const age = p.nowSeconds() - fund.at;
      const arrived = age >= ARRIVES_AFTER && !fund.minor.endsWith("99");
      const taken = fund.minor.endsWith("13") && age >= ARRIVES_AFTER + TAKEN_BACK_AFTER;
      return { state: taken ? "returned" : arrived ? "cleared" : "waiting", minor: fund.minor };
    },
    pay(asked: { key: string; minor: string; currency: string; account: string }) {
      const known = payments.get(asked.key);
      if (known && (known.minor !== asked.minor || known.account !== asked.account))
        throw new Error(`The key ${asked.key} came with another payment before.`);
      if (!known) add({ payment: { ...asked, id: `pay_${asked.key}`, at: p.nowSeconds() } });
      return { id: (payments.get(asked.key) as Payment).id };
    },
    payment(id: string): { state: "sent" | "paid" | "returned"; reason: string | null } {
      const payment = [...payments.values()].find((one) => one.id === id);
      if (!payment) throw new Error(`There is no payment ${id}.`);
      if (p.nowSeconds() - payment.at < ARRIVES_AFTER) return { state: "sent", reason: null };
      if (!payment.account.endsWith("0000")) return { state: "paid", reason: null };
      return { state: "returned", reason: "The account is closed." };
    },
    /** What stands on the account: what arrived and was not taken back, less what was paid. */
    balances(): { currency: string; minor: string }[] {
      const sums = new Map<string, bigint>();
      const add = (currency: string, minor: bigint) =>
        sums.set(currency, (sums.get(currency) ?? 0n) + minor);
      for (const { id, currency, minor } of funds.values())
        if (this.fund(id).state === "cleared") add(currency, BigInt(minor));
      for (const { id, currency, minor } of payments.values())
        if (this.payment(id).state === "paid") add(currency, -BigInt(minor));
      return [...sums].map(([currency, minor]) => ({ currency, minor: String(minor) }));
    },
    /** For tests: how many payments were taken, and what they come to. */
    taken: () => [...payments.values()].map(({ key, minor, account }) => ({ key, minor, account })),
  };
}

export type EmulatedRail = ReturnType<typeof openEmulatedRail>;
