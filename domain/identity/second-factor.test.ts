import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { readRecoveryCode, recoveryCode, stepsToTry, totpDigits } from "./second-factor.ts";

const at = (text: string) => Temporal.Instant.from(text);
const NOON = at("2026-11-21T12:00:00Z");
const STEP = BigInt(NOON.epochMilliseconds / 30_000);

describe("the steps of a code", () => {
  test("are this one and one either way", () => {
    expect(stepsToTry(NOON, 0n)).toEqual([STEP - 1n, STEP, STEP + 1n]);
    expect(stepsToTry(at("2026-11-21T11:59:59.999Z"), 0n)).toEqual([STEP - 2n, STEP - 1n, STEP]);
  });

  test.each([
    [STEP - 2n, 3],
    [STEP - 1n, 2],
    [STEP, 1],
    [STEP + 1n, 0],
    [STEP + 9n, 0],
  ])("after a code of step %i was used leave %i", (last, left) => {
    const steps = stepsToTry(NOON, last);
    expect(steps).toHaveLength(left);
    expect(steps.every((step) => step > last)).toBe(true);
  });
});

describe("a code", () => {
  test.each([
    ["123456", "123456"],
    [" 123 456 ", "123456"],
    ["123-456", "123456"],
    ["12345", null],
    ["1234567", null],
    ["12345a", null],
    ["١٢٣٤٥٦", null],
    ["", null],
  ])("written %j is %j", (text, digits) => expect(totpDigits(text)).toBe(digits));
});

describe("a recovery code", () => {
  const bytes = fc.uint8Array({ minLength: 12, maxLength: 12 });
  test("is read back from what it was written as, in small letters, without hyphens, with O for 0", () => {
    fc.assert(
      fc.property(bytes, (given) => {
        const code = recoveryCode(given);
        expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
        expect(readRecoveryCode(code)).toBe(code);
        expect(readRecoveryCode(` ${code.toLowerCase().replaceAll("-", "")}`)).toBe(code);
        expect(readRecoveryCode(code.replaceAll("0", "o").replaceAll("1", "l"))).toBe(code);
      }),
    );
  });

  test.each(["", "0000-0000-000", "0000-0000-00000", "0000-0000-000U", "0000-0000-000\0"])(
    "is not %j",
    (text) => expect(readRecoveryCode(text)).toBeNull(),
  );

  test("is made of no other number of bytes", () => {
    expect(() => recoveryCode(new Uint8Array(11))).toThrow(RangeError);
  });
});
