import type { OrganizationKind, Role, Viewer } from "../../domain/identity/viewer.ts";

/** A viewer of an organisation that the test has made. */
export function viewerOf(facts: {
  organizationId: string;
  userId: string;
  kind: OrganizationKind;
  role: Role;
}): Viewer {
  return {
    userId: facts.userId,
    name: "Test Person",
    email: "person@example.test",
    organizationId: facts.organizationId,
    organizationName: "Test Organisation",
    organizationKind: facts.kind,
    zone: "Europe/Berlin",
    role: facts.role,
    via: "session",
    // Proved at every hour that a test's clock may show; the tests of proof itself say when.
    stepUpAt: Number.MAX_SAFE_INTEGER,
    requestId: "test-request",
    address: "127.0.0.1",
    userAgent: "vitest",
  };
}
