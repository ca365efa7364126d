import { afterAll, beforeAll, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import {
  approveOrganizationErasure,
  askForOrganizationErasure,
  eraseDueOrganizations,
  withdrawOrganizationErasure,
} from "../../server/records/organization-erasure.ts";
import { tellOrganizationErasure } from "../../server/records/tell-organization-erasure.job.ts";
import { colleague, member } from "../factories/people.ts";
import { refusedUnchanged } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let owner: Viewer;
let second: Viewer;
let finance: Viewer;
let admin: Viewer;
beforeAll(async () => {
  world = await openWorld();
  owner = await member(world, { name: "Halden", kind: "buyer", role: "owner" });
  const { organizationId, organizationName } = owner;
  const place = { organizationId, organizationName, kind: "buyer" } as const;
  second = await colleague(world, { ...place, role: "owner" });
  finance = await colleague(world, { ...place, role: "finance" });
  admin = await member(world, { name: "Market", kind: "marketplace", role: "admin" });
});
afterAll(() => world.close());

const asks = (viewer: Viewer) => askForOrganizationErasure(world.caller(viewer), null);
const approves = (viewer: Viewer, id: string) => approveOrganizationErasure(world.caller(viewer), { id });

/** Whom a step of an erasure was told to, after all jobs. */
async function toldOf(id: string, step: string): Promise<string[]> {
  await world.drainJobs();
  const { rows } = await world.owner.query(
    "select to_address from mail_message where key like 'organization_erasure:' || $1 || ':' || $2 || ':%'",
    [id, step],
  );
  return rows.map((one) => one.to_address).sort();
}

test("owners and administrators are told each step, once, and nobody else is", async () => {
  const { id } = await asks(owner);
  const heads = [owner, second, admin].map((one) => one.email).sort();
  expect(await toldOf(id, "asked")).toEqual(heads);
  const deps = { db: world.workDb, clock: world.clock, publicUrl: "http://x" };
  await tellOrganizationErasure(deps, { id, organizationId: owner.organizationId, step: "asked" });
  expect(await toldOf(id, "asked")).toEqual(heads);
  await approves(second, id);
  expect(await toldOf(id, "approved")).toEqual(heads);
  await withdrawOrganizationErasure(world.caller(owner), { id });
  expect(await toldOf(id, "withdrawn")).toEqual(heads);
});

test("what is refused is told to nobody", async () => {
  const mails = async () =>
    (await world.row("select count(*)::int as n from mail_message where kind = 'organization_erasure'")).n;
  const before = await mails();
  await refusedUnchanged(world, () => asks(finance), { code: "not_allowed" });
  await world.drainJobs();
  expect(await mails()).toBe(before);
});

test("that it is done is told to the administrators, since the owners have no address left", async () => {
  const { id } = await asks(owner);
  await approves(admin, id);
  world.clock.moveTo(world.clock.now().add({ hours: 15 * 24 }));
  expect(await eraseDueOrganizations({ db: world.workDb, clock: world.clock })).toBe(1);
  expect(await toldOf(id, "done")).toEqual([admin.email]);
});
