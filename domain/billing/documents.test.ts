import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { statementFigures } from "../service-levels/statement-result.ts";
import { sum } from "../shared/money.ts";
import { can, isFinal } from "../shared/state-machine.ts";
import { dueDate, invoiceLines, invoiceNumber } from "./invoice-document.ts";
import { monthName } from "./month-name.ts";
import { payoutBlockers } from "./payout-blockers.ts";
import { invoiceMachine, payoutMachine, statementMachine } from "./states.ts";
import { whoBearsIt } from "./who-bears-it.ts";

const facts = { transfersStatus: "active", requirements: [], missing: [], hasCharge: true };

describe("an invoice", () => {
  test("prints the fee, then every credit that costs something as an amount below zero", () => {
    const lines = invoiceLines({
      title: "Bookkeeping",
      period: "2026-11",
      currency: "USD",
      feeMinor: 400_000n,
      credits: [
        { name: "Accuracy", amountMinor: 9600n },
        { name: "Turnaround", amountMinor: 0n },
        { name: "Compliance", amountMinor: 12_000n },
      ],
    });
    expect(lines.map((line) => [line.description, line.amount.amountMinor])).toEqual([
      ["Bookkeeping, November 2026", 400_000n],
      ["Service credit: Accuracy", -9600n],
      ["Service credit: Compliance", -12_000n],
    ]);
    expect(
      sum(
        lines.map((line) => line.amount),
        "USD",
      ).amountMinor,
    ).toBe(378_400n);
  });

  test("prints what is priced beside fee and credits, and leaves out what came to nothing", () => {
    const others = [
      { label: "Bonus: Accuracy", amountMinor: 5000n },
      { label: "Malus: Turnaround", amountMinor: 0n },
      { label: "Carried over from October 2026", amountMinor: -700n },
    ];
    const month = { title: "Books", period: "2026-11", currency: "USD", feeMinor: 1000n, credits: [] };
    expect(
      invoiceLines({ ...month, others }).map((line) => [line.description, line.amount.amountMinor]),
    ).toEqual([
      ["Books, November 2026", 1000n],
      ["Bonus: Accuracy", 5000n],
      ["Carried over from October 2026", -700n],
    ]);
  });

  test.each([
    [1n, "ER-000001"],
    [999_999n, "ER-999999"],
    [1_000_000n, "ER-1000000"],
  ])("number %s is %s", (count, text) => {
    expect(invoiceNumber(count)).toBe(text);
  });

  test.each([
    ["2026-11-30T23:30:00Z", "Europe/Berlin", 14, "2026-12-15"],
    ["2026-11-30T23:30:00Z", "America/New_York", 14, "2026-12-14"],
    ["2028-02-28T12:00:00Z", "UTC", 1, "2028-02-29"],
    ["2026-11-30T12:00:00Z", "UTC", 0, "2026-11-30"],
  ])("issued at %s in %s is due after %i days on %s", (issued, zone, days, due) => {
    expect(dueDate({ issuedAt: Temporal.Instant.from(issued), zone, days }).toString()).toBe(due);
  });

  test.each([
    ["2026-01", "January 2026"],
    ["2026-12", "December 2026"],
  ])("the month %s is written %s", (period, name) => {
    expect(monthName(period)).toBe(name);
  });
});

describe("who bears a credit", () => {
  const level = { id: "a", weightBps: 10_000, direction: "higher", target: "98", minimum: "95" } as const;
  const at = (feeMinor: bigint, poolBps: number, commissionBps: number) =>
    statementFigures({
      feeMinor: String(feeMinor),
      commissionBps,
      scheme: {
        kind: "at_risk_pool",
        poolBps,
        capBps: 5000,
        levels: [{ ...level, missBps: 5000, failBps: 10_000, measured: "90" }],
      },
    });

  test("what the buyer saves is what provider and marketplace lose, to the minor unit", () => {
    fc.assert(
      fc.property(fc.bigInt(1n, 10n ** 13n), fc.nat(5000), fc.nat(5000), (fee, pool, commission) => {
        const figures = at(fee, pool, commission);
        const [buyer, provider, platform] = whoBearsIt(figures).map(
          (one) => one.withoutMinor - one.nowMinor,
        );
        expect(buyer).toBe((provider ?? 0n) + (platform ?? 0n));
        expect(figures.providerMinor + figures.commissionMinor).toBe(figures.netMinor);
        expect(figures.netMinor >= 0n).toBe(true);
      }),
    );
  });
});

describe("a payout waits", () => {
  const lapsed = {
    kind: "iso27001",
    name: "ISO 27001",
    reason: "lapsed" as const,
    date: Temporal.PlainDate.from("2026-10-31"),
  };
  test.each([
    ["for nothing when all is in order", facts, []],
    ["without an account", { ...facts, transfersStatus: null }, [/not set up yet/]],
    [
      "for Stripe's questions",
      { ...facts, transfersStatus: "pending", requirements: ["identity"] },
      [/asks for: identity/],
    ],
    ["for a lapsed attestation", { ...facts, missing: [lapsed] }, [/ISO 27001 lapsed on 2026-10-31/]],
    ["where no charge stands behind it", { ...facts, hasCharge: false }, [/carried over/]],
    [
      "for every reason at once",
      { ...facts, transfersStatus: null, missing: [lapsed] },
      [/lapsed/, /not set up/],
    ],
  ])("%s", (_why, given, reasons) => {
    const found = payoutBlockers(given);
    expect(found).toHaveLength(reasons.length);
    for (const [index, reason] of reasons.entries()) expect(found[index]).toMatch(reason);
  });
});

describe("states", () => {
  test("nothing leads out of paid or sent: a late event changes nothing", () => {
    expect(isFinal(statementMachine, "paid")).toBe(true);
    expect(isFinal(invoiceMachine, "paid")).toBe(true);
    expect(isFinal(payoutMachine, "sent")).toBe(true);
  });

  test("a payment may overtake our own note that the invoice is open", () => {
    expect(can(invoiceMachine, "issued", "pay")).toBe(true);
  });

  test("a payout that may have gone out can never be held again", () => {
    expect(can(payoutMachine, "unknown", "hold")).toBe(false);
    expect(can(payoutMachine, "unknown", "release")).toBe(false);
  });
});
