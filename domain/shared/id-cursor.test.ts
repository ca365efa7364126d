import fc from "fast-check";
import { expect, test } from "vitest";
import { idCursor } from "./id-cursor.ts";
import { InvalidInput } from "./refusals.ts";

test("an id is a place in a list", () => {
  fc.assert(
    fc.property(fc.uuid({ version: 7 }), (id) => {
      expect(idCursor(id)).toBe(id);
    }),
  );
});

test.each(["", "garbage", "-1", "2026-13", "\0", "' or 1=1 --", "01a00000-0000-7000-8000-00000000000"])(
  "%j is none",
  (cursor) => {
    expect(() => idCursor(cursor)).toThrow(InvalidInput);
  },
);
