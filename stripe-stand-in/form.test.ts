import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeForm } from "./form.ts";

test.each([
  ["", {}],
  ["a=1&b=", { a: "1", b: "" }],
  ["expand[]=x&expand[]=y", { expand: ["x", "y"] }],
  ["expand[0]=x&expand[1]=y", { expand: ["x", "y"] }],
  ["lines[0][amount]=5&lines[1][amount]=-6", { lines: [{ amount: "5" }, { amount: "-6" }] }],
  ["metadata[invoice_id]=a%5Bb%5D&metadata[x]=%C3%A9", { metadata: { invoice_id: "a[b]", x: "é" } }],
  ["created[gte]=1&created[lt]=2", { created: { gte: "1", lt: "2" } }],
])("%s is decoded", (text, decoded) => {
  expect(decodeForm(text)).toEqual(decoded);
});

test("a name of the language does no harm", () => {
  decodeForm("__proto__[polluted]=1&constructor[prototype][polluted]=1");
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test("every text value comes back as it was sent", () => {
  const key = fc.stringMatching(/^[a-z_]{1,12}$/);
  fc.assert(
    fc.property(fc.dictionary(key, fc.string(), { maxKeys: 6 }), (metadata) => {
      const form = new URLSearchParams(
        Object.entries(metadata).map(([name, value]) => [`metadata[${name}]`, value]),
      );
      const decoded = decodeForm(form.toString()).metadata ?? {};
      expect(decoded).toEqual({ ...metadata });
    }),
  );
});
