import { expect, test } from "vitest";
import { workedTerms } from "../../test/factories/worked-terms.ts";
import { termsOfVersion } from "./signed-terms-cache.ts";

const version = (change: object = {}, hash = "h1", id = "v1") => ({
  ...{ id, hash },
  json: JSON.stringify({ ...workedTerms(), ...change }),
});

test("terms of a version are read once and shared, and nobody can change them", () => {
  const terms = termsOfVersion(version());
  expect(termsOfVersion(version({ title: "Not read" }))).toBe(terms);
  expect(() => {
    terms.title = "Mine";
  }).toThrow(TypeError);
  expect(() => terms.serviceLevels.pop()).toThrow(TypeError);
  expect(termsOfVersion(version())).toMatchObject({ title: "Bookkeeping for Brightline" });
});

test("another version, or other terms under the same id, are read anew", () => {
  expect(termsOfVersion(version({ title: "Two" }, "h1", "v2")).title).toBe("Two");
  expect(termsOfVersion(version({ title: "Three" }, "h2", "v2")).title).toBe("Three");
});

test("what is no contract is refused, each time", () => {
  const broken = { id: "v3", hash: "h", json: JSON.stringify({ title: "Nothing else" }) };
  expect(() => termsOfVersion(broken)).toThrow();
  expect(() => termsOfVersion(broken)).toThrow();
});
