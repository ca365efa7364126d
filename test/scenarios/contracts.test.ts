import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createOrder } from "../../server/contracts/create-order.ts";
import { declineStatementOfWork } from "../../server/contracts/decline-statement-of-work.ts";
import { offerStatementOfWork } from "../../server/contracts/offer-statement-of-work.ts";
import { proposeVersion } from "../../server/contracts/propose-version.ts";
import { signStatementOfWork } from "../../server/contracts/sign-statement-of-work.ts";
import { signaturesOf } from "../../server/contracts/sow-version.read.ts";
import { listStatementsOfWork } from "../../server/contracts/statement-of-work.read.ts";
import { withdrawStatementOfWork } from "../../server/contracts/withdraw-statement-of-work.ts";
import { findEngagement, listEngagements, peopleOf } from "../../server/delivery/engagement.read.ts";
import { openEngagement } from "../../server/delivery/open-engagement.ts";
import { completeChecklistItem, reopenChecklistItem } from "../../server/delivery/tick-checklist-item.ts";
import { type ContractStory, contractStory, MISSING } from "../factories/contract-story.ts";
import { orderForm, sign, signingInput } from "../factories/contracts.ts";
import { colleague } from "../factories/people.ts";

let world: ContractStory["world"];
let buyer: ContractStory["buyer"];
let provider: ContractStory["provider"];
let stranger: ContractStory["stranger"];
let staff: ContractStory["staff"];
let listingId: ContractStory["listingId"];
let refused: ContractStory["refused"];
let stateOf: ContractStory["stateOf"];
let read: ContractStory["read"];
let engagementOf: ContractStory["engagementOf"];
let editNow: ContractStory["editNow"];
let chain: ContractStory["chain"];
let itemsOf: ContractStory["itemsOf"];
let openedOnce: ContractStory["openedOnce"];

beforeAll(async () => {
  ({
    world,
    buyer,
    provider,
    stranger,
    staff,
    listingId,
    refused,
    stateOf,
    read,
    engagementOf,
    editNow,
    chain,
    itemsOf,
    openedOnce,
  } = await contractStory());
});
afterAll(() => world.close());

