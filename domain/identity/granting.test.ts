import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { composeRole } from "./custom-role.ts";
import { demandGrant, mayGrant, refuseWithoutHead } from "./granting.ts";
import { emailSchema, expiryOf, invitationState } from "./invitation.ts";
import { PERMISSIONS } from "./permission-list.ts";
import { groupedPermissions, PERMISSION_WORDS } from "./permission-words.ts";
import { composable, isHead, may, type Permission, permissionsOfRole, rolesOf } from "./permissions.ts";
import type { OrganizationKind, Role, Viewer } from "./viewer.ts";

const KINDS = ["buyer", "provider", "marketplace"] as const;
const viewer = (
  organizationKind: OrganizationKind,
  role: Role,
  custom?: readonly Permission[],
): Viewer => ({
  ...{ userId: "u", name: "N", email: "n@example.test", organizationId: "o", organizationName: "O" },
  ...{ organizationKind, role, zone: "UTC", via: "session", requestId: "r", address: "", userAgent: "" },
  ...(custom ? { customRole: { name: "Own", permissions: custom } } : {}),
});
const head = (kind: OrganizationKind) => viewer(kind, kind === "marketplace" ? "admin" : "owner");

describe("the matrix", () => {
  test.each([
    ["buyer", ["owner", "operations_lead", "finance", "member"]],
    ["provider", ["owner", "delivery_manager", "finance", "member"]],
    ["marketplace", ["admin", "account_manager", "vetting_officer", "auditor"]],
  ] as const)("gives a %s these roles, its head's first", (kind, roles) => {
    expect(rolesOf(kind)).toEqual(roles);
    expect(rolesOf(kind).filter((role) => isHead(kind, role))).toEqual([roles[0]]);
  });

  test.each([
    ["buyer", "member"],
    ["provider", "member"],
    ["marketplace", "auditor"],
  ] as const)("lets a %s's %s read and do nothing else", (kind, role) => {
    expect(permissionsOfRole(kind, role).filter((one) => !one.endsWith(":read"))).toEqual([]);
  });

  test.each(KINDS)("keeps what is the head's own from every other role of a %s", (kind) => {
    for (const role of rolesOf(kind).filter((one) => !isHead(kind, one)))
      for (const own of ["role:manage", "ownership:transfer", "member:manage"] as const)
        expect(permissionsOfRole(kind, role), role).not.toContain(own);
    expect(composable(kind)).not.toContain("role:manage");
    expect(composable(kind)).not.toContain("ownership:transfer");
  });

  test("has a word for each permission, and shows each once", () => {
    const words = Object.values(PERMISSION_WORDS);
    expect(new Set(words).size).toBe(PERMISSIONS.length);
    const shown = groupedPermissions(PERMISSIONS).flatMap((group) => group.permissions);
    expect([...shown].sort()).toEqual([...PERMISSIONS].sort());
  });
});

describe("a role that an organisation made", () => {
  test.each(KINDS)("carries no more than a %s may have, whatever is written in it", (kind) => {
    const all = viewer(kind, "member", PERMISSIONS);
    expect(PERMISSIONS.filter((one) => may(all, one))).toEqual(composable(kind));
  });

  test("stands in the place of the role beneath it", () => {
    const one = viewer("buyer", "member", ["organization:read", "statement:approve"]);
    expect(may(one, "statement:approve")).toBe(true);
    expect(may(one, "work:read")).toBe(false);
  });

  test("is made of what its maker holds, and always lets its holder in", () => {
    const role = composeRole(head("buyer"), { name: " Clerk ", permissions: ["invoice:read"] });
    expect(role).toEqual({
      name: "Clerk",
      permissions: ["catalogue:read", "invoice:read", "organization:read"],
    });
  });

  test.each([
    ["buyer", { name: "", permissions: [] }, "name"],
    ["buyer", { name: "Finance", permissions: [] }, "name"],
    ["buyer", { name: "MEMBER", permissions: [] }, "name"],
    ["buyer", { name: "X", permissions: ["role:manage"] }, "permissions"],
    ["buyer", { name: "X", permissions: ["payroll_run:prepare"] }, "permissions"],
    ["buyer", { name: "X", permissions: ["constructor"] }, "permissions"],
    ["provider", { name: "X", permissions: ["payroll_run:approve"] }, "permissions"],
    ["marketplace", { name: "X", permissions: ["contest:rule"] }, "permissions"],
  ] as const)("by a %s's head is refused as %j", (kind, input, field) => {
    expect(() => composeRole(head(kind), input)).toThrowError(
      expect.objectContaining({ code: "invalid_input", field }),
    );
  });
});

describe("granting", () => {
  test.each(KINDS)("is the head's of a %s for each of its roles", (kind) => {
    for (const role of rolesOf(kind))
      expect(mayGrant(head(kind), permissionsOfRole(kind, role))).toBe(true);
  });

  test("is nobody's without the right, even of what they hold", () => {
    const finance = viewer("buyer", "finance");
    expect(mayGrant(finance, permissionsOfRole("buyer", "finance"))).toBe(false);
  });

  test("ends at what the granter holds", () => {
    const clerk = viewer("buyer", "member", [...permissionsOfRole("buyer", "member"), "member:manage"]);
    expect(mayGrant(clerk, permissionsOfRole("buyer", "member"))).toBe(true);
    for (const role of ["owner", "finance", "operations_lead"] as const)
      expect(() => demandGrant(clerk, permissionsOfRole("buyer", role))).toThrowError(
        expect.objectContaining({ code: "not_allowed" }),
      );
  });

  test.each([
    ["owner", 1, true],
    ["owner", 2, false],
    ["finance", 1, false],
  ] as const)("with %s lost of %i heads: refused %s", (loses, heads, refused) => {
    const deed = () => refuseWithoutHead({ kind: "buyer", loses, heads });
    if (refused) expect(deed).toThrowError(expect.objectContaining({ code: "last_head" }));
    else expect(deed).not.toThrow();
  });
});

describe("an invitation", () => {
  const now = Temporal.Instant.from("2026-11-21T09:00:00Z");
  const at = (hours: number) => now.add({ hours });

  test.each([
    [{ acceptedAt: null, revokedAt: null, expiresAt: at(1) }, "open"],
    [{ acceptedAt: null, revokedAt: null, expiresAt: at(0) }, "expired"],
    [{ acceptedAt: null, revokedAt: at(-1), expiresAt: at(1) }, "revoked"],
    [{ acceptedAt: at(-1), revokedAt: null, expiresAt: at(-1) }, "accepted"],
  ] as const)("is %s at its time", (times, state) => {
    expect(invitationState(times, now)).toBe(state);
  });

  test("works for seven days", () => {
    expect(expiryOf(now).toString()).toBe("2026-11-28T09:00:00Z");
  });

  test.each([
    [" Anna@Example.TEST ", "anna@example.test"],
    ["no", null],
    ["a@b", null],
    ["a b@example.test", null],
    ["a@example.test\nBcc: b@example.test", null],
  ])("to %j goes to %j", (given, expected) => {
    const parsed = emailSchema.safeParse(given);
    expect(parsed.success ? parsed.data : null).toBe(expected);
  });
});
