import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { patched } from "./patch.ts";

const USER = {
  schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
  ...{ id: "1", userName: "ada@example.com", displayName: "Ada", active: true },
  name: { formatted: "Ada", givenName: "Ada" },
  emails: [{ value: "ada@example.com", type: "work", primary: true }],
};
const GROUP = { id: "2", displayName: "Finance", members: [{ value: "a" }, { value: "b", display: "B" }] };
const by = (...Operations: unknown[]) => ({
  schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
  Operations,
});

describe("a user as it is changed by", () => {
  test.each<[string, unknown[], Record<string, unknown>]>([
    ["Entra ID: disabled", [{ op: "Replace", path: "active", value: "False" }], { active: "False" }],
    [
      "Entra ID: disabled, with the compliance flag",
      [{ op: "replace", path: "active", value: false }],
      { active: false },
    ],
    [
      "Entra ID: dotted names without a path",
      [
        {
          op: "Add",
          value: { "name.givenName": "Augusta", "name.familyName": "King", displayName: "A. King" },
        },
      ],
      { displayName: "A. King", name: { formatted: "Ada", givenName: "Augusta", familyName: "King" } },
    ],
    [
      "Entra ID: one of several addresses",
      [{ op: "Replace", path: 'emails[type eq "work"].value', value: "a@example.com" }],
      { emails: [{ value: "a@example.com", type: "work", primary: true }] },
    ],
    [
      "Entra ID: an address of a kind that was not there",
      [{ op: "Add", path: 'emails[type eq "home"].value', value: "h@example.com" }],
      { emails: [...USER.emails, { type: "home", value: "h@example.com" }] },
    ],
    [
      "Entra ID: an attribute of the enterprise extension",
      [
        {
          op: "Add",
          path: "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
          value: "IT",
        },
      ],
      { department: "IT" },
    ],
    ["Okta: deactivated", [{ op: "replace", value: { active: false } }], { active: false }],
    [
      "Okta: a profile push",
      [{ op: "replace", value: { id: "1", displayName: "Ada L." } }],
      { displayName: "Ada L." },
    ],
    [
      "RFC 7644: a sub-attribute",
      [{ op: "replace", path: "name.familyName", value: "L" }],
      { name: { ...USER.name, familyName: "L" } },
    ],
    [
      "RFC 7644: a whole name",
      [{ op: "replace", path: "name", value: { familyName: "L" } }],
      { name: { ...USER.name, familyName: "L" } },
    ],
    ["RFC 7644: removal", [{ op: "remove", path: "displayName" }], { displayName: undefined }],
    [
      "RFC 7644: removal of a part",
      [{ op: "remove", path: "name.givenName" }],
      { name: { formatted: "Ada" } },
    ],
    [
      "RFC 7644: removal of one of several",
      [{ op: "remove", path: 'emails[type eq "work"]' }],
      { emails: [] },
    ],
    [
      "names in another case",
      [{ op: "REPLACE", path: "USERNAME", value: "x@example.com" }],
      { userName: "x@example.com" },
    ],
    [
      "the schema's name before the attribute's",
      [
        {
          op: "replace",
          path: "urn:ietf:params:scim:schemas:core:2.0:User:userName",
          value: "y@example.com",
        },
      ],
      { userName: "y@example.com" },
    ],
    [
      "several operations, in their order",
      [
        { op: "replace", path: "active", value: false },
        { op: "replace", path: "active", value: true },
      ],
      { active: true },
    ],
  ])("%s", (_name, operations, more) => {
    const before = structuredClone(USER);
    expect(patched(USER, by(...operations))).toEqual({ ...USER, ...more });
    expect(USER).toEqual(before);
  });
});

describe("a group as it is changed by", () => {
  const members = (...operations: unknown[]) =>
    (patched(GROUP, by(...operations)).members as { value: string }[]).map((one) => one.value);

  test.each<[string, unknown, string[]]>([
    ["Entra ID: one comes", { op: "Add", path: "members", value: [{ value: "c" }] }, ["a", "b", "c"]],
    [
      "Entra ID: one goes, named in the value",
      { op: "Remove", path: "members", value: [{ value: "a" }] },
      ["b"],
    ],
    [
      "Okta: one comes, as an object",
      { op: "add", path: "members", value: { value: "c", display: "C" } },
      ["a", "b", "c"],
    ],
    ["Okta: one goes, named in the path", { op: "remove", path: 'members[value eq "b"]' }, ["a"]],
    ["Okta: all anew", { op: "replace", path: "members", value: [{ value: "z" }] }, ["z"]],
    ["one that is not there goes", { op: "remove", path: 'members[value eq "x"]' }, ["a", "b"]],
  ])("%s", (_name, operation, left) => expect(members(operation)).toEqual(left));

  test("the removal of all", () => {
    expect(patched(GROUP, by({ op: "remove", path: "members" })).members).toBeUndefined();
  });
  test("Okta: its name, without a path", () => {
    const renamed = by({ op: "replace", value: { id: "2", displayName: "Money" } });
    expect(patched(GROUP, renamed)).toMatchObject({ displayName: "Money", members: GROUP.members });
  });
});

describe("what is refused", () => {
  test.each<[unknown, string | null]>([
    [{}, "invalidSyntax"],
    [{ Operations: [] }, "invalidSyntax"],
    [{ Operations: {} }, "invalidSyntax"],
    [by({ op: "move", path: "active", value: true }), "invalidSyntax"],
    [by({ path: "active", value: true }), "invalidSyntax"],
    [by({ op: "replace", path: "active" }), "invalidValue"],
    [by({ op: "replace", value: "x" }), "invalidValue"],
    [by({ op: "remove" }), "noTarget"],
    [by({ op: "replace", path: 7, value: 1 }), "invalidPath"],
    [by({ op: "replace", path: "a b", value: 1 }), "invalidPath"],
    [by({ op: "replace", path: 'emails[type ne "work"].value', value: "x" }), "invalidPath"],
    [by({ op: "replace", path: "emails[type eq work].value", value: "x" }), "invalidPath"],
    [by({ op: "replace", path: "__proto__", value: { active: false } }), "invalidPath"],
    [by({ op: "replace", path: "name.__proto__", value: "x" }), "invalidPath"],
    [by(...Array.from({ length: 1001 }, () => ({ op: "replace", path: "active", value: true }))), null],
  ])("%j", (body, scimType) => {
    expect(() => patched(USER, body)).toThrow(expect.objectContaining({ scimType }));
  });

  test("nothing else than a problem comes of whatever is sent, and no prototype is touched", () => {
    const anything = fc.record({
      op: fc.constantFrom("add", "replace", "remove"),
      path: fc.string(),
      value: fc.anything(),
    });
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 5 }), (operations) => {
        try {
          patched(USER, { Operations: operations });
        } catch (error) {
          expect((error as { status?: number }).status).toBeGreaterThanOrEqual(400);
        }
        expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
      }),
    );
  });
});
