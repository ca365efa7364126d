import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type DiffPart, wordDiff } from "./word-diff.ts";

const text = fc.array(fc.constantFrom("the ", "fee ", "is ", "4,000 ", "4,250 ", "due\n", "now."), {
  maxLength: 25,
});
const without = (parts: readonly DiffPart[], kind: DiffPart["kind"]) =>
  parts
    .filter((part) => part.kind !== kind)
    .map((part) => part.text)
    .join("");

describe("the difference of two texts", () => {
  test.each<[string, string, DiffPart[]]>([
    ["", "", []],
    ["same words", "same words", [{ kind: "same", text: "same words" }]],
    ["", "new", [{ kind: "added", text: "new" }]],
    ["old", "", [{ kind: "removed", text: "old" }]],
    [
      "within eight days",
      "within five days",
      [
        { kind: "same", text: "within " },
        { kind: "removed", text: "eight " },
        { kind: "added", text: "five " },
        { kind: "same", text: "days" },
      ],
    ],
  ])("of %j and %j", (before, after, parts) => expect(wordDiff({ before, after })).toEqual(parts));

  test("gives both texts back, and never two parts of one kind in a row", () => {
    fc.assert(
      fc.property(text, text, (old, now) => {
        const before = old.join("");
        const after = now.join("");
        const parts = wordDiff({ before, after });
        expect(without(parts, "added")).toBe(before);
        expect(without(parts, "removed")).toBe(after);
        expect(parts.some((part, index) => part.kind === parts[index + 1]?.kind)).toBe(false);
      }),
    );
  });

  test("of texts too long for a table is the whole of both", () => {
    const long = "word ".repeat(2500);
    expect(wordDiff({ before: long, after: `${long}more` }).map((part) => part.kind)).toEqual([
      "removed",
      "added",
    ]);
  });
});
