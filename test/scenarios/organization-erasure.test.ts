import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { verifyChains } from "../../server/audit/verify-chains.ts";
import { revealWageAccount } from "../../server/billing/client-money/reveal-account.ts";
import { proposePayoutDetails } from "../../server/billing/payout-details/propose-payout-details.ts";
import { createApiKey } from "../../server/identity/create-api-key.ts";
import { stateTaxIdentity } from "../../server/identity/state-tax-identity.ts";
import { liftLegalHold, placeLegalHold } from "../../server/records/legal-holds.ts";
import {
  approveOrganizationErasure,
  askForOrganizationErasure,
  eraseDueOrganizations,
  withdrawOrganizationErasure,
} from "../../server/records/organization-erasure.ts";
import { fieldsOf, rotateFieldKeys, sealPlainFields } from "../../server/rotate-field-keys.ts";
import { ask } from "../factories/ask.ts";
import { testFields } from "../factories/field-keys.ts";
import { payrollStory } from "../factories/payroll-story.ts";
import { colleague, member } from "../factories/people.ts";
import { refusedUnchanged, unchangedBy } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

const VAT = "NL987654321B01";
const IBAN = "DE89370400440532013000";

let world: World;
let story: Awaited<ReturnType<ReturnType<typeof payrollStory>["told"]>>;
let owner: Viewer;
let second: Viewer;
let admin: Viewer;
let runId: string;
const { answer, prepare, told } = payrollStory(() => world);

beforeAll(async () => {
  world = await openWorld();
  story = await told();
  owner = await ofBuyer("owner");
  second = await ofBuyer("owner");
  admin = await member(world, { name: "Market", kind: "marketplace", role: "admin" });
  ({ runId } = await prepare(story));
  await stateTaxIdentity(world.caller(owner), {
    ...{ name: "Halden", addressLine: "Kade 1", postalCode: "3011", city: "Rotterdam", country: "NL" },
    ...{ status: "registered", vatNumber: VAT },
  });
  await proposePayoutDetails(world.caller(await ofProvider("owner")), {
    ...{ currency: "EUR", holder: "Quaylink IT", account: IBAN },
  });
  // Somebody with a place on both sides, and somebody with none but this one.
  await world.owner.query(
    "insert into membership (organization_id, user_id, role) values ($1, $2, 'member')",
    [story.provider.organizationId, second.userId],
  );
});
afterAll(() => world.close());

type BuyerRole = "owner" | "finance";
const ofBuyer = (role: BuyerRole) => {
  const { organizationId, organizationName } = story.buyer;
  return colleague(world, { organizationId, organizationName, kind: "buyer", role });
};
const ofProvider = (role: BuyerRole) => {
  const { organizationId, organizationName } = story.provider;
  return colleague(world, { organizationId, organizationName, kind: "provider", role });
};
const asks = (viewer: Viewer) => askForOrganizationErasure(world.caller(viewer), null);
const approves = (viewer: Viewer, id: string) => approveOrganizationErasure(world.caller(viewer), { id });
const withdraws = (viewer: Viewer, id: string) => withdrawOrganizationErasure(world.caller(viewer), { id });
const erase = () => eraseDueOrganizations({ db: world.workDb, clock: world.clock });
const afterDays = (days: number) => world.clock.moveTo(world.clock.now().add({ hours: days * 24 }));
const endsOn = (day: string | null) =>
  world.owner.query("update engagement set ends_on = $2 where id = $1", [story.engagementId, day]);
const blockers = async (viewer = owner) =>
  (await ask(world, viewer, "{ erasureBlockers { kind count until } }")).data.erasureBlockers;
const sealed = () =>
  world.owner.query("select id, account from payroll_payment where run_id = $1 order by payee", [runId]);

