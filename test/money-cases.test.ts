import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");

/**
 * Mistakes that other billing systems made, by the number that their tests carry: "case 22: …". The list in
 * words is in docs/money-cases.md.
 */
const CASES = Array.from({ length: 41 }, (_, index) => index + 1);

test("every known mistake has a test that says which one it is", () => {
  const files = globSync("{domain,server,graphql,stripe-stand-in,test}/**/*.test.ts", { cwd: root });
  const named = new Set<number>();
  for (const file of files) {
    const text = readFileSync(join(root, file), "utf8");
    for (const [, numbers = ""] of text.matchAll(/\bcases? ((?:\d+(?:, | and )?)+):/g))
      for (const number of numbers.match(/\d+/g) ?? []) named.add(Number(number));
  }
  expect(CASES.filter((one) => !named.has(one))).toEqual([]);
});

test("the list in words has them all", () => {
  const text = readFileSync(join(root, "docs/money-cases.md"), "utf8");
  const listed = [...text.matchAll(/^(\d+)\. /gm)].map(([, number]) => Number(number));
  expect(listed).toEqual(CASES);
});
