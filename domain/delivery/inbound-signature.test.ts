import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isFresh, readSignatureHeader, signedText } from "./inbound-signature.ts";

const hex = "ab".repeat(32);

describe("the header of a signed delivery", () => {
  test("names its time and one signature, or two while secrets change", () => {
    expect(readSignatureHeader(`t=1760000000,v1=${hex}`)).toEqual({
      timestamp: 1760000000,
      signatures: [hex],
    });
    const two = readSignatureHeader(` t=1760000000 , v1=${hex}, v1=${"cd".repeat(32)},v2=later `);
    expect(two?.signatures.length).toBe(2);
  });

  test.each([
    null,
    "",
    hex,
    `v1=${hex}`,
    "t=1760000000",
    `t=,v1=${hex}`,
    `t=-1,v1=${hex}`,
    `t=1.5,v1=${hex}`,
    `t=1,t=2,v1=${hex}`,
    `t=1,v1=${hex.slice(2)}`,
    `t=1,v1=${hex.toUpperCase()}`,
    `t=1${`,v1=${hex}`.repeat(5)}`,
    `t=1,v1=${hex},${"x".repeat(1000)}`,
  ])("is none: %j", (header) => {
    expect(readSignatureHeader(header)).toBeNull();
  });

  test("is read or not, and never fails", () => {
    fc.assert(fc.property(fc.string(), (text) => readSignatureHeader(text) !== undefined));
  });
});

test("what is signed names its time, so that an old body cannot be given a new one", () => {
  expect(signedText(12, '{"a":1}')).toBe('12.{"a":1}');
});

test.each([
  [0, true],
  [300, true],
  [-300, true],
  [301, false],
  [-301, false],
])("%i seconds from our clock is fresh: %j", (away, fresh) => {
  expect(isFresh(1_760_000_000 + away, 1_760_000_000)).toBe(fresh);
});
