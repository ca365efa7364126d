import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MOST_VALUES, type StandingKeys, standingPage } from "./standing-page.ts";

function row(n: number, more: Partial<StandingKeys> = {}): StandingKeys {
  return {
    id: `e${n}`,
    title: `Desk ${n}`,
    buyer: `Buyer ${n % 3}`,
    provider: `Provider ${n % 2}`,
    providerCountry: n % 2 ? "PL" : "IN",
    moduleCode: "it_support",
    status: n % 4 ? "met" : null,
    ...more,
  };
}

const ids = (rows: readonly StandingKeys[]) => rows.map((one) => one.id);
const ten = Array.from({ length: 10 }, (_, n) => row(n));

describe("a page of engagements", () => {
  test.each([
    ["the first", { first: 4 }, ["e0", "e1", "e2", "e3"], null, "e3"],
    ["one in the middle", { first: 4, after: "e3" }, ["e4", "e5", "e6", "e7"], "e4", "e7"],
    ["the last", { first: 4, after: "e7" }, ["e8", "e9"], "e8", null],
    ["the one before", { first: 4, before: "e8" }, ["e4", "e5", "e6", "e7"], "e4", "e7"],
    ["a short way back", { first: 4, before: "e2" }, ["e0", "e1", "e2", "e3"], null, "e3"],
    ["after an engagement that is gone", { first: 2, after: "gone" }, ["e0", "e1"], null, "e1"],
    ["before one that is gone", { first: 2, before: "gone" }, ["e0", "e1"], null, "e1"],
    ["everything, where no size is asked for", {}, ids(ten), null, null],
  ])("%s", (_what, asked, shown, previous, next) => {
    const page = standingPage(ten, { filter: {}, ...asked });
    expect([ids(page.rows), page.previous, page.next, page.matching]).toEqual([shown, previous, next, 10]);
  });

  test("narrows by every filter and by words of the names, in any order", () => {
    const shown = (filter: object) => ids(standingPage(ten, { filter }).rows);
    expect(shown({ buyer: "Buyer 1" })).toEqual(["e1", "e4", "e7"]);
    expect(shown({ standing: "no_data" })).toEqual(["e0", "e4", "e8"]);
    expect(shown({ buyer: "Buyer 1", country: "IN" })).toEqual(["e4"]);
    expect(shown({ search: " 1 BUYER provider" })).toEqual(["e1", "e3", "e4", "e5", "e7", "e9"]);
    expect(shown({ search: "nobody" })).toEqual([]);
  });

  test("offers the values of what fits, the most frequent first", () => {
    const { facets } = standingPage(ten, { filter: { country: "IN" } });
    expect(facets.filter((one) => one.name === "country")).toEqual([
      { name: "country", value: "IN", n: 5 },
    ]);
    expect(facets.filter((one) => one.name === "standing")).toEqual([
      { name: "standing", value: "no_data", n: 3 },
      { name: "standing", value: "met", n: 2 },
    ]);
    const many = Array.from({ length: 40 }, (_, n) => row(n, { buyer: `Buyer ${n}` }));
    const buyers = standingPage(many, { filter: {} }).facets.filter((one) => one.name === "buyer");
    expect(buyers).toHaveLength(MOST_VALUES);
  });

  test("going forward shows every engagement once, and back again the same", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 7 }), (many, first) => {
        const all = Array.from({ length: many }, (_, n) => row(n));
        const pages = [standingPage(all, { filter: {}, first })];
        while (pages.at(-1)?.next)
          pages.push(standingPage(all, { filter: {}, first, after: pages.at(-1)?.next }));
        expect(pages.flatMap((one) => ids(one.rows))).toEqual(ids(all));
        for (const [at, page] of pages.entries())
          if (page.previous)
            expect(ids(standingPage(all, { filter: {}, first, before: page.previous }).rows)).toEqual(
              ids(pages[at - 1]?.rows ?? []),
            );
      }),
    );
  });
});