describe("is refused", () => {
  test("to everybody but a head with a proof, in a session", async () => {
    await endsOn("2026-10-31");
    for (const viewer of [story.finance, story.buyer, admin])
      await refusedUnchanged(world, () => asks(viewer), { code: "not_allowed" });
    await refusedUnchanged(world, () => asks({ ...owner, via: "api_key" }), { code: "not_allowed" });
    await refusedUnchanged(world, () => asks({ ...owner, stepUpAt: null }), { code: "step_up_needed" });
  });

  test("with everything that stands in the way, named", async () => {
    await endsOn(null);
    const { id } = await placeLegalHold(world.caller(admin), {
      ...{ subject: second.email, until: "2031-01-31", reason: "The labour court asked for it." },
    });
    const refusal =
      /a contract is running; a pay run or its funding is open; a legal hold is in force until 2031/;
    await refusedUnchanged(world, () => asks(owner), { code: "erasure_blocked", message: refusal });
    expect(await blockers()).toEqual([
      { kind: "running_contract", count: 1, until: null },
      { kind: "client_money", count: 1, until: null },
      { kind: "legal_hold", count: 1, until: "2031-01-31" },
    ]);
    await liftLegalHold(world.caller(admin), { id, because: "The court has what it wanted." });
    await answer(story, runId, { approve: false, reason: "Wrong month" });
    await endsOn("2026-10-31");
    expect(await blockers()).toEqual([{ kind: "retention_duty", count: 1, until: "2029-10-30" }]);
    await refusedUnchanged(world, () => asks(owner), { code: "erasure_blocked" });
  });
});

describe("one person asks and another approves", () => {
  let id: string;
  beforeAll(async () => {
    world.clock.moveTo(Temporal.Instant.from("2029-11-01T08:00:00Z"));
    expect(await blockers()).toEqual([]);
    ({ id } = await asks(owner));
  });

  test("never the same, whatever their roles; nor anybody of another organisation", async () => {
    await refusedUnchanged(world, () => asks(second), { code: "erasure_under_way" });
    const { organizationId } = admin;
    await world.owner.query(
      "insert into membership (organization_id, user_id, role) values ($1, $2, 'admin')",
      [organizationId, owner.userId],
    );
    const asAdmin = { ...admin, userId: owner.userId };
    for (const viewer of [owner, asAdmin])
      await refusedUnchanged(world, () => approves(viewer, id), { code: "not_allowed" });
    await world.owner.query("delete from membership where organization_id = $1 and user_id = $2", [
      ...[organizationId, owner.userId],
    ]);
    const stranger = await member(world, { name: "Stranger", kind: "provider", role: "owner" });
    for (const strange of [id, crypto.randomUUID(), "none"])
      await refusedUnchanged(world, () => approves(stranger, strange), { code: "not_found" });
    await refusedUnchanged(world, () => withdraws(stranger, id), { code: "not_found" });
    await refusedUnchanged(world, () => approves(story.finance, id), { code: "not_allowed" });
    const unproved = { ...second, stepUpAt: null };
    await refusedUnchanged(world, () => approves(unproved, id), { code: "step_up_needed" });
    await expect(
      world.owner.query(
        `update organization_erasure set approved_by_id = asked_by_id, approved_by_name = 'x',
           approved_at = asked_at, due_at = asked_at + interval '14 days' where id = $1`,
        [id],
      ),
    ).rejects.toThrow(/two_people/);
  });

  test("and what stands in the way by then refuses the second as well", async () => {
    await endsOn(null);
    await refusedUnchanged(world, () => approves(admin, id), { code: "erasure_blocked" });
    await endsOn("2026-10-31");
  });

  test("either takes it back, and it is not done", async () => {
    await withdraws(second, id);
    await refusedUnchanged(world, () => withdraws(owner, id), { code: "not_found" });
    ({ id } = await asks(owner));
    await approves(second, id);
    await withdraws(admin, id);
    afterDays(20);
    expect(await erase()).toBe(0);
  });
});

