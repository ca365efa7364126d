import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chargeStepMinor } from "../shared/currency.ts";
import { parseDecimal } from "../shared/decimal.ts";
import { money } from "../shared/money.ts";
import { rational } from "../shared/rational.ts";
import { exchangeRateInput } from "./exchange-rate.input.ts";
import {
  convert,
  type ExchangeRate,
  ExchangeRateMissing,
  RateOtherDirection,
  RateStatedBefore,
  RateToConfirm,
  rateOn,
  refuseOddRate,
  requireRate,
} from "./exchange-rate.ts";

const rate = (validFrom: string, text: string, change: Partial<ExchangeRate> = {}): ExchangeRate => ({
  ...{ id: `${validFrom} ${text}`, base: "EUR", quote: "USD", rate: text, validFrom, source: "ECB" },
  ...change,
});
const friday = rate("2026-11-20", "1.0842");

describe("the rate of a day", () => {
  const rates = [rate("2026-11-13", "1.07"), friday, rate("2026-11-25", "1.09")];

  test.each([
    ["on its own day", "2026-11-20", "1.0842"],
    ["over the days without one", "2026-11-24", "1.0842"],
    ["never from a day to come", "2026-11-19", "1.07"],
    ["a week later, still", "2026-12-02", "1.09"],
  ])("is the latest: %s", (_name, on, expected) => {
    expect(rateOn(rates, { from: "EUR", to: "USD", on })?.stated.rate).toBe(expected);
  });

  test("is turned round exactly for the other direction", () => {
    expect(rateOn(rates, { from: "USD", to: "EUR", on: "2026-11-20" })?.factor).toEqual(
      rational(10_000n, 10_842n),
    );
  });

  test.each([
    ["before the first", "EUR", "2026-11-12", "none was ever stated"],
    ["more than a week after the last", "EUR", "2026-12-03", "the last is of 2026-11-25"],
    ["of another pair, and never over a third currency", "GBP", "2026-11-20", "none was ever stated"],
  ])("is missing %s", (_name, from, on, says) => {
    const pounds = rate("2026-11-20", "0.83", { quote: "GBP" });
    const asked = { from, to: "USD", on };
    expect(rateOn([...rates, pounds], asked)).toBeNull();
    expect(() => requireRate([...rates, pounds], asked)).toThrow(ExchangeRateMissing);
    expect(() => requireRate([...rates, pounds], asked)).toThrow(says);
  });

  test("of two for a day is the one stated later", () => {
    const corrected = rate("2026-11-20", "1.0824");
    const asked = { from: "EUR", to: "USD", on: "2026-11-21" };
    expect(rateOn([friday, corrected], asked)?.stated).toBe(corrected);
  });
});

describe("an amount in another currency", () => {
  test.each([
    // 4,000.00 USD at 1.0842 USD a euro: 3,689.356207…
    ["USD", 400_000n, rational(10_000n, 10_842n), "EUR", 368_936n, "3689.35620734", "0.00379266"],
    ["EUR", 100n, parseDecimal("163.45"), "JPY", 163n, "163.450000", "-0.450000"],
    // Whole crowns, although Stripe counts them in hundredths.
    ["EUR", 100n, parseDecimal("143.55"), "ISK", 14_400n, "143.55000000", "0.45000000"],
    ["JPY", 1000n, parseDecimal("0.00205"), "KWD", 2050n, "2.050000000", "0.000000000"],
    ["USD", -400_000n, rational(10_000n, 10_842n), "EUR", -368_936n, "-3689.35620734", "-0.00379266"],
    ["EUR", 1n, parseDecimal("0.5"), "USD", 1n, "0.00500000", "0.00500000"],
  ])("%s %s is rounded once", (from, minor, factor, to, expected, exact, roundedBy) => {
    const converted = convert(money(minor, from), { factor, to });
    expect(converted).toEqual({
      ...{ before: money(minor, from), after: money(expected, to), exact, roundedBy },
    });
  });

  test("is a multiple of the step, no half step away, and grows with what it is of", () => {
    const some = fc.record({
      minor: fc.bigInt(0n, 10n ** 12n),
      numerator: fc.bigInt(1n, 10n ** 9n),
      to: fc.constantFrom("USD", "JPY", "ISK", "KWD"),
    });
    fc.assert(
      fc.property(some, ({ minor, numerator, to }) => {
        const factor = rational(numerator, 10n ** 6n);
        const { after } = convert(money(minor, "EUR"), { factor, to });
        const more = convert(money(minor + 1n, "EUR"), { factor, to }).after;
        expect(after.amountMinor % chargeStepMinor(to)).toBe(0n);
        expect(more.amountMinor >= after.amountMinor).toBe(true);
        const back = convert(money(-minor, "EUR"), { factor, to }).after;
        expect(back.amountMinor).toBe(-after.amountMinor);
      }),
    );
  });
});

