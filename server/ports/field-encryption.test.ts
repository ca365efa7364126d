import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openFieldEncryption, parseFieldKeys, Unreadable } from "./field-encryption.ts";

const key = (id: string) => ({ id, key: randomBytes(32) });
const old = key("2026-01");
const now = key("2026-02");
const box = openFieldEncryption([now, old]);

describe("a sealed field", () => {
  test("opens for its own place to the text it was, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string(), (text, about) => {
        expect(box.open(box.seal(text, about), about)).toBe(text);
      }),
    );
  });

  test("says nothing of its text and is another one each time", () => {
    const [one, two] = [box.seal("JBSWY3DPEHPK3PXP", "a"), box.seal("JBSWY3DPEHPK3PXP", "a")];
    expect(one).not.toBe(two);
    expect(one).not.toContain("JBSW");
    expect(one).toMatch(/^v1\.2026-02\./);
  });

  test("opens in no other place", () => {
    expect(() => box.open(box.seal("secret", "totp_factor:a"), "totp_factor:b")).toThrow(Unreadable);
  });

  test("opens after the key that seals has been replaced, and not once its own key is gone", () => {
    const sealed = openFieldEncryption([old]).seal("secret", "a");
    expect(box.open(sealed, "a")).toBe("secret");
    expect(() => openFieldEncryption([now]).open(sealed, "a")).toThrow(Unreadable);
  });

  test("opens no more once any of its characters was changed", () => {
    const sealed = box.seal("secret", "a");
    for (let at = 0; at < sealed.length - 1; at += 1) {
      const changed = `${sealed.slice(0, at)}${sealed[at] === "A" ? "B" : "A"}${sealed.slice(at + 1)}`;
      expect(() => box.open(changed, "a"), `character ${at}`).toThrow(Unreadable);
    }
  });

  test.each(["", "v1", "v1.2026-02.", "v2.2026-02.AAAA", "v1.__proto__.AAAA"])("is not %j", (sealed) => {
    expect(() => box.open(sealed, "a")).toThrow(Unreadable);
  });
});

describe("the keys", () => {
  const base64 = randomBytes(32).toString("base64");
  test("are read from one text, the sealing one first", () => {
    expect(parseFieldKeys(`b:${base64}, a:${base64}`)?.map((one) => one.id)).toEqual(["b", "a"]);
  });

  test.each(["", "b", `b:${base64.slice(4)}`, `:${base64}`, `b:${base64},b:${base64}`, `b/c:${base64}`])(
    "are not in %j",
    (text) => expect(parseFieldKeys(text)).toBeNull(),
  );

  test.each([[[]], [[{ id: "a", key: randomBytes(16) }]], [[{ id: "a.b", key: randomBytes(32) }]]])(
    "of another size or without an id seal nothing (%#)",
    (keys) => expect(() => openFieldEncryption(keys)).toThrow(RangeError),
  );
});
