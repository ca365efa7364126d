import { describe, expect, test } from "vitest";
import { PERMISSIONS } from "./permission-list.ts";
import { may } from "./permissions.ts";
import type { Viewer } from "./viewer.ts";

const viewer = (organizationKind: Viewer["organizationKind"], role: Viewer["role"]): Viewer => ({
  userId: "u",
  name: "N",
  email: "n@example.test",
  organizationId: "o",
  organizationName: "O",
  organizationKind,
  zone: "UTC",
  role,
  via: "session",
  requestId: "r",
  address: "",
  userAgent: "",
});

describe("permissions", () => {
  test("a visitor may read the catalogue and nothing else", () => {
    expect(PERMISSIONS.filter((permission) => may(null, permission))).toEqual(["catalogue:read"]);
  });

  test.each([
    ["buyer", "operations_lead", "contract:order", true],
    ["buyer", "operations_lead", "work:import", false],
    ["buyer", "finance", "contract:sign", false],
    ["buyer", "finance", "statement:approve", true],
    ["provider", "delivery_manager", "work:import", true],
    ["provider", "delivery_manager", "contract:order", false],
    ["provider", "delivery_manager", "payout:set_up", false],
    ["marketplace", "account_manager", "portfolio:read", true],
    ["marketplace", "account_manager", "contract:sign", false],
    ["marketplace", "account_manager", "statement:approve", false],
    ["marketplace", "account_manager", "ledger:read", true],
    ["marketplace", "account_manager", "period:lock", false],
    ["marketplace", "account_manager", "reconciliation:run", false],
    ["provider", "delivery_manager", "payroll_run:prepare", true],
    ["provider", "owner", "payroll_run:approve", false],
    ["buyer", "finance", "payroll_run:approve", true],
    ["buyer", "owner", "payroll_run:prepare", false],
    ["buyer", "operations_lead", "client_money:read", false],
    ["marketplace", "account_manager", "payroll_run:approve", false],
    ["marketplace", "admin", "period:lock", true],
    ["buyer", "finance", "tax_identity:state", true],
    ["buyer", "operations_lead", "tax_identity:state", false],
    ["provider", "delivery_manager", "tax_identity:state", false],
    ["marketplace", "admin", "exchange_rate:state", true],
    ["marketplace", "account_manager", "exchange_rate:state", false],
    ["provider", "owner", "exchange_rate:state", false],
    ["marketplace", "admin", "legal_entity:state", true],
    ["marketplace", "account_manager", "legal_entity:state", false],
    ["buyer", "owner", "legal_entity:state", false],
    ["buyer", "owner", "ledger:read", false],
    ["provider", "finance", "ledger:read", false],
  ] as const)("a %s's %s asking for %s gets %s", (kind, role, permission, expected) => {
    expect(may(viewer(kind, role), permission)).toBe(expected);
  });

  test("a role of another kind of organisation carries nothing", () => {
    const odd = viewer("buyer", "account_manager");
    expect(PERMISSIONS.filter((permission) => may(odd, permission))).toEqual([]);
  });

  test("every permission is had by some person's role", () => {
    const people = [
      viewer("buyer", "owner"),
      viewer("buyer", "finance"),
      viewer("provider", "owner"),
      viewer("marketplace", "account_manager"),
      viewer("marketplace", "admin"),
    ];
    expect(PERMISSIONS.filter((permission) => !people.some((one) => may(one, permission)))).toEqual([]);
  });
});
