import { expect, test } from "vitest";
import { guessScore } from "./guesses.ts";

test.each([
  ["passwordpassword", 0, 0],
  ["123456789012345", 0, 1],
  ["qwertyuiopasdfgh", 0, 1],
  ["iloveyouiloveyou1", 0, 1],
  ["trustno1", 0, 0],
  ["X7!kq9Lm", 2, 4],
  ["correct horse battery staple", 3, 4],
] as const)("%s counts from %i to %i", async (password, least, most) => {
  const score = await guessScore(password, []);
  expect(score).toBeGreaterThanOrEqual(least);
  expect(score).toBeLessThanOrEqual(most);
});

test("the longest password is looked at within two seconds", async () => {
  const began = performance.now();
  await guessScore("ab".repeat(100), ["x".repeat(60)]);
  expect(performance.now() - began).toBeLessThan(2_000);
});
