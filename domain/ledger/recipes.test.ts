import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { type Money, money, zero } from "../shared/money.ts";
import { ACCOUNTS } from "./accounts.ts";
import { payoutArrived, payoutReturned } from "./balance-recipes.ts";
import { refundBooked, refundFailureBooked } from "./credit-recipes.ts";
import { disputeMoved, transferReversed } from "./dispute-recipes.ts";
import { EntryUnbalanced } from "./errors.ts";
import { chargeBooked, earned, invoiceIssued, paymentSucceeded } from "./invoice-recipes.ts";
import { type JournalEntry, sumsByCurrency } from "./journal-entry.ts";
import { transferBooked, transferMade } from "./payout-recipes.ts";

const at = Temporal.Instant.from("2026-11-01T00:00:00Z");
const parties = { buyerId: "buyer", providerId: "provider", engagementId: "engagement" };
const eur = (amountMinor: bigint) => money(amountMinor, "EUR");

type Case = { share: bigint; commission: bigint; tax: bigint; stripeFee: bigint };

const inOneCurrency = (minor: bigint) => ({ amount: eur(minor), fee: eur(0n), net: eur(minor) });

/** The entries of an invoice from its issue to its transfer. */
function story({ share, commission, tax, stripeFee }: Case): JournalEntry[] {
  const total = eur(share + commission + tax);
  const common = { ...parties, invoiceId: "i", number: "ER-000001", at };
  const settled = { amount: total, fee: eur(stripeFee), net: eur(total.amountMinor - stripeFee) };
  const transfer = { invoiceNumber: "ER-000001", amount: eur(share), at };
  return [
    invoiceIssued({
      ...common,
      total,
      providerShare: eur(share),
      commission: eur(commission),
      tax: eur(tax),
    }),
    paymentSucceeded({ ...common, stripeInvoiceId: "in_1", total }),
    chargeBooked({ transactionId: "txn_1", number: "ER-000001", charge: total, settled, at }),
    earned({ ...common, providerShare: eur(share), commission: eur(commission) }),
    transferMade({ ...transfer, transferId: "tr_1", providerId: "provider", engagementId: "engagement" }),
    transferBooked({ ...transfer, moved: inOneCurrency(-share), transactionId: "txn_2" }),
  ];
}

function balances(entries: readonly JournalEntry[]): Record<string, bigint> {
  const sums: Record<string, bigint> = {};
  for (const { account, amount } of entries.flatMap((one) => one.legs))
    sums[account.code] = (sums[account.code] ?? 0n) + amount.amountMinor;
  return sums;
}

const legsOf = (entry: JournalEntry | undefined) =>
  entry?.legs.map(({ account, amount }) => [account.code, amount.amountMinor]);

