import { describe, expect, test } from "vitest";
import { InvalidInput } from "../../shared/refusals.ts";
import { readWages } from "./payroll-run.ts";

const ADA = "Ada Lovelace; GB29 NWBK 6016 1331 9268 19; 2,100.50";

describe("the wages of a run", () => {
  test("are read a line each and added up", () => {
    const { wages, total } = readWages(`${ADA}\n\nNoor Haddad; de89370400440532013000; 1900`, "EUR");
    expect(wages).toEqual([
      { payee: "Ada Lovelace", account: "GB29NWBK60161331926819", amountMinor: 210_050n },
      { payee: "Noor Haddad", account: "DE89370400440532013000", amountMinor: 190_000n },
    ]);
    expect(total).toEqual({ amountMinor: 400_050n, currency: "EUR" });
  });

  test("case 29: are whole yen in yen", () => {
    expect(readWages("Aiko; JP12345678; 210,000", "JPY").total.amountMinor).toBe(210_000n);
    expect(() => readWages("Aiko; JP12345678; 210,000.50", "JPY")).toThrow(InvalidInput);
  });

  test.each([
    ["nothing", " \n ", "Enter the wages."],
    ["no account", "Ada; ; 1.00", "Line 1: “” is no account number."],
    ["an account with other signs", "Ada; GB29-6016; 1.00", "Line 1: “GB29-6016” is no account number."],
    ["nothing to pay", "Ada; GB296016; 0", "Line 1: “0” is no amount above 0."],
    ["less than nothing", `${ADA}\nNoor; GB296016; -5`, "Line 2: “-5” is no amount above 0."],
    ["a part too many", "Ada; GB296016; 1.00; x", "Line 1: write “person; account; amount”."],
    ["a person twice", `${ADA}\n${ADA}`, "Line 2: Ada Lovelace is paid twice."],
  ])("are refused with %s", (_name, text, message) => {
    try {
      readWages(text, "EUR");
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(InvalidInput);
      expect((error as InvalidInput).issues.map((issue) => issue.message)).toContain(message);
    }
  });
});
