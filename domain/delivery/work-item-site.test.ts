import { describe, expect, test } from "vitest";
import type { Terms } from "../contracts/terms.ts";
import { foldItem, type TrailEvent } from "./work-item-fold.ts";
import { refusedRemoval, refusedSite, siteAfter } from "./work-item-site.ts";

const site = (id: string) => ({ id, name: id, zone: "Europe/Oslo", calendar: null });
const two: Pick<Terms, "sites"> = { sites: [site("oslo"), site("bergen")] };

describe("a site named by hand", () => {
  test.each([
    [two, "oslo", null],
    [two, "", null],
    [two, null, null],
    [{}, undefined, null],
    [two, "Oslo", 'This contract has no site "Oslo"; it has oslo, bergen.'],
    [{}, "oslo", "This contract has no sites."],
  ])("of %j: %s", (terms, named, message) => {
    expect(refusedSite(terms, named)?.message ?? null).toBe(message);
  });
});

describe("a site taken away", () => {
  test("has to be there", () => {
    expect(refusedRemoval("oslo")).toBeNull();
    expect(refusedRemoval(null)).toEqual({ field: "site", message: "This work belongs to no site." });
    expect(refusedRemoval("")).not.toBeNull();
  });

  test.each([
    ["oslo", undefined, "oslo"],
    ["oslo", null, "oslo"],
    ["oslo", "bergen", "bergen"],
    ["oslo", "", null],
    [null, "", null],
    [null, "oslo", "oslo"],
  ])("after %s an event that says %j leaves %s", (before, said, after) => {
    expect(siteAfter(before, said)).toBe(after);
  });

  test("is away when the item is made of its events, in whatever order they come", () => {
    const event = (at: number, over: Partial<TrailEvent>): TrailEvent => ({
      ...{ type: "update", at: `2026-11-0${at}T00:00:00Z`, atMs: at, position: at, waitingOn: null },
      ...{ priority: null, itemType: null, title: null, site: null, tags: null, fields: null, ...over },
    });
    const events = [event(1, { type: "start", site: "oslo" }), event(2, { site: "" })];
    const known = { type: "t", title: "t", priority: null, site: null, tags: [], fields: {} };
    const facts = { ...known, waitingOn: null, resolvedAt: null, closedAt: null };
    for (const order of [events, [...events].reverse()]) expect(foldItem(facts, order).site).toBeNull();
    expect(foldItem(facts, [...events, event(3, { site: "bergen" })]).site).toBe("bergen");
  });
});
