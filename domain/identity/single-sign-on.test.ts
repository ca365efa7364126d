import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assertedPerson, connectionSchema, domainName, domainOfEmail, recordOf } from "./single-sign-on.ts";

describe("a domain", () => {
  test.each([
    ["example.com", "example.com"],
    ["EXAMPLE.com.", "example.com"],
    ["@example.com", "example.com"],
    [" mail.example.co.uk ", "mail.example.co.uk"],
    ["bücher.example", "xn--bcher-kva.example"],
    ["xn--bcher-kva.example", "xn--bcher-kva.example"],
  ])("%j is kept as %s", (given, kept) => expect(domainName(given)).toBe(kept));

  test.each([
    "",
    ".",
    "com",
    "localhost",
    "127.0.0.1",
    "[::1]",
    "a_b.com",
    "-a.com",
    "a-.com",
    "a..com",
    "a b.com",
  ])("%j is none", (given) => expect(domainName(given)).toBeNull());
  test.each([
    "example.com/x",
    "example.com:443",
    "user@example.com",
    "example.com?x",
    "exa%6dple.com",
    "a\\b.com",
  ])("%j is none: it says more than a name", (given) => expect(domainName(given)).toBeNull());

  test("is the same when it is read again", () => {
    fc.assert(
      fc.property(fc.domain(), (name) => {
        const kept = domainName(name);
        if (kept !== null) expect(domainName(kept)).toBe(kept);
      }),
    );
  });

  test("of an address is what stands after the last @", () => {
    expect(domainOfEmail("ada@example.com")).toBe("example.com");
    expect(domainOfEmail('"a@b"@example.com')).toBe("example.com");
    for (const none of ["", "ada", "@example.com", "ada@", "ada@x"]) expect(domainOfEmail(none)).toBeNull();
  });

  test("is shown by a record beside it, not by one of its own", () => {
    expect(recordOf({ domain: "example.com", token: "t" })).toEqual({
      ...{ name: "_engine-room.example.com", value: "engine-room-verification=t" },
    });
  });
});

describe("whom a provider asserts", () => {
  const domains = ["example.com"];
  const claims = { sub: "s", email: "Ada@Example.com", email_verified: true, name: "Ada Lovelace" };
  const assert = (more: object) => assertedPerson({ ...claims, ...more }, { domains });

  test("is taken with an address of a verified domain that it says to have verified", () => {
    expect(assert({})).toEqual({ subject: "s", email: "ada@example.com", name: "Ada Lovelace" });
  });

  test.each([
    [{ email_verified: "true" }, "ada@example.com"],
    [{ email_verified: undefined, xms_edov: "1" }, "ada@example.com"],
    [{ email: " ada@EXAMPLE.com " }, "ada@example.com"],
  ])("also as %j", (more, email) => expect(assert(more)).toMatchObject({ email }));

  test.each([
    [{ email_verified: false }, "email_not_verified"],
    [{ email_verified: undefined }, "email_not_verified"],
    [{ email_verified: null, xms_edov: true }, "email_not_verified"],
    [{ email_verified: ["true"] }, "email_not_verified"],
    [{ email_verified: {} }, "email_not_verified"],
    [{ email: undefined }, "no_email"],
    [{ email: ["ada@example.com"] }, "no_email"],
    [{ email: "ada" }, "no_email"],
    [{ email: "ada@example.com@evil.test" }, "no_email"],
    [{ email: "a\0da@example.com" }, "no_email"],
    [{ email: `${"a".repeat(65)}@example.com` }, "no_email"],
    [{ email: "ada@evil.test" }, "foreign_domain"],
    [{ email: "ada@sub.example.com" }, "foreign_domain"],
    [{ email: "ada@notexample.com" }, "foreign_domain"],
    [{ email: "ada@example.com.evil.test" }, "foreign_domain"],
    [{ email: "ada@127.0.0.1" }, "foreign_domain"],
  ])("is not taken as %j: %s", (more, refused) => expect(assert(more)).toEqual({ refused }));

  test("is never taken from another domain, whatever else is claimed", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.anything()), fc.emailAddress(), (more, email) => {
        const told = assertedPerson({ ...more, sub: "s", email, email_verified: true }, { domains });
        const isOurs = domainOfEmail(email.toLowerCase()) === "example.com";
        expect("refused" in told).toBe(!isOurs);
      }),
    );
  });

  test.each([
    [{ name: undefined, given_name: "Ada", family_name: "Lovelace" }, "Ada Lovelace"],
    [{ name: "" }, "ada"],
    [{ name: 7, given_name: 8 }, "ada"],
    [{ name: "<b>Ada</b>\u202e" }, "bAda/b"],
    [{ name: "x".repeat(300) }, "x".repeat(120)],
  ])("is called by what is there: %j", (more, name) => expect(assert(more)).toMatchObject({ name }));
});

describe("an issuer", () => {
  const fits = (issuer: string, isLocalAllowed = false) =>
    connectionSchema({ isLocalAllowed }).safeParse({
      issuer,
      clientId: "c",
      clientSecret: "",
      defaultRole: "",
    }).success;

  test.each([
    "https://login.example.com",
    "https://login.example.com/tenant/v2.0",
    "https://id.example.com:8443/",
  ])("%s fits", (issuer) => expect(fits(issuer)).toBe(true));
  test.each([
    "http://login.example.com",
    "https://login.example.com/?x=1",
    "https://login.example.com?",
    "https://login.example.com/#x",
    "https://u:p@login.example.com",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "//login.example.com",
    `https://login.example.com/${"x".repeat(500)}`,
  ])("%s does not", (issuer) => expect(fits(issuer)).toBe(false));
  test("speaks plain http in development alone", () => {
    expect(fits("http://127.0.0.1:9000", true)).toBe(true);
    expect(fits("ftp://127.0.0.1:9000", true)).toBe(false);
  });
});
