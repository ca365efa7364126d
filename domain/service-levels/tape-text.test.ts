import fc from "fast-check";
import { expect, test } from "vitest";
import { textAt } from "./tape-text.ts";

const encoder = new TextEncoder();

function read(text: string, before: number): string {
  const bytes = encoder.encode(text);
  const whole = new Uint8Array(before + bytes.length + 2).fill(65);
  whole.set(bytes, before);
  return textAt(new DataView(whole.buffer), before, bytes.length);
}

test("a text is read as it was written, however many others share its place", () => {
  const texts = fc.array(fc.string({ unit: "grapheme", maxLength: 40 }), { maxLength: 60 });
  fc.assert(
    fc.property(texts, fc.nat(9), (words, before) => {
      for (const word of [...words, ...words]) expect(read(word, before)).toBe(word);
    }),
  );
});

test("words with one sum are told apart", () => {
  // 31 × "A" + "a" is 31 × "B" + "B".
  for (const word of ["Aa", "BB", "Aa", "BB"]) expect(read(word, 3)).toBe(word);
});

test.each([1, 2, 3, 4, 5, 7, 8, 9, 12, 13, 23, 24, 25, 40])(
  "texts of %i characters that differ in one of them alone are told apart, at once and again",
  (length) => {
    const words = Array.from({ length }, (_, place) => {
      const letters = Array.from({ length }, () => "a");
      letters[place] = "b";
      return letters.join("");
    });
    for (const word of ["a".repeat(length), ...words, "a".repeat(length), ...words.toReversed()])
      expect(read(word, 5)).toBe(word);
  },
);

test("a text that begins or ends another is its own", () => {
  const whole = "abcdefghijklmnopqrstuvwxyz";
  for (let end = 0; end <= whole.length; end += 1) {
    expect(read(whole.slice(0, end), 1)).toBe(whole.slice(0, end));
    expect(read(whole.slice(end), 2)).toBe(whole.slice(end));
  }
});

test("what was kept does not change with the tape that it came from", () => {
  const bytes = encoder.encode("incident/P1");
  const view = new DataView(bytes.buffer);
  expect(textAt(view, 0, bytes.length)).toBe("incident/P1");
  bytes.fill(120);
  expect(read("incident/P1", 0)).toBe("incident/P1");
  expect(textAt(view, 0, bytes.length)).toBe("x".repeat(11));
});
