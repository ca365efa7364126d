import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { decideTax } from "./decide-tax.ts";
import type { TaxRate } from "./rate-table.ts";
import { tableProvider } from "./table-provider.ts";
import type { TaxParty, TaxQuestion } from "./tax-provider.ts";

const day = (text: string) => Temporal.PlainDate.from(text);
const rate = (country: string, rateBps: number, from: string, to?: string): TaxRate => ({
  ...{ country, kind: "standard", category: "S", rateBps, source: `law of ${country}` },
  ...{ validFrom: day(from), validTo: to ? day(to) : null },
});
const RATES: TaxRate[] = [
  rate("NL", 2100, "2012-10-01"),
  rate("EE", 2200, "2024-01-01", "2025-06-30"),
  rate("EE", 2400, "2025-07-01"),
  rate("GB", 2000, "2011-01-04"),
  { ...rate("NL", 0, "2020-01-01"), kind: "healthcare_support", category: "E", source: "article 11" },
];
const party = (country: string, change: Partial<TaxParty> = {}): TaxParty => ({
  ...{ name: `Buyer in ${country}`, country, status: "registered", vatNumber: `${country}1` },
  ...change,
});
const question = (change: Partial<TaxQuestion>): TaxQuestion => ({
  seller: { ...party("NL", { name: "Engine Room B.V." }), currency: "EUR" },
  ...{ buyer: party("NL"), buyerName: "Tern", kind: "bookkeeping", currency: "EUR" },
  taxPoint: day("2026-10-31"),
  ...change,
});
const decided = (change: Partial<TaxQuestion>) => {
  const answer = decideTax(question(change), RATES);
  return "treatment" in answer
    ? [answer.treatment.category, answer.treatment.rateBps]
    : answer.blockers.map(({ side }) => `waits for the ${side}`);
};
const seller = (country: string, change: Partial<TaxParty> = {}) => ({
  seller: { ...party(country, change), currency: country === "GB" ? "GBP" : "EUR" },
});
const unregistered = { status: "not_registered", vatNumber: null } as const;

describe("a supply", () => {
  test.each<[string, Partial<TaxQuestion>, unknown[]]>([
    ["at home has the standard rate", {}, ["S", 2100]],
    ["at home to one without a number too", { buyer: party("NL", unregistered) }, ["S", 2100]],
    ["of a kind with a row of its own takes that", { kind: "healthcare_support" }, ["E", 0]],
    ["to a business elsewhere in the Union is reverse charge", { buyer: party("SE") }, ["AE", 0]],
    [
      "to one in the Union that is not registered has the seller's rate",
      { buyer: party("SE", unregistered) },
      ["S", 2100],
    ],
    ["to a customer outside the Union is outside the scope", { buyer: party("US") }, ["O", 0]],
    ["to Great Britain is outside the scope", { buyer: party("GB", unregistered) }, ["O", 0]],
    ["from Great Britain to the Union is outside the scope", seller("GB"), ["O", 0]],
    [
      "at home in Great Britain has its rate",
      { ...seller("GB"), buyer: party("GB"), currency: "GBP" },
      ["S", 2000],
    ],
    [
      "of a company that is registered nowhere carries none, whoever buys",
      { ...seller("NL", unregistered), buyer: null },
      ["O", 0],
    ],
    [
      "in another currency has the rate once that can be stated in the seller's",
      { currency: "USD", isConvertible: true },
      ["S", 2100],
    ],
    ["has the rate of its day", { ...seller("EE"), buyer: party("EE") }, ["S", 2400]],
    [
      "has the rate of its day, also the last of an earlier rate",
      { ...seller("EE"), buyer: party("EE"), taxPoint: day("2025-06-30") },
      ["S", 2200],
    ],
  ])("%s", (_name, change, expected) => {
    expect(decided(change)).toEqual(expected);
  });

  test.each<[string, Partial<TaxQuestion>, string, RegExp]>([
    ["nobody has stated the seller", { seller: null }, "marketplace", /company that invoices/],
    ["the seller's registration is unknown", seller("NL", { status: "unknown" }), "marketplace", /stated/],
    ["the buyer has stated nothing", { buyer: null }, "buyer", /^Tern has to state its name/],
    [
      "the buyer's registration is unknown",
      { buyer: party("SE", { status: "unknown", vatNumber: null }) },
      "buyer",
      /^Buyer in SE has to state its VAT number/,
    ],
    [
      "a registered buyer has no number",
      { buyer: party("SE", { vatNumber: null }) },
      "buyer",
      /VAT number, or that it is not registered/,
    ],
    [
      "the table has no rate for the day",
      { ...seller("EE"), buyer: party("EE"), taxPoint: day("2023-12-31") },
      "marketplace",
      /no VAT rate of EE for 2023-12-31/,
    ],
    [
      "the table does not know the country",
      { ...seller("FR"), buyer: party("FR") },
      "marketplace",
      /no VAT rate of FR/,
    ],
    [
      "the tax would have to be stated in another currency",
      { currency: "USD" },
      "marketplace",
      /stated in EUR, and the contract is in USD: no exchange rate holds on 2026-10-31/,
    ],
  ])("is not decided where %s", (_name, change, side, says) => {
    const answer = decideTax(question(change), RATES);
    expect(answer).toEqual({ blockers: [{ side, message: expect.stringMatching(says) }] });
  });

  test("carries the sentence and the code that the law wants", () => {
    const treatment = (change: Partial<TaxQuestion>) => {
      const answer = decideTax(question(change), RATES);
      return "treatment" in answer ? answer.treatment : null;
    };
    expect(treatment({ buyer: party("SE") })).toMatchObject({
      reasonCode: "VATEX-EU-AE",
      note: "Reverse charge: the customer owes the VAT (Directive 2006/112/EC, article 196).",
    });
    expect(treatment({ buyer: party("US") })).toMatchObject({ reasonCode: "VATEX-EU-O" });
    expect(treatment({ kind: "healthcare_support" })?.note).toBe("Exempt from VAT: article 11.");
    expect(treatment({})).toMatchObject({ reasonCode: null, note: null, source: "law of NL" });
  });

  test("is decided by the table through the port", async () => {
    const answer = await tableProvider(RATES).treatmentOf(question({ buyer: party("SE") }));
    expect(answer).toMatchObject({ treatment: { category: "AE" } });
  });
});