describe("from an order to an engagement", () => {
  let id: string;
  let engagementId: string;

  test("a buyer's order is a draft that the provider does not see", async () => {
    const terms = { ...(await orderForm(world, buyer, listingId)), startsOn: "2026-10-01" };
    const order = await createOrder(world.caller(buyer), { listingId, terms });
    id = order.id;
    expect(await stateOf(id)).toEqual({ state: "draft", current_version: 1 });
    expect(await read(buyer, id)).toMatchObject({
      terms: { monthlyFeeMinor: "400000", startsOn: "2026-10-01" },
    });
    expect(await read(provider, id)).toBeNull();
    await refused(() => sign(world, buyer, id), { code: "transition_refused" });
  });

  test("the offer shows it to the provider, for whom it waits now", async () => {
    await offerStatementOfWork(world.caller(buyer), { statementOfWorkId: id });
    const waiting = await world.db.readOrg(provider, (tx) =>
      listStatementsOfWork(tx, provider, { awaitingViewer: true, take: 10, inverted: false }),
    );
    expect(waiting.map((sow) => sow.id)).toEqual([id]);
    await refused(() => sign(world, buyer, id), { code: "provider_signs_first" });
  });

  test("the provider's new version replaces the terms and keeps the old ones", async () => {
    const edit = { ...(await editNow(provider, id)), monthlyFee: "4,200.00" };
    const input = { statementOfWorkId: id, baseVersion: 1, note: "Two more sites", terms: edit };
    await proposeVersion(world.caller(provider), input);
    expect(await stateOf(id)).toEqual({ state: "offered", current_version: 2 });
    expect((await read(buyer, id))?.terms.monthlyFeeMinor).toBe("420000");
    await refused(() => proposeVersion(world.caller(provider), input), { code: "version_outdated" });
    const same = { ...input, baseVersion: 2, terms: await editNow(provider, id) };
    await refused(() => proposeVersion(world.caller(provider), same), { code: "nothing_changed" });
  });

  test("a countersigned version that is changed needs a new countersignature", async () => {
    await sign(world, provider, id);
    expect(await stateOf(id)).toEqual({ state: "countersigned", current_version: 2 });
    const edit = { ...(await editNow(buyer, id)), noticeDays: "30" };
    await proposeVersion(world.caller(buyer), { statementOfWorkId: id, baseVersion: 2, terms: edit });
    expect(await stateOf(id)).toEqual({ state: "offered", current_version: 3 });
    await refused(() => sign(world, buyer, id), { code: "provider_signs_first" });
  });

  test("both signatures put it into force and open one engagement", async () => {
    await sign(world, provider, id);
    await sign(world, buyer, id);
    expect(await stateOf(id)).toEqual({ state: "active", current_version: 3 });
    await openedOnce(id);
    const sow = await read(buyer, id);
    engagementId = sow?.engagementId ?? "";
    const opened = await engagementOf(provider, engagementId);
    expect(opened).toMatchObject({
      startsOn: "2026-10-01",
      endsOn: "2027-09-30",
      state: "active",
      zone: "Europe/Berlin",
    });
  });

  test("the signatures carry their evidence in a chain that holds", async () => {
    const signatures = await world.db.readOrg(buyer, (tx) => signaturesOf(tx, id));
    expect(signatures.map((one) => [one.version, one.party])).toEqual([
      [2, "provider"],
      [3, "provider"],
      [3, "buyer"],
    ]);
    expect(signatures[2]).toMatchObject({
      email: buyer.email,
      authority: "on behalf of Brightline, as Operations lead",
      authMethod: "password_session",
      address: "127.0.0.1",
      signedAt: "2026-11-21T09:00:00.000Z",
      prevHash: signatures[1]?.hash,
    });
    expect(signatures[2]?.document).toContain("€4,200.00 a month");
    expect(await chain(id)).toEqual({ intact: true, faults: [] });
  });

  test("a signature altered behind our back is found", async () => {
    await world.owner.query("alter table signature disable trigger append_only");
    await world.owner.query("update signature set typed_name = 'Somebody Else' where email = $1", [
      buyer.email,
    ]);
    expect(await chain(id)).toEqual({
      intact: false,
      faults: ["The buyer's signature differs from its seal."],
    });
    await world.owner.query("update signature set typed_name = $1 where email = $2", [
      buyer.name,
      buyer.email,
    ]);
    await world.owner.query("alter table signature enable trigger append_only");
    expect((await chain(id)).intact).toBe(true);
  });

  test("an active contract can be neither changed, declined nor taken back", async () => {
    const terms = { ...(await editNow(buyer, id)), noticeDays: "45" };
    const edit = { statementOfWorkId: id, baseVersion: 3, terms };
    await refused(() => proposeVersion(world.caller(buyer), edit), { code: "transition_refused" });
    await refused(() => withdrawStatementOfWork(world.caller(buyer), { statementOfWorkId: id }), {
      code: "transition_refused",
    });
    await refused(() => declineStatementOfWork(world.caller(provider), { statementOfWorkId: id }), {
      code: "transition_refused",
    });
  });

  test("each side ticks its own items of the checklist", async () => {
    const items = await itemsOf(engagementId);
    expect(items).toHaveLength(9);
    const mine = items.find((item) => item.party === "buyer")?.id ?? "";
    await refused(() => completeChecklistItem(world.caller(provider), { itemId: mine }), {
      code: "not_your_item",
    });
    await completeChecklistItem(world.caller(buyer), { itemId: mine });
    await completeChecklistItem(world.caller(buyer), { itemId: mine });
    expect((await itemsOf(engagementId)).filter((item) => item.done_at)).toMatchObject([
      { done_by_name: buyer.name },
    ]);
    await reopenChecklistItem(world.caller(buyer), { itemId: mine });
    expect((await itemsOf(engagementId)).filter((item) => item.done_at)).toEqual([]);
  });

  test("the people of both sides are known to both", async () => {
    await colleague(world, { ...buyer, kind: "buyer", role: "finance" });
    const people = await world.db.readOrg(provider, async (tx) => {
      const one = await findEngagement(tx, { viewer: provider, id: engagementId, now: world.clock.now() });
      return one ? peopleOf(tx, one) : [];
    });
    expect(people.map((one) => [one.party, one.role])).toEqual([
      ["provider", "delivery_manager"],
      ["buyer", "operations_lead"],
      ["buyer", "finance"],
    ]);
    const seen = await world.db.readOrg(stranger, (tx) =>
      tx.membership.count({
        where: { organizationId: { in: [buyer.organizationId, provider.organizationId] } },
      }),
    );
    expect(seen).toBe(0);
  });

  test("another organisation's ids answer as ids that do not exist", async () => {
    const item = (await itemsOf(engagementId))[0]?.id ?? "";
    for (const [one, engagement, entry] of [
      [id, engagementId, item],
      [MISSING, MISSING, MISSING],
      ["no-id", "no-id", "no-id"],
    ] as const) {
      expect(await read(stranger, one)).toBeNull();
      expect(await engagementOf(stranger, engagement)).toBeNull();
      const sow = { statementOfWorkId: one };
      const refusal = { code: "not_found", message: "There is no such statement of work." };
      await refused(() => withdrawStatementOfWork(world.caller(stranger), sow), refusal);
      const signing = { ...(await signingInput(world, buyer, id)), ...sow };
      await refused(() => signStatementOfWork(world.caller(stranger), signing), refusal);
      const edit = { ...sow, baseVersion: 3, terms: await editNow(buyer, id) };
      await refused(() => proposeVersion(world.caller(stranger), edit), refusal);
      await refused(() => completeChecklistItem(world.caller(stranger), { itemId: entry }), {
        code: "not_found",
        message: "There is no such checklist item.",
      });
    }
  });

  test("staff read it and sign nothing", async () => {
    expect(await read(staff, id)).toMatchObject({ state: "active" });
    const list = await world.db.readOrg(staff, (tx) =>
      listEngagements(tx, { viewer: staff, now: world.clock.now(), take: 10, inverted: false }),
    );
    expect(list.map((one) => one.id)).toContain(engagementId);
    const input = await signingInput(world, staff, id);
    await refused(() => signStatementOfWork(world.caller(staff), input), { code: "not_allowed" });
    await refused(() => openEngagement(world.caller(staff), { statementOfWorkId: id }), {
      code: "not_allowed",
    });
    await refused(() => openEngagement(world.caller(buyer), { statementOfWorkId: id }), {
      code: "not_allowed",
    });
  });
});
