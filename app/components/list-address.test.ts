import { expect, test } from "vitest";
import { listHref, listHrefAt, listPage, pageLinks } from "./list-address.ts";

const search = new URLSearchParams("state=open&priority=P1&priority=P2&after=c1");

test.each([
  [{ set: ["state", "closed"] }, "?state=closed&priority=P1&priority=P2"],
  [{ set: ["state", null] }, "?priority=P1&priority=P2"],
  [{ add: ["priority", "P3"] }, "?state=open&priority=P1&priority=P2&priority=P3"],
  [{ drop: ["priority", "P1"] }, "?state=open&priority=P2"],
  [{ drop: ["priority"] }, "?state=open"],
] as const)("%j starts the paging again", (change, expected) => {
  expect(listHref(search, structuredClone(change) as Parameters<typeof listHref>[1])).toBe(expected);
});

test("a page is one way from a cursor, under the filters", () => {
  expect(listHrefAt(search, "before", "c9")).toBe("?state=open&priority=P1&priority=P2&before=c9");
  expect(listPage(search, 25)).toEqual({ first: 25, after: "c1" });
  expect(listPage(new URLSearchParams("before=c2"), 25)).toEqual({ last: 25, before: "c2" });
  expect(listPage(new URLSearchParams(), 25)).toEqual({ first: 25 });
  expect(pageLinks(new URLSearchParams("q=a"), { previous: null, next: "c3" })).toEqual({
    nextHref: "?q=a&after=c3",
  });
});
