import { describe, expect, test } from "vitest";
import { plainVatNumber, vatNumberProblem } from "./vat-number.ts";

describe("a VAT number", () => {
  test.each([
    ["NL", "NL123456789B01"],
    ["DE", "DE123456789"],
    ["AT", "ATU12345678"],
    ["BE", "BE0123456789"],
    ["ES", "ESA1234567B"],
    ["ES", "ES12345678Z"],
    ["FR", "FRXX123456789"],
    ["GB", "GB123456789"],
    ["GB", "GBGD123"],
    ["GR", "EL123456789"],
    ["IE", "IE1234567FA"],
    ["IE", "IE1A23456B"],
    ["LT", "LT123456789012"],
    ["PL", "PL5840010203"],
    ["SE", "SE556677889901"],
    ["CH", "CHE123456789MWST"],
    ["NO", "NO987654321MVA"],
    ["US", "471234567"],
  ])("of %s may be %s", (country, number) => {
    expect(vatNumberProblem(country, number)).toBeNull();
  });

  test.each([
    ["NL", "NL123456789"],
    ["NL", "DE123456789"],
    ["DE", "DE12345678"],
    ["GR", "GR123456789"],
    ["PL", "PL584001020"],
    ["SE", "SE5566778899"],
    ["FR", "FRIO123456789"],
    ["US", ""],
    ["US", "12 34"],
    ["KE", "X".repeat(21)],
  ])("of %s is not %s", (country, number) => {
    expect(vatNumberProblem(country, number)).toMatch(/looks like|letters and digits/);
  });

  test("is kept without spaces, dots and hyphens, in capitals", () => {
    expect(plainVatNumber(" nl 1234.56.789-b01 ")).toBe("NL123456789B01");
  });
});