describe("a rate that is stated", () => {
  const stated = (text: string, change: object = {}) => ({
    ...{ base: "EUR", quote: "USD", rate: text, validFrom: "2026-11-21", source: "ECB", confirmed: false },
    ...change,
  });

  test.each([
    ["like the last one", "1.09"],
    ["20 % away to the digit", "1.30104"],
  ])("is taken: %s", (_name, text) => {
    expect(() => refuseOddRate([friday], stated(text))).not.toThrow();
  });

  test.each([
    ["more than 20 % away", "1.30105", {}, RateToConfirm],
    ["a slip by a digit", "10.842", {}, RateToConfirm],
    ["another for a day that has one", "1.0843", { validFrom: "2026-11-20" }, RateToConfirm],
    ["the same again", "1.08420", { validFrom: "2026-11-20", confirmed: true }, RateStatedBefore],
    ["the other way round", "0.92", { base: "USD", quote: "EUR", confirmed: true }, RateOtherDirection],
  ])("is refused: %s", (_name, text, change, error) => {
    expect(() => refuseOddRate([friday], stated(text, change))).toThrow(error);
  });

  test("counts once it is confirmed", () => {
    expect(() => refuseOddRate([friday], stated("10.842", { confirmed: true }))).not.toThrow();
    const corrected = stated("1.0843", { validFrom: "2026-11-20", confirmed: true });
    expect(() => refuseOddRate([friday], corrected)).not.toThrow();
  });

  test("for an earlier day is held against the one before it", () => {
    const rates = [rate("2026-10-01", "1.00"), friday];
    expect(() => refuseOddRate(rates, stated("1.10", { validFrom: "2026-10-05" }))).not.toThrow();
    expect(() => refuseOddRate(rates, stated("1.25", { validFrom: "2026-10-05" }))).toThrow("1.00 of");
  });
});

describe("what is typed", () => {
  const typed = {
    ...{
      base: "eur",
      quote: "USD ",
      rate: " 1.0842",
      validFrom: "2026-11-20",
      source: "ECB, reference rate",
    },
  };

  test("is read", () => {
    expect(exchangeRateInput.parse(typed)).toEqual({
      ...{ base: "EUR", quote: "USD", rate: "1.0842", validFrom: "2026-11-20" },
      ...{ source: "ECB, reference rate", confirmed: false },
    });
  });

  test.each([
    ["rate", "0", "above 0"],
    ["rate", "0.000", "above 0"],
    ["rate", "-1.2", "above 0"],
    ["rate", "−1.2", "above 0"],
    ["rate", "", "Enter the rate"],
    ["rate", "1,0842", "after a point"],
    ["rate", "1.2e3", "is not a rate"],
    ["rate", "about one", "is not a rate"],
    ["rate", "1.12345678901", "10 after it"],
    ["rate", "1234567", "6 digits before"],
    ["base", "XXX", "not a currency"],
    ["quote", "EUR", "no rate to itself"],
    ["quote", "", "not a currency"],
    ["validFrom", "20.11.2026", "as 2026-11-20"],
    ["validFrom", "2026-02-30", "as 2026-11-20"],
    ["source", " ", "where the rate comes from"],
    ["source", "x".repeat(201), "200"],
  ])("%s %s is refused next to its field", (field, value, says) => {
    const issues = exchangeRateInput.safeParse({ ...typed, [field]: value }).error?.issues ?? [];
    expect(issues.map((one) => one.path.join("."))).toContain(field);
    expect(issues.map((one) => one.message).join(" ")).toContain(says);
  });
});
