import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { money } from "../shared/money.ts";
import {
  fundsAvailable,
  fundsCleared,
  fundsReturned,
  movedToSegregated,
  runReleased,
  wagePaid,
  wageReturned,
  wageSentAgain,
} from "./client-money-recipes.ts";
import type { JournalEntry } from "./journal-entry.ts";

const at = Temporal.Instant.from("2026-12-01T10:00:00Z");
const eur = (minor: number | bigint) => money(BigInt(minor), "EUR");
const client = { buyerId: "b", engagementId: "e", at };
const of = (minor: number | bigint) => ({ ...client, amount: eur(minor) });
const f = { fundingId: "f" };

const legs = (entry: JournalEntry) =>
  Object.fromEntries(entry.legs.map((leg) => [leg.account.code, Number(leg.amount.amountMinor)]));

describe("postings of client money", () => {
  test.each<[string, JournalEntry, Record<string, number>]>([
    [
      "7a: funds available, the fee borne by the marketplace",
      fundsAvailable({ ...of(5_000_000), ...f, fee: eur(500) }),
      { stripe_balance: 4_999_500, stripe_fees: 500, client_money: -5_000_000 },
    ],
    [
      "7b: moved to the segregated account",
      movedToSegregated({ ...of(5_000_000), ...f }),
      { fa_payroll: 5_000_000, stripe_balance: -5_000_000 },
    ],
    [
      "7a and 7b at once, where the rail clears onto the segregated account",
      fundsCleared({ ...of(5_000_000), ...f }),
      { fa_payroll: 5_000_000, client_money: -5_000_000 },
    ],
    [
      "7c: a run released",
      runReleased({ ...of(4_800_000), runId: "r" }),
      { client_money: 4_800_000, payroll_clearing: -4_800_000 },
    ],
    [
      "7d: wages paid",
      wagePaid({ ...of(4_800_000), paymentId: "p" }),
      { payroll_clearing: 4_800_000, fa_payroll: -4_800_000 },
    ],
    [
      "7e: one wage returned",
      wageReturned({ ...of(250_000), paymentId: "p" }),
      { fa_payroll: 250_000, wages_unpaid: -250_000 },
    ],
    [
      "a returned wage sent again",
      wageSentAgain({ ...of(250_000), paymentId: "q" }),
      { wages_unpaid: 250_000, payroll_clearing: -250_000 },
    ],
    [
      "7f: funds taken back after spend show the loss",
      fundsReturned({ ...of(5_000_000), ...f, unusedMinor: 200_000n }),
      {
        ...{ client_money: 200_000, fa_payroll: -200_000 },
        ...{ receivable_returned_debit: 4_800_000, bank: -4_800_000 },
      },
    ],
    [
      "7f: funds taken back unused lose nothing",
      fundsReturned({ ...of(5_000_000), ...f, unusedMinor: 9_000_000n }),
      { client_money: 5_000_000, fa_payroll: -5_000_000 },
    ],
  ])("%s", (_name, entry, expected) => {
    expect(legs(entry)).toEqual(expected);
    const houses = entry.legs.filter((leg) => leg.account.organizationId === null);
    expect(
      houses.every((leg) => ["stripe_balance", "stripe_fees", "bank"].includes(leg.account.code)),
    ).toBe(true);
  });
});

type Books = Record<string, bigint>;
const post = (books: Books, entry: JournalEntry) => {
  for (const { account, amount } of entry.legs)
    books[account.code] = (books[account.code] ?? 0n) + amount.amountMinor;
};

// P8 of the list of money properties, for every course that the product allows.
test("P8: segregated money is what is owed of it, in whatever order, and pays no fee", () => {
  const step = fc.record({
    what: fc.constantFrom("fund", "release", "pay", "return_wage", "send_again", "take_back"),
    amount: fc.integer({ min: 1, max: 1_000_000 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const books: Books = {};
      const owed = (code: string) => -(books[code] ?? 0n);
      const least = (...values: bigint[]) => values.reduce((a, b) => (a < b ? a : b));
      for (const { what, amount } of steps) {
        const asked = BigInt(amount);
        const bounded = (code: string) => least(asked, owed(code));
        if (what === "fund") post(books, fundsCleared({ ...of(asked), ...f }));
        // A release that funds do not cover is refused, never cut short.
        if (what === "release" && owed("client_money") >= asked)
          post(books, runReleased({ ...of(asked), runId: "r" }));
        if (what === "pay" && owed("payroll_clearing") > 0n)
          post(books, wagePaid({ ...of(bounded("payroll_clearing")), paymentId: "p" }));
        if (what === "return_wage") post(books, wageReturned({ ...of(asked), paymentId: "p" }));
        if (what === "send_again" && owed("wages_unpaid") > 0n)
          post(books, wageSentAgain({ ...of(bounded("wages_unpaid")), paymentId: "q" }));
        if (what === "take_back")
          post(books, fundsReturned({ ...of(asked), ...f, unusedMinor: owed("client_money") }));
        const liabilities = owed("client_money") + owed("payroll_clearing") + owed("wages_unpaid");
        expect(books.fa_payroll ?? 0n).toBe(liabilities);
        for (const code of ["client_money", "payroll_clearing", "wages_unpaid"])
          expect(owed(code) >= 0n, code).toBe(true);
        expect(Object.keys(books).some((code) => /fee|tax|income/.test(code))).toBe(false);
      }
    }),
  );
});
