import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { safeNext } from "./session.server.ts";

const HERE = "https://engine.test";

describe("where a reader goes after signing in", () => {
  test.each(["/", "/statements", "/statements/1?tab=a&b=%2F#x", "/%5Cevil.test", "/a/..//b", "/\u00e9"])(
    "is %j as it was asked for",
    (next) => {
      expect(safeNext(next)).toBe(next);
    },
  );

  test.each([
    "//evil.test",
    "/\\evil.test",
    "/\t/evil.test",
    "/\n/evil.test",
    "/\r\n/evil.test",
    "/a\r\nSet-Cookie: sid=1",
    "\t//evil.test",
    "https://evil.test",
    "javascript:alert(1)",
    "evil.test",
    "",
    null,
    undefined,
    1,
  ])("is home for %j", (next) => {
    expect(safeNext(next)).toBe("/");
  });

  test("is never another site, whatever is asked for", () => {
    const text = fc.string({
      unit: fc.constantFrom("/", "\\", "\t", "\n", "\r", ".", "e", ":", "@", "?", "#", "\0"),
    });
    fc.assert(
      fc.property(text, (next) => {
        expect(new URL(safeNext(next), HERE).origin).toBe(HERE);
      }),
      { numRuns: 2000 },
    );
  });
});
