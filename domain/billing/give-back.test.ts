import fc from "fast-check";
import { expect, test } from "vitest";
import { GiveBackDoesNotAddUp, RefundTooLarge } from "./credit-errors.ts";
import { giveBackOf, refuseGiveBack } from "./give-back.ts";

test.each([
  ["an open invoice owes less", 120n, 1440n, 0n, 0n, [120n, 0n, 0n]],
  ["a paid one goes to the balance", 120n, 0n, 0n, 1440n, [0n, 0n, 120n]],
  ["or to the method", 120n, 0n, 120n, 1440n, [0n, 120n, 0n]],
  ["or is split", 120n, 0n, 50n, 1440n, [0n, 50n, 70n]],
  ["what is due goes first", 120n, 100n, 20n, 1440n, [100n, 20n, 0n]],
  ["no more than the payment holds is refunded", 120n, 0n, 120n, 30n, [0n, 30n, 90n]],
])("%s", (_name, totalMinor, dueMinor, wishedRefundMinor, refundableMinor, [due, refund, balance]) => {
  expect(giveBackOf({ totalMinor, dueMinor, wishedRefundMinor, refundableMinor })).toEqual({
    prePaymentMinor: due,
    refundMinor: refund,
    balanceMinor: balance,
  });
});

test("whatever is wished for, the three parts add up to the note and none is below nothing", () => {
  const any = fc.bigInt({ min: -1000n, max: 1000n });
  fc.assert(
    fc.property(
      fc.bigInt({ min: 1n, max: 1000n }),
      any,
      any,
      any,
      (totalMinor, due, wished, refundable) => {
        const given = giveBackOf({
          totalMinor,
          dueMinor: due,
          wishedRefundMinor: wished,
          refundableMinor: refundable,
        });
        const parts = Object.values(given);
        expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(totalMinor);
        for (const part of parts) expect(part).toBeGreaterThanOrEqual(0n);
      },
    ),
  );
});

test.each([
  [60n, 61n, 120n],
  [60n, 59n, 120n],
  [-1n, 121n, 120n],
])("refund %i and balance %i are not %i", (refundMinor, balanceMinor, paidPartMinor) => {
  expect(() => refuseGiveBack({ refundMinor, balanceMinor, paidPartMinor, refundableMinor: 999n })).toThrow(
    GiveBackDoesNotAddUp,
  );
});

test("a refund beyond the payment is refused, one up to it is not", () => {
  const wish = { refundMinor: 100n, balanceMinor: 0n, paidPartMinor: 100n };
  expect(() => refuseGiveBack({ ...wish, refundableMinor: 99n })).toThrow(RefundTooLarge);
  expect(() => refuseGiveBack({ ...wish, refundableMinor: 100n })).not.toThrow();
});
