import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { createApiKey } from "../../server/identity/create-api-key.ts";
import { changeRole } from "../../server/identity/people/change-role.ts";
import { saveCustomRole } from "../../server/identity/people/custom-roles.ts";
import { inviteMember } from "../../server/identity/people/invite-member.ts";
import { answerOwnership, offerOwnership } from "../../server/identity/people/ownership.ts";
import { approveStaffAccess, askStaffAccess, assignStaff } from "../../server/identity/staff/access.ts";
import { colleague, member } from "../factories/people.ts";
import { refusedUnchanged } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let owner: Viewer;
let clerk: Viewer;
let admin: Viewer;
let manager: Viewer;
let clerkPlace: string;

beforeAll(async () => {
  world = await openWorld();
  owner = await member(world, { name: "Halden", kind: "buyer", role: "owner" });
  const { organizationId } = owner;
  clerk = await colleague(world, {
    ...{ organizationId, organizationName: "Halden", kind: "buyer", role: "finance" },
  });
  admin = await member(world, { name: "Accounts", kind: "marketplace", role: "admin" });
  manager = await member(world, { name: "Managers", kind: "marketplace", role: "account_manager" });
  clerkPlace = (await world.row("select id from membership where user_id = $1", [clerk.userId])).id;
});
afterAll(() => world.close());

/** Deeds that give somebody more than they had, each with whoever may do it. */
const GRAVE: [what: string, deed: (as: (viewer: Viewer) => Viewer) => Promise<unknown>][] = [
  [
    "inviting somebody",
    (as) => inviteMember(world.caller(as(owner)), { email: "new@halden.example", role: "finance" }),
  ],
  [
    "giving a role",
    (as) => changeRole(world.caller(as(owner)), { membershipId: clerkPlace, role: "owner" }),
  ],
  [
    "making a role",
    (as) => saveCustomRole(world.caller(as(owner)), { id: null, name: "Clerk", permissions: [] }),
  ],
  [
    "offering the place at the head",
    (as) => offerOwnership(world.caller(as(owner)), { membershipId: clerkPlace, roleAfter: "finance" }),
  ],
  [
    "taking it",
    (as) => answerOwnership(world.caller(as(clerk)), { id: crypto.randomUUID(), accept: true }),
  ],
  [
    "asking to read an organisation",
    (as) =>
      askStaffAccess(world.caller(as(manager)), {
        ...{ organizationId: owner.organizationId, reason: "A look at the invoice of May" },
        ...{ hours: 2, documents: false },
      }),
  ],
  [
    "approving that documents are read",
    (as) => approveStaffAccess(world.caller(as(admin)), { id: crypto.randomUUID() }),
  ],
  [
    "saying who looks after an organisation",
    (as) =>
      assignStaff(world.caller(as(admin)), {
        ...{ membershipId: crypto.randomUUID(), organizationId: owner.organizationId },
      }),
  ],
  [
    "making an API key",
    (as) => createApiKey(world.caller(as(owner)), { name: "Late", days: 1, scopes: ["work:read"] }),
  ],
];

describe("a proof of who somebody is", () => {
  const provedAgo = (minutes: number) => (viewer: Viewer) => ({
    ...viewer,
    stepUpAt: world.clock.now().subtract({ minutes }).epochMilliseconds,
  });

  test.each(GRAVE)("is asked for by %s, and nothing is done without one", async (_, deed) => {
    for (const as of [provedAgo(6), (viewer: Viewer) => ({ ...viewer, stepUpAt: null })])
      await refusedUnchanged(world, () => deed(as), { code: "step_up_needed" });
  });

  test.each(GRAVE)("of five minutes ago is enough for %s", async (_, deed) => {
    const answer = await deed(provedAgo(4)).catch((error: { code?: string }) => error.code);
    expect(answer).not.toBe("step_up_needed");
  });
});
