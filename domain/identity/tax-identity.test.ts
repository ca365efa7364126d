import { describe, expect, test } from "vitest";
import { InvalidInput, parseInput } from "../shared/refusals.ts";
import { taxIdentityInput } from "./tax-identity.input.ts";
import { addressLines } from "./tax-identity.ts";

const STATED = {
  ...{ name: "Tern Logistics B.V.", addressLine: "Maashaven 12", postalCode: "3081 AB", city: "Rotterdam" },
  ...{ country: "nl", status: "registered", vatNumber: "NL 1234.56.789.B01", registrationNumber: " " },
};
const issues = (change: Record<string, unknown>) => {
  try {
    parseInput(taxIdentityInput, { ...STATED, ...change });
    return [];
  } catch (error) {
    return error instanceof InvalidInput ? error.issues.map(({ field }) => field) : ["thrown"];
  }
};

describe("a stated tax identity", () => {
  test("is kept in the form of the registers", () => {
    expect(parseInput(taxIdentityInput, STATED)).toMatchObject({
      ...{ country: "NL", vatNumber: "NL123456789B01", registrationNumber: null },
    });
  });

  test.each([
    ["without a name", { name: "  " }, ["name"]],
    ["with a name beyond measure", { name: "x".repeat(161) }, ["name"]],
    ["without a street", { addressLine: "" }, ["addressLine"]],
    ["with an e-mail that is none", { email: "invoices" }, ["email"]],
    ["without a town", { city: "" }, ["city"]],
    ["without a country", { country: "" }, ["country"]],
    ["of a country that is none", { country: "XX" }, ["country"]],
    ["that leaves open whether it is registered", { status: "unknown" }, ["status"]],
    ["that is registered without a number", { vatNumber: null }, ["vatNumber"]],
    ["with another country's number", { vatNumber: "DE123456789" }, ["vatNumber"]],
    ["that is not registered and has a number", { status: "not_registered" }, ["vatNumber"]],
  ])("%s is refused at its field", (_name, change, fields) => {
    expect(issues(change)).toEqual(fields);
  });

  test("that is not registered has no number", () => {
    const stated = { ...STATED, status: "not_registered", vatNumber: "" };
    expect(parseInput(taxIdentityInput, stated)).toMatchObject({ vatNumber: null });
  });

  test("is written in lines that say something", () => {
    expect(addressLines({ addressLine: "Maashaven 12", postalCode: "", city: "Rotterdam" })).toEqual([
      "Maashaven 12",
      "Rotterdam",
    ]);
  });
});
