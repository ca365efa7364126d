import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { money } from "../shared/money.ts";
import { type ExchangeRate, ExchangeRateMissing } from "./exchange-rate.ts";
import { endedMonth, revaluationEntries, revaluationInput, revaluePositions } from "./revaluation.ts";

const rate = (text: string, change: Partial<ExchangeRate> = {}): ExchangeRate => ({
  ...{ id: text, base: "EUR", quote: "USD", rate: text, validFrom: "2026-10-30", source: "ECB" },
  ...change,
});
// The design's example: a charge of 1,440 dollars settled as 1,330 euros.
const positions = [money(144_000n, "USD"), money(-133_000n, "EUR")];
const revalued = (rates: ExchangeRate[]) =>
  revaluePositions({ month: "2026-10", base: "EUR", positions, rates });

describe("open positions at a month's end", () => {
  test.each([
    ["1.05", 137_143n, 4143n, "a loss: the dollars that are owed have become dearer"],
    ["1.10", 130_909n, -2091n, "a gain: they have become cheaper"],
  ])("at %s are worth %s and make %s", (text, worth, value, _says) => {
    const found = revalued([rate(text)]);
    expect(found.lines[0]).toMatchObject({ currency: "USD", valueMinor: String(worth) });
    expect(found.lines[1]).toMatchObject({ currency: "EUR", valueMinor: "-133000", rate: null });
    expect(found.valueMinor).toBe(value);
  });

  test("are not valued without a rate that is young enough", () => {
    expect(() => revalued([])).toThrow(ExchangeRateMissing);
    expect(() => revalued([rate("1.1", { validFrom: "2026-10-23" })])).toThrow(/2026-10-31/);
    expect(() => revalued([rate("1.1", { validFrom: "2026-11-01" })])).toThrow(ExchangeRateMissing);
  });

  test("are booked on the last moment of the month and taken back on the first of the next", () => {
    const [at, back, ...more] = revaluationEntries(revalued([rate("1.05")]));
    expect(more).toEqual([]);
    expect(at).toMatchObject({ sourceId: "fx-revaluation:2026-10", step: "revalued" });
    expect(at?.effectiveAt.toString()).toBe("2026-10-31T23:59:59.999Z");
    expect(at?.legs.map((leg) => [leg.account.code, leg.amount.amountMinor])).toEqual([
      ["fx_gain_loss", 4143n],
      ["fx_position", -4143n],
    ]);
    expect(back?.effectiveAt.toString()).toBe("2026-11-01T00:00:00Z");
    expect(back?.legs.map((leg) => leg.amount.amountMinor)).toEqual([-4143n, 4143n]);
  });

  test("that are worth nothing are no entry", () => {
    const even = revaluePositions({ month: "2026-10", base: "EUR", positions: [], rates: [] });
    expect(revaluationEntries(even)).toEqual([]);
  });

  test("whatever they are, both entries balance and cancel each other", () => {
    const some = fc.record({
      usd: fc.bigInt(-(10n ** 12n), 10n ** 12n),
      eur: fc.bigInt(-(10n ** 12n), 10n ** 12n),
      cents: fc.integer({ min: 1, max: 999 }),
    });
    fc.assert(
      fc.property(some, ({ usd, eur, cents }) => {
        const rates = [rate(`1.${String(cents).padStart(3, "0")}`)];
        const open = [money(usd, "USD"), money(eur, "EUR")];
        const found = revaluePositions({
          month: "2026-02",
          base: "EUR",
          positions: open,
          rates: rates.map((one) => ({ ...one, validFrom: "2026-02-27" })),
        });
        const legs = revaluationEntries(found).flatMap((entry) => entry.legs);
        expect(legs.reduce((sum, leg) => sum + leg.amount.amountMinor, 0n)).toBe(0n);
        const worth = found.lines.reduce((sum, line) => sum + BigInt(line.valueMinor), 0n);
        expect(worth).toBe(found.valueMinor);
      }),
    );
  });
});

describe("what the marketplace earned in another currency", () => {
  const earned = (month: string, earnedMinor: bigint, currency = "USD") => ({
    month,
    earnedMinor,
    currency,
  });
  const august = rate("1.20", { validFrom: "2026-08-29" });
  const october = rate("1.00");
  const valued = (results: ReturnType<typeof earned>[], rates = [august, october]) =>
    revaluePositions({ month: "2026-10", base: "EUR", positions: [], results, rates });

  test("is taken in at its month's rate, and gains where the currency has become dearer", () => {
    const { lines, valueMinor } = valued([earned("2026-08", 12_000n), earned("2026-10", 1000n)]);
    // 120.00 at 1.20 and 10.00 at 1.00 were taken in as 110.00; they are worth 130.00.
    expect(lines).toMatchObject([{ positionMinor: "13000", carriedMinor: "11000", valueMinor: "-2000" }]);
    expect(valueMinor).toBe(-2000n);
  });

  test("loses where more was lost than earned: costs in a currency that became dearer", () => {
    expect(valued([earned("2026-08", -12_000n)]).valueMinor).toBe(2000n);
  });

  test("from before the first rate of its pair is taken in at that first rate", () => {
    expect(valued([earned("2026-03", 12_000n)]).lines[0]?.carriedMinor).toBe("10000");
  });

  test("is not valued at a guess where a month has no rate, at its end or at this one's", () => {
    expect(() => valued([earned("2026-09", 100n)])).toThrow(/2026-09-30/);
    expect(() => valued([earned("2026-08", 100n)], [august])).toThrow(/2026-10-31/);
    expect(() => valued([earned("2026-10", 100n, "KWD")])).toThrow(ExchangeRateMissing);
  });

  test("in the currency of the books, or of a month that comes later, is nothing to value", () => {
    expect(valued([earned("2026-10", 100n, "EUR"), earned("2026-11", 100n)]).lines).toEqual([]);
  });

  test("of a month whose own end is valued gains nothing, whatever the rate", () => {
    const some = fc.record({ minor: fc.bigInt(-(10n ** 12n), 10n ** 12n), digits: fc.integer({ min: 1 }) });
    fc.assert(
      fc.property(some, ({ minor, digits }) => {
        const found = valued([earned("2026-10", minor)], [rate(`1.${digits}`)]);
        expect(found.valueMinor).toBe(0n);
      }),
    );
  });
});

test.each([
  ["2026-11-01T00:00:00Z", "2026-10"],
  ["2026-10-31T23:59:59Z", "2026-09"],
  ["2027-01-15T12:00:00Z", "2026-12"],
])("at %s the last month that has ended is %s", (now, month) => {
  const at = Temporal.Instant.from(now);
  expect(endedMonth(at)).toBe(month);
  const issueOf = (text: string) =>
    revaluationInput(at).safeParse({ month: text }).error?.issues[0]?.message;
  expect(issueOf(month)).toBeUndefined();
  expect(issueOf("2027-02")).toBe("The month has not ended yet.");
  expect(issueOf("October")).toBe("Write a month like 2026-10.");
});
