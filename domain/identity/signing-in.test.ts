import { expect, test } from "vitest";
import { browserWords } from "./signing-in.ts";

test.each([
  ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"],
  [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
    "Edge on Windows",
  ],
  [
    "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36",
    "Chrome on Android",
  ],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1 Version/19.0 Safari/604.1",
    "Safari on iPhone",
  ],
  ["curl/8.9", "curl/8.9"],
  ["", "Unknown program"],
])("%s is %s", (agent, words) => {
  expect(browserWords(agent)).toBe(words);
});

test("a program's own name is cut, whatever it sends", () => {
  expect(browserWords("x".repeat(5_000))).toHaveLength(60);
});
