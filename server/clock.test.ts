import fc from "fast-check";
import { expect, test } from "vitest";
import { instantText, toInstant } from "./clock.ts";

test("a moment is written as Temporal writes it, with its thousandths and without", () => {
  expect(instantText(new Date("2026-03-06T14:00:00.000Z"))).toBe("2026-03-06T14:00:00Z");
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), fc.boolean(), (ms, whole) => {
      const date = new Date(whole ? ms - (ms % 1000) : ms);
      expect(instantText(date)).toBe(toInstant(date).toString());
    }),
  );
});
