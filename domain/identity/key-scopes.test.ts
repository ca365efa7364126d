import { describe, expect, test } from "vitest";
import { composeKey } from "./api-key.input.ts";
import { givenToKeys, isPermission, scopeObjects, scopeSummary } from "./key-scopes.ts";
import { PERMISSIONS } from "./permission-list.ts";
import { may, permissionsOfRole, rolesOf } from "./permissions.ts";
import type { OrganizationKind, Role, Viewer } from "./viewer.ts";

const as = (kind: OrganizationKind, role: Role): Viewer => ({
  ...{ userId: "u", name: "N", email: "n@e.test", organizationId: "o", organizationName: "O" },
  ...{ organizationKind: kind, zone: "UTC", role, via: "session" },
  ...{ requestId: "r", address: "", userAgent: "" },
});
const KINDS = ["buyer", "provider", "marketplace"] as const;
const everybody = KINDS.flatMap((kind) => rolesOf(kind).map((role) => as(kind, role)));
const owner = as("buyer", "owner");
const key = { name: "Export", days: 30, scopes: ["work:read"] };

describe("the scopes of a key", () => {
  test("let it do what both they and its member's role carry", () => {
    for (const viewer of everybody)
      for (const permission of PERMISSIONS) {
        const scoped: Viewer = { ...viewer, via: "api_key", scopes: ["work:read", "statement:approve"] };
        const both = may(viewer, permission) && ["work:read", "statement:approve"].includes(permission);
        expect(may(scoped, permission), `${viewer.role} ${permission}`).toBe(both);
      }
  });

  test("that are none let it do nothing, not even what a visitor may", () => {
    expect(PERMISSIONS.filter((one) => may({ ...owner, scopes: [] }, one))).toEqual([]);
  });

  test("can be no more than the maker's own, and never what stays with people", () => {
    for (const viewer of everybody) {
      const given = givenToKeys(viewer);
      expect(permissionsOfRole(viewer.organizationKind, viewer.role)).toEqual(
        expect.arrayContaining(given),
      );
      expect(
        given.filter((one) =>
          /^(api_key|member|role|ownership|staff_|account_number|sso)|payout:set_up/.test(one),
        ),
      ).toEqual([]);
    }
  });

  test("of a key's maker who is narrowed themselves are narrowed as well", () => {
    expect(givenToKeys({ ...owner, scopes: ["work:read"] })).toEqual(["work:read"]);
  });
});

describe("a new key", () => {
  test("is what was asked for, with its scopes in the matrix's order and once each", () => {
    const scopes = ["statement:approve", "work:read", "work:read"];
    expect(composeKey(owner, { ...key, scopes })).toEqual({
      ...{ name: "Export", days: 30, perMinute: 600 },
      scopes: ["work:read", "statement:approve"],
    });
  });

  test.each([
    [{ scopes: ["api_key:manage"] }, "scopes"],
    [{ scopes: ["work:import"] }, "scopes"],
    [{ scopes: ["__proto__"] }, "scopes"],
    [{ scopes: [] }, "scopes"],
    [{ scopes: Array.from({ length: 201 }, () => "work:read") }, "scopes"],
    [{ days: 0 }, "days"],
    [{ days: 366 }, "days"],
    [{ days: 1.5 }, "days"],
    [{ perMinute: 0 }, "perMinute"],
    [{ perMinute: 6_001 }, "perMinute"],
    [{ name: "  " }, "name"],
  ])("with %j is refused beside %s", (change, field) => {
    expect(() => composeKey(owner, { ...key, ...change })).toThrow(
      expect.objectContaining({ issues: [expect.objectContaining({ field })] }),
    );
  });
});

describe("in words", () => {
  test("every permission stands under its thing once, reading apart from changing", () => {
    const objects = scopeObjects(PERMISSIONS);
    const all = objects.flatMap((one) => [
      ...(one.read ? [one.read] : []),
      ...one.changes.map((change) => change.permission),
    ]);
    expect(all.toSorted()).toEqual([...PERMISSIONS].toSorted());
    expect(new Set(objects.map((one) => one.title)).size).toBe(objects.length);
    expect(objects.find((one) => one.object === "statement")).toEqual({
      ...{ object: "statement", title: "Statements", read: "statement:read" },
      changes: [{ permission: "statement:approve", words: "approve statements" }],
    });
  });

  test.each([
    [null, "everything its member may"],
    [["work:read"], "reads 1 kind of things"],
    [
      ["work:read", "statement:read", "statement:approve"],
      "reads 2 kinds of things, may make 1 kind of change",
    ],
    [["work:import"], "may make 1 kind of change"],
  ])("%j is “%s”", (scopes, words) => {
    expect(scopeSummary(scopes)).toBe(words);
  });

  test("a name that every object has is no permission", () => {
    for (const name of ["constructor", "__proto__", "toString", ""]) expect(isPermission(name)).toBe(false);
    expect(isPermission("work:read")).toBe(true);
  });
});