describe("erased", () => {
  let id: string;
  let before: { id: string; account: string }[];
  beforeAll(async () => {
    ({ rows: before } = await sealed());
    await createApiKey(world.caller(owner), { name: "Theirs", days: 1, scopes: ["work:read"] });
    ({ id } = await asks(owner));
    await approves(admin, id);
  });

  test("not before fourteen days, and not while something stands in the way", async () => {
    afterDays(13);
    await unchangedBy(world, async () => expect(await erase()).toBe(0));
    afterDays(2);
    await endsOn(null);
    await unchangedBy(world, async () => expect(await erase()).toBe(0));
    const { data } = await ask(world, admin, "{ organizationErasures { state blockers { kind } } }");
    expect(data.organizationErasures[0]).toEqual({
      ...{ state: "approved", blockers: [{ kind: "running_contract" }] },
    });
    await endsOn("2026-10-31");
    const revealed = await revealWageAccount(world.caller(story.finance), { id: before[0]?.id ?? "" });
    expect(revealed.number).toBe("GB29600001");
  });

  test("its numbers open no more: the key is gone, and comes back by nothing", async () => {
    expect(await erase()).toBe(1);
    expect(await erase()).toBe(0);
    expect((await sealed()).rows).toEqual(before);
    const { openKept, sealFor } = fieldsOf(world.owner, testFields);
    for (const one of before)
      expect(await openKept("payroll_payment.account", one.id, one.account)).toBeNull();
    const wrapped = await world.row(
      "select wrapped, destroyed_at from data_key where organization_id = $1",
      [owner.organizationId],
    );
    expect(wrapped).toEqual({ wrapped: null, destroyed_at: expect.any(Date) });
    const place = { id: crypto.randomUUID(), owner: owner.organizationId };
    await expect(sealFor("payroll_payment.account", place, "x")).rejects.toMatchObject({ code: "erased" });
    await expect(
      world.owner.query(
        "update data_key set wrapped = 'v1.test.x', destroyed_at = null where wrapped is null",
      ),
    ).rejects.toThrow(/stays destroyed/);
    const how = { ownerUrl: world.urls.owner, fields: testFields };
    expect(await rotateFieldKeys(how)).toBe(0);
    expect(await sealPlainFields({ ...how, say: () => undefined })).toBe(0);
  });

  test("the other party sees that it was erased, is refused the number, and keeps its own", async () => {
    const { data } = await ask(
      world,
      story.provider,
      "query ($id: ID!) { payrollRun(id: $id) { payments { account amount { amountMinor } } } }",
      { id: runId },
    );
    expect(data.payrollRun.payments.map((one: { account: string }) => one.account)).toEqual([
      ...["erased", "erased", "erased"],
    ]);
    const finance = await ofProvider("finance");
    const reveal = () => revealWageAccount(world.caller(finance), { id: before[0]?.id ?? "" });
    await refusedUnchanged(world, reveal, { code: "erased" });
    const own = await world.row("select id, account from payout_details");
    const { open } = fieldsOf(world.owner, testFields);
    expect(await open("payout_details.account", own.id, own.account)).toBe(IBAN);
  });

  test("its people are out; whoever had no other place is erased, and the others keep their account", async () => {
    const places = await world.row(
      "select count(*)::int as n from membership where organization_id = $1 and ended_at is null",
      [owner.organizationId],
    );
    expect(places.n).toBe(0);
    const person = (viewer: Viewer) =>
      world.row("select name, disabled_at is not null as out from person where id = $1", [viewer.userId]);
    expect(await person(owner)).toEqual({ name: "Erased person", out: true });
    expect(await person(second)).toEqual({ name: second.name, out: false });
    for (const table of ["session", "tax_identity", "idempotency_key"])
      expect(
        await world.row(`select count(*)::int as n from ${table} where organization_id = $1`, [
          owner.organizationId,
        ]),
        table,
      ).toEqual({ n: 0 });
    const key = await world.row("select revoked_at from api_key where name = 'Theirs'");
    expect(key.revoked_at).toBeInstanceOf(Date);
  });

  test("the trail says who asked, who approved and what was done, and every chain holds", async () => {
    const { rows } = await world.owner.query(
      "select action, organization_id from audit_event where subject_id = $1 order by at, id",
      [id],
    );
    expect(rows.map((row) => row.action)).toEqual([
      ...["organization_erasure.ask", "organization_erasure.approve", "organization_erasure.finish"],
    ]);
    const done = await world.row("select done from organization_erasure where id = $1", [id]);
    expect(done.done).toMatchObject({ payroll_payment: 3, tax_identity: 1, person: 3 });
    for await (const chain of verifyChains(world.workDb, new Map())) expect(chain.fault).toBeFalsy();
    const { data } = await ask(
      world,
      admin,
      "{ organizationErasures { state organization approvedByName } }",
    );
    expect(data.organizationErasures[0]).toMatchObject({ state: "done", approvedByName: admin.name });
  });
});
