import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { breaks } from "../scripts/money-breaks.mjs";

const root = join(import.meta.dirname, "..");

/** `npm run break:money` takes minutes; that it still finds what it takes out is known in milliseconds. */
test.each(breaks)("the guard $name stands where the mutation check takes it out", (one) => {
  for (const { file, find, put } of one.edits) {
    expect(readFileSync(join(root, file), "utf8").split(find), file).toHaveLength(2);
    expect(put).not.toBe(find);
  }
  expect(one.tests.filter((file) => !existsSync(join(root, file)))).toEqual([]);
});

test("each of the six breaks has its guard", () =>
  expect(breaks.map((one) => one.name)).toEqual([
    ...["unique-cause", "round-half-even", "duplicate-events", "event-as-truth", "credit-sign"],
    "forgotten-reversal",
  ]));
