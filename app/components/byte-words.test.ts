import { expect, test } from "vitest";
import { bytesInWords } from "./byte-words.ts";

test.each([
  [0, "0 bytes"],
  [999, "999 bytes"],
  [1_000, "1.0 kB"],
  [1_440, "1.4 kB"],
  [23_400, "23 kB"],
  [999_000, "999 kB"],
  [1_000_000, "1.0 MB"],
  [23_000_000, "23 MB"],
])("%i bytes are called %s", (bytes, words) => {
  expect(bytesInWords(bytes)).toBe(words);
});
