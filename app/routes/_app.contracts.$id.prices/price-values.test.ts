import { describe, expect, test } from "vitest";
import { pricesEditOf } from "../../../domain/contracts/edited-prices.ts";
import { typedPrices } from "../../../domain/contracts/typed-prices.ts";
import { workedTerms } from "../../../test/factories/worked-terms.ts";
import { ifRepeated } from "./if-repeated.ts";
import { pricesEditFrom, priceValuesOf } from "./price-values.ts";

const terms = workedTerms({
  prices: [
    {
      kind: "bonus_malus",
      ...{ id: "p", levelId: "accuracy", reference: "98", step: "1", perStepMinor: "1000" },
      ...{ maxMalusMinor: "5000", maxBonusMinor: "1000" },
    },
  ],
  earnBack: { levelIds: ["turnaround"], monthsNeeded: 3, waitMonths: 1 },
  termination: [{ kind: "critical_failure" }],
});
const month = (period: string, accuracy: string) => ({
  ...{ period, frozen: true },
  levels: [
    { id: "accuracy", measured: accuracy, excused: false },
    { id: "turnaround", measured: "99", excused: false },
    { id: "compliance", measured: "100", excused: false },
  ],
});

describe("the form of the prices", () => {
  test("gives back what it was filled with", () => {
    const edit = pricesEditOf(terms);
    const form = new FormData();
    for (const [name, value] of Object.entries(priceValuesOf(edit))) form.set(name, value);
    const values = Object.fromEntries(form) as Record<string, string>;
    expect(pricesEditFrom(values)).toEqual(edit);
  });

  test("leaves empty rows and rows of no kind out, and keeps half-filled bands", () => {
    const edit = pricesEditFrom({
      ...priceValuesOf(pricesEditOf(terms)),
      "prices.0.kind": "",
      "prices.1.kind": "gain_share",
      "termination.1.kind": "",
      "bands.1.0.atLeast": "97",
      "bands.1.0.points": "",
      "bands.1.1.atLeast": " ",
      "bands.1.1.points": "",
    });
    expect(edit.prices.map((price) => price.kind)).toEqual(["gain_share"]);
    expect(edit.termination).toHaveLength(1);
    expect(edit.bands[1]?.rows).toEqual([{ atLeast: "97", points: "" }]);
  });
});

describe("if this month repeats", () => {
  test("every price says what it alone would bring, and the month what all bring", () => {
    const found = ifRepeated(terms, [month("2026-09", "99"), month("2026-10", "96")]);
    expect(found?.period).toBe("2026-10");
    expect(found?.prices.map((line) => line?.amountMinor)).toEqual([-2000n]);
    expect(found?.figures.creditMinor).toBe(9600n);
    expect(found?.figures.netMinor).toBe(400_000n - 9600n - 2000n);
  });

  test("a price that is still being typed is left out, and without a month there is nothing", () => {
    const edit = pricesEditOf(terms);
    const half = { ...edit, prices: edit.prices.map((price) => ({ ...price, step: "" })) };
    const typed = typedPrices(terms, { edit: half, history: [] }).terms;
    expect(ifRepeated(typed, [month("2026-10", "96")])?.prices).toEqual([null]);
    expect(ifRepeated(terms, [])).toBeNull();
  });
});
