import { describe, expect, test } from "vitest";
import { InvalidInput } from "../shared/refusals.ts";
import { typedHistory } from "./typed-history.ts";

const LEVELS = [
  { id: "a", name: "Accuracy" },
  { id: "b", name: "Turnaround" },
];
const level = (id: string, measured: string | null, excused = false) => ({ id, measured, excused });

describe("a pasted history", () => {
  test("is read in the order of the levels and put in order of months", () => {
    expect(typedHistory("2026-02, 97.2 %, 3\n\n2026-01;98;none\n", LEVELS)).toEqual([
      { period: "2026-01", frozen: false, levels: [level("a", "98"), level("b", null)] },
      { period: "2026-02", frozen: false, levels: [level("a", "97.2"), level("b", "3")] },
    ]);
  });

  test("is read under its names, and an empty cell was due to nobody", () => {
    expect(typedHistory("month\tturnaround\ta\n2026-01\t\t98", LEVELS)).toEqual([
      { period: "2026-01", frozen: false, levels: [level("b", null, true), level("a", "98")] },
    ]);
  });

  test("of nothing is empty", () => {
    expect(typedHistory(" \n ", LEVELS)).toEqual([]);
  });

  test.each([
    ["2026-13, 1, 2", 'Line 1: the contract has no service level "1".'],
    ["2026-01, 1, 2\nMarch, 1, 2", 'Line 2: write the month as 2025-11, not "March".'],
    ["2026-01, 1", "Line 1: 1 figures for 2 service levels."],
    ["2026-01, 1, many", 'Line 1: "many" is not a number such as 98.5.'],
    ["2026-01, 1, 2\n2026-01, 1, 2", "2026-01 stands there twice."],
    ["month, Speed\n2026-01, 1", 'Line 1: the contract has no service level "Speed".'],
  ])("refuses %j by its line", (text, message) => {
    let refusal: unknown;
    try {
      typedHistory(text, LEVELS);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(InvalidInput);
    expect((refusal as InvalidInput).issues).toEqual([{ field: "history", message }]);
  });

  test("has sixty months at most", () => {
    const lines = Array.from({ length: 61 }, (_, at) => {
      const month = String((at % 12) + 1).padStart(2, "0");
      return `${2000 + Math.floor(at / 12)}-${month}, 1, 2`;
    });
    expect(() => typedHistory(lines.join("\n"), LEVELS)).toThrow("60 months at most");
    expect(typedHistory(lines.slice(1).join("\n"), LEVELS)).toHaveLength(60);
  });
});
