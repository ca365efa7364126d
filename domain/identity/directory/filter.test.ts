import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseFilter } from "./filter.ts";
import { pageOf, parseGroup, parseUser, strongest } from "./resources.ts";

const NAMES = ["id", "userName", "externalId", "displayName", "active"] as const;
const parse = (text: string | null) => parseFilter(text, NAMES).map((one) => [one.attribute, one.value]);

describe("a filter", () => {
  test.each<[string | null, unknown[]]>([
    [null, []],
    ["", []],
    ['userName eq "ada@example.com"', [["userName", "ada@example.com"]]],
    ['username EQ "ada"', [["userName", "ada"]]],
    [
      'externalId eq "00u1" and active eq true',
      [
        ["externalId", "00u1"],
        ["active", true],
      ],
    ],
    [
      'userName eq "a" AND displayName eq "b" and id eq "c"',
      [
        ["userName", "a"],
        ["displayName", "b"],
        ["id", "c"],
      ],
    ],
    ['urn:ietf:params:scim:schemas:core:2.0:User:userName eq "a"', [["userName", "a"]]],
    ['userName eq "say \\"x\\" and y"', [["userName", 'say "x" and y']]],
    ['  userName   eq   "a b"  ', [["userName", "a b"]]],
  ])("%j is read", (text, found) => expect(parse(text)).toEqual(found));

  test.each([
    "userName",
    "userName eq",
    "userName eq ada",
    'userName co "a"',
    'userName sw "a"',
    "userName pr",
    'password eq "x"',
    'emails.value eq "x"',
    'userName eq "a" or userName eq "b"',
    'not (userName eq "a")',
    '(userName eq "a")',
    'userName eq "a" and',
    'userName eq "a" userName eq "b"',
    'userName eq "a',
    'userName eq "a"; drop table person',
    'userName eq "\\u0000"',
    "userName eq 7",
    Array(11).fill('userName eq "a"').join(" and "),
  ])("%j is refused as a filter", (text) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ status: 400, scimType: "invalidFilter" }));
  });

  test("with whatever value is read as that value", () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !text.includes("\0")),
        (value) => {
          expect(parse(`userName eq ${JSON.stringify(value)}`)).toEqual([["userName", value]]);
        },
      ),
    );
  });
});

describe("a page", () => {
  test.each([
    [
      { startIndex: null, count: null },
      { startIndex: 1, count: 100 },
    ],
    [
      { startIndex: "0", count: "0" },
      { startIndex: 1, count: 0 },
    ],
    [
      { startIndex: "-5", count: "-5" },
      { startIndex: 1, count: 0 },
    ],
    [
      { startIndex: "21", count: "10000" },
      { startIndex: 21, count: 200 },
    ],
  ])("%j is %j", (given, page) => expect(pageOf(given)).toEqual(page));
  test.each(["x", "1.5", "1e9", "99999999999"])("%j is none", (startIndex) => {
    expect(() => pageOf({ startIndex, count: null })).toThrow(expect.objectContaining({ status: 400 }));
  });
});

describe("a user", () => {
  const given = { userName: "ada@example.com" };
  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ["with the least", {}, { email: "ada@example.com", name: "ada", active: true, externalId: null }],
    [
      "of Okta",
      {
        name: { givenName: "Ada", familyName: "King" },
        emails: [{ primary: true, value: "A@Example.com", type: "work" }],
        displayName: "Ada King",
        groups: [],
        locale: "en-US",
        password: "secret",
      },
      { email: "a@example.com", name: "Ada King", givenName: "Ada", familyName: "King" },
    ],
    [
      "of Entra ID",
      {
        active: "True",
        externalId: "ada",
        emails: [
          { type: "other", value: "o@example.com" },
          { type: "work", value: "w@example.com" },
        ],
        name: { formatted: "Ada K" },
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {},
      },
      { email: "w@example.com", name: "Ada K", active: true, externalId: "ada" },
    ],
    [
      "in other letters",
      { USERNAME: "x", Active: "FALSE" },
      { active: false, userName: "ada@example.com" },
    ],
    ["without a name", { name: null, displayName: "", emails: null }, { name: "ada" }],
  ])("%s is read", (_name, more, user) => expect(parseUser({ ...given, ...more })).toMatchObject(user));

  test.each<[Record<string, unknown>]>([
    [{ userName: undefined }],
    [{ userName: "" }],
    [{ userName: 7 }],
    [{ userName: "x".repeat(255) }],
    [{ userName: "ada" }],
    [{ userName: "a\u0007@example.com" }],
    [{ emails: "a@example.com" }],
    [{ emails: [{ value: "no address" }] }],
    [{ active: "perhaps" }],
    [{ active: 1 }],
    [{ displayName: {} }],
    [{ externalId: ["x"] }],
  ])("as %j is refused", (more) => {
    expect(() => parseUser({ ...given, ...more })).toThrow(
      expect.objectContaining({ scimType: "invalidValue" }),
    );
  });
});

test("a group has a name and people, each once", () => {
  const members = [{ value: "a" }, { value: "b" }, { value: "a" }];
  expect(parseGroup({ displayName: "F", members })).toEqual({
    displayName: "F",
    externalId: null,
    memberIds: ["a", "b"],
  });
  for (const bad of [{}, { displayName: "" }, { displayName: "F", members: {} }])
    expect(() => parseGroup(bad)).toThrow(expect.objectContaining({ scimType: "invalidValue" }));
});

test("of several roles the one that may do most counts, whatever their order", () => {
  const roles = [
    { name: "Member", permissions: [1] },
    { name: "Lead", permissions: [1, 2, 3] },
    { name: "Clerk", permissions: [1, 2, 3] },
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray(roles, { minLength: 3 }), (mixed) => {
      expect(strongest(mixed)?.name).toBe("Clerk");
    }),
  );
  expect(strongest([])).toBeNull();
});
