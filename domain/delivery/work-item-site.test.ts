import { describe, expect, test } from "vitest";
import type { Terms } from "../contracts/terms.ts";
import { refusedSite } from "./work-item-site.ts";

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
