import { describe, expect, test } from "vitest";
import type { Viewer } from "../identity/viewer.ts";
import { type Approvals, approvalStep, mayApprove, missingApprovals, sideOf } from "./approval.ts";
import { StatementNotApprovable } from "./errors.ts";

const waiting = (buyerApproved: boolean, providerApproved: boolean): Approvals => ({
  state: "awaiting_approval",
  buyerApproved,
  providerApproved,
});
const parties = { organizationId: "b", providerId: "p" };
const viewer = (
  organizationId: string,
  kind: Viewer["organizationKind"],
  role: Viewer["role"],
): Viewer => ({
  userId: "u",
  name: "N",
  email: "n@example.test",
  organizationId,
  organizationName: "O",
  zone: "UTC",
  organizationKind: kind,
  role,
  via: "session",
  requestId: "r",
  address: "",
  userAgent: "",
});

describe("an approval", () => {
  test.each([
    ["buyer", false, false, "waits_for_the_other"],
    ["provider", false, false, "waits_for_the_other"],
    ["buyer", false, true, "complete"],
    ["provider", true, false, "complete"],
    ["buyer", true, false, "already_given"],
    ["provider", true, true, "already_given"],
  ] as const)("of the %s, with buyer %s and provider %s before, is %s", (side, buyer, provider, step) => {
    expect(approvalStep(waiting(buyer, provider), side)).toBe(step);
  });

  test.each(["draft", "approved", "invoiced", "paid"] as const)(
    "of a statement that is %s is refused",
    (state) => {
      expect(() => approvalStep({ state, buyerApproved: false, providerApproved: true }, "buyer")).toThrow(
        StatementNotApprovable,
      );
    },
  );

  test("given before is no error later: a second click lands on the same page", () => {
    expect(approvalStep({ state: "paid", buyerApproved: true, providerApproved: true }, "buyer")).toBe(
      "already_given",
    );
  });

  test.each([
    [waiting(false, false), ["buyer", "provider"]],
    [waiting(true, false), ["provider"]],
    [{ ...waiting(true, true), state: "approved" as const }, []],
  ])("the missing ones are listed, the buyer first", (statement, missing) => {
    expect(missingApprovals(statement)).toEqual(missing);
  });

  test.each([
    ["the buyer's finance", viewer("b", "buyer", "finance"), true],
    ["the provider's delivery manager", viewer("p", "provider", "delivery_manager"), true],
    ["another buyer", viewer("x", "buyer", "owner"), false],
    ["an account manager", viewer("m", "marketplace", "account_manager"), false],
  ])("may be given by %s: %#", (_who, person, expected) => {
    expect(mayApprove(person, { ...waiting(false, false), ...parties })).toBe(expected);
  });

  test("a side belongs to a party alone", () => {
    expect(sideOf({ organizationId: "b" }, parties)).toBe("buyer");
    expect(sideOf({ organizationId: "p" }, parties)).toBe("provider");
    expect(sideOf({ organizationId: "x" }, parties)).toBeNull();
  });
});
