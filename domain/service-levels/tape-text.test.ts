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
