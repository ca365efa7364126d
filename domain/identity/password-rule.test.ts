import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { passwordProblem } from "./password-rule.ts";

const CONTEXT = ["Marek Zieliński", "marek.zielinski@halden-foods.example", "Halden Foods"];
const problem = (password: string, hasSecondFactor = false) =>
  passwordProblem({ password, hasSecondFactor, context: CONTEXT });

describe("a password", () => {
  test.each([
    ["fourteen chars", false, /at least 15/],
    ["fifteen chars !", false, null],
    ["fifteen chars !", true, null],
    ["seven77", true, /at least 8/],
    ["eight888", true, null],
    ["eight888", false, /at least 15/],
    ["", false, /at least 15/],
    ["x".repeat(200), false, null],
    ["x".repeat(201), false, /within 200/],
    // Fifteen characters are counted as a reader counts them, not as UTF-16 does.
    ["👩".repeat(14), false, /at least 15/],
    ["            a  ", false, /nobody would expect/],
  ])("%j with a second factor: %s → %s", (password, hasSecondFactor, words) => {
    const found = problem(password, hasSecondFactor);
    if (words === null) expect(found).toBeNull();
    else expect(found).toMatch(words);
  });

  test.each([
    "marek.zielinski@halden-foods.example",
    "Marek-Zielinski-2026",
    "MAREK ZIELIŃSKI 12345",
    "engine-room-demo-marek",
    "Engine Room Engine Room 1",
    "halden foods halden foods",
  ])("made of what everybody knows of its person, such as %j, is refused", (password) => {
    expect(problem(password)).toMatch(/nobody would expect/);
  });

  test.each(["marek likes cold soup on fridays", "the engine of a small blue boat"])(
    "that only names a word of it, such as %j, is taken",
    (password) => expect(problem(password)).toBeNull(),
  );

  test("of any characters is taken or refused, and nothing breaks", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), fc.boolean(), (password, second) => {
        const found = problem(password, second);
        expect(found === null || found.length > 10).toBe(true);
      }),
    );
  });

  test("taken alone is taken beside a second factor as well", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (password) => {
        if (problem(password, false) === null) expect(problem(password, true)).toBeNull();
      }),
    );
  });
});
