import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { sha256Hex, sha256InPlainCode } from "./sha256.ts";

const BOTH = [sha256Hex, sha256InPlainCode];
const reference = (input: string | Uint8Array) => createHash("sha256").update(input).digest("hex");

test.each([
  ["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
  ["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
  [
    "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
  ],
])("the published vector of %j", (text, digest) => {
  for (const hash of BOTH) expect(hash(text)).toBe(digest);
});

test("every length around the block borders agrees with the platform's own", () => {
  for (let length = 0; length <= 200; length++) {
    const bytes = Uint8Array.from({ length }, (_byte, index) => (index * 7 + length) & 0xff);
    for (const hash of BOTH) expect(hash(bytes)).toBe(reference(bytes));
  }
});

test("any text and any bytes agree with the platform's own", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) =>
      BOTH.every((hash) => hash(text) === reference(text)),
    ),
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 5000 }), (bytes) =>
      BOTH.every((hash) => hash(bytes) === reference(bytes)),
    ),
  );
});