describe("an invoice in the books", () => {
  // Net 1,200.00, tax 240.00, commission 120.00, card fee 42.06.
  const entries = story({ share: 108_000n, commission: 12_000n, tax: 24_000n, stripeFee: 4206n });

  test.each([
    [
      "issued",
      0,
      [
        ["receivable", 144_000n],
        ["provider_pending", -108_000n],
        ["fee_pending", -12_000n],
        ["tax_payable", -24_000n],
      ],
    ],
    [
      "paid",
      1,
      [
        ["clearing_charge", 144_000n],
        ["receivable", -144_000n],
      ],
    ],
    [
      "charged",
      2,
      [
        ["stripe_balance", 139_794n],
        ["stripe_fees", 4206n],
        ["clearing_charge", -144_000n],
      ],
    ],
    [
      "earned",
      3,
      [
        ["provider_pending", 108_000n],
        ["provider_payable", -108_000n],
        ["fee_pending", 12_000n],
        ["fee_income", -12_000n],
      ],
    ],
    [
      "transferred",
      4,
      [
        ["provider_payable", 108_000n],
        ["clearing_transfer", -108_000n],
      ],
    ],
    [
      "out of the balance",
      5,
      [
        ["clearing_transfer", 108_000n],
        ["stripe_balance", -108_000n],
      ],
    ],
  ])("%s has its legs", (_step, index, legs) => {
    expect(legsOf(entries[index])).toEqual(legs);
  });

  test("what stays in the Stripe balance is commission and tax less the card's fee", () => {
    expect(balances(entries)).toMatchObject({
      stripe_balance: 31_794n,
      fee_income: -12_000n,
      receivable: 0n,
    });
  });

  test("every clearing account returns to zero and the provider is owed nothing, for any amounts", () => {
    const amount = (max: bigint) => fc.bigInt(0n, max);
    fc.assert(
      fc.property(
        fc.bigInt(1n, 10n ** 12n),
        fc.bigInt(1n, 10n ** 11n),
        amount(10n ** 11n),
        amount(1000n),
        (share, commission, tax, stripeFee) => {
          const sums = balances(story({ share, commission, tax, stripeFee }));
          for (const [code, { clearing }] of Object.entries(ACCOUNTS))
            if (clearing) expect(sums[code] ?? 0n).toBe(0n);
          expect(sums.provider_payable).toBe(0n);
          expect(sums.stripe_balance).toBe(commission + tax - stripeFee);
        },
      ),
    );
  });

  test("a share and a commission that are not the total are refused", () => {
    const wrong = { providerShare: eur(90n), commission: eur(11n), tax: zero("EUR"), total: eur(100n) };
    expect(() => invoiceIssued({ ...parties, ...wrong, invoiceId: "i", number: "n", at })).toThrow(
      EntryUnbalanced,
    );
  });

  test("a charge that settles in another currency balances in both", () => {
    const settled = { amount: eur(133_000n), fee: eur(4000n), net: eur(129_000n) };
    const charge: Money = money(144_000n, "USD");
    const entry = chargeBooked({ transactionId: "txn", number: "n", charge, settled, at });
    const sums = entry.legs.reduce<Record<string, bigint>>((all, { amount }) => {
      all[amount.currency] = (all[amount.currency] ?? 0n) + amount.amountMinor;
      return all;
    }, {});
    expect(sums).toEqual({ USD: 0n, EUR: 0n });
  });

  test("a transfer, a reversal, a dispute and a bank payout in another currency balance in both", () => {
    const usd = (minor: bigint) => money(minor, "USD");
    const of = { invoiceNumber: "n", providerId: "p", engagementId: "e", at };
    const out = { ...inOneCurrency(-99_700n), fee: eur(5n), net: eur(-99_705n) };
    const transfer = transferMade({
      ...of,
      transferId: "tr",
      amount: usd(108_000n),
      sent: eur(99_700n),
    });
    expect(legsOf(transfer)).toEqual([
      ["provider_payable", 108_000n],
      ["clearing_transfer", -99_700n],
      ["fx_position", -108_000n],
      ["fx_position", 99_700n],
    ]);
    const booked = transferBooked({ ...of, transactionId: "t1", amount: usd(108_000n), moved: out });
    expect(balances([booked])).toEqual({
      clearing_transfer: 108_000n,
      stripe_balance: -99_705n,
      stripe_fees: 5n,
      fx_position: 99_700n - 108_000n,
    });
    const back = { amount: usd(54_000n), back: eur(49_850n) };
    const reversed = transferReversed({ ...of, ...back, disputeId: "d", reversalId: "trr" });
    const taken = disputeMoved({
      ...{ ...of, transactionId: "t2", amount: usd(-144_000n) },
      moved: { amount: eur(-133_000n), fee: eur(1400n), net: eur(-134_400n) },
    });
    expect(legsOf(taken)).toEqual([
      ["stripe_balance", -134_400n],
      ["dispute_fees", 1400n],
      ["dispute_held", 144_000n],
      ["fx_position", 133_000n],
      ["fx_position", -144_000n],
    ]);
    const payout = { payoutId: "po", amount: usd(1080n), left: eur(1000n), at };
    const [arrived, returned] = [payoutArrived(payout), payoutReturned(payout)];
    expect(balances([arrived, returned])).toEqual({ bank: 0n, clearing_bank: 0n, fx_position: 0n });
    for (const entry of [transfer, booked, reversed, taken, arrived, returned])
      for (const total of sumsByCurrency(entry.legs).values()) expect(total).toBe(0n);
  });

  test("a refund that settles in another currency balances in both, and so does one that comes back", () => {
    const eurOf = (minor: bigint) => money(minor, "EUR");
    const moved = { amount: eurOf(-46_000n), fee: eurOf(0n), net: eurOf(-46_000n) };
    const back = { amount: eurOf(45_900n), fee: eurOf(100n), net: eurOf(45_800n) };
    const refund = { ...parties, transactionId: "txn", number: "n", amount: money(50_000n, "USD"), at };
    const out = refundBooked({ ...refund, moved });
    expect(legsOf(out)).toEqual([
      ["refund_payable", 50_000n],
      ["stripe_balance", -46_000n],
      ["fx_position", 46_000n],
      ["fx_position", -50_000n],
    ]);
    const failed = refundFailureBooked({ ...refund, transactionId: "txn_2", moved: back });
    const sums = balances([out, failed]);
    expect(sums).toEqual({
      refund_payable: 0n,
      fx_position: 100n,
      stripe_balance: -200n,
      stripe_fees: 100n,
    });
  });
});
