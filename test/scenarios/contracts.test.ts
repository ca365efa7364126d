import { parse } from "graphql";
import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { editOf } from "../../domain/contracts/edited-terms.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { runOperation } from "../../graphql/execute.ts";
import { createOrder } from "../../server/contracts/create-order.ts";
import { declineStatementOfWork } from "../../server/contracts/decline-statement-of-work.ts";
import { offerStatementOfWork } from "../../server/contracts/offer-statement-of-work.ts";
import { proposeVersion } from "../../server/contracts/propose-version.ts";
import { signStatementOfWork } from "../../server/contracts/sign-statement-of-work.ts";
import { chainOf, signaturesOf } from "../../server/contracts/sow-version.read.ts";
import {
  findStatementOfWork,
  listStatementsOfWork,
} from "../../server/contracts/statement-of-work.read.ts";
import { withdrawStatementOfWork } from "../../server/contracts/withdraw-statement-of-work.ts";
import { findEngagement, listEngagements, peopleOf } from "../../server/delivery/engagement.read.ts";
import { openEngagement, openEngagementTask } from "../../server/delivery/open-engagement.ts";
import { completeChecklistItem, reopenChecklistItem } from "../../server/delivery/tick-checklist-item.ts";
import {
  attestation,
  offeredContract,
  orderForm,
  publishedListing,
  sign,
  signingInput,
} from "../factories/contracts.ts";
import { colleague, member } from "../factories/people.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let buyer: Viewer;
let provider: Viewer;
let stranger: Viewer;
let staff: Viewer;
let listingId: string;
const MISSING = "019ab000-0000-7000-8000-000000000000";

beforeAll(async () => {
  world = await openWorld({ now: "2026-11-21T09:00:00Z" });
  buyer = await member(world, { name: "Brightline", kind: "buyer", role: "operations_lead" });
  provider = await member(world, { name: "Quaylink", kind: "provider", role: "delivery_manager" });
  stranger = await member(world, { name: "Outsider", kind: "buyer", role: "owner" });
  staff = await member(world, { name: "House", kind: "marketplace", role: "account_manager" });
  listingId = await publishedListing(world, provider);
  await attestation(world, provider, { kind: "iso27001" });
});
afterAll(() => world.close());

/** Everything a refusal must leave alone. */
async function traces(): Promise<string> {
  const { rows } = await world.owner.query(
    `select (select json_agg(s order by id) from statement_of_work s) as sow, (select count(*) from sow_version) as versions,
            (select count(*) from signature) as signatures, (select count(*) from engagement) as engagements,
            (select count(*) from audit_event) as audit, (select count(*) from graphile_worker.jobs) as jobs,
            (select json_agg(c order by id) from checklist_item c) as items`,
  );
  return JSON.stringify(rows[0]);
}

async function refused(work: () => Promise<unknown>, expected: Record<string, unknown>): Promise<void> {
  const before = await traces();
  await expect(work()).rejects.toMatchObject(expected);
  expect(await traces()).toBe(before);
}

async function stateOf(id: string) {
  const { rows } = await world.owner.query(
    "select state, current_version from statement_of_work where id = $1",
    [id],
  );
  return rows[0];
}

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

describe("an order is refused", () => {
  test.each([
    ["0", /above 0/],
    ["1000000000000000", /largest amount/],
    ["-5", /minus sign/],
    ["1,50", /comma only between thousands/],
    ["", /Enter an amount/],
    ["twelve", /is not an amount/],
  ])("for a monthly fee of %j", async (monthlyFee, message) => {
    const terms = { ...(await orderForm(world, buyer, listingId)), monthlyFee };
    await refused(() => createOrder(world.caller(buyer), { listingId, terms }), {
      code: "invalid_input",
      field: "monthlyFee",
      message: expect.stringMatching(message),
    });
  });

  test("where the weights do not make up the pool", async () => {
    const form = await orderForm(world, buyer, listingId);
    const serviceLevels = form.serviceLevels.map((level) => ({ ...level, weight: "30" }));
    await refused(
      () => createOrder(world.caller(buyer), { listingId, terms: { ...form, serviceLevels } }),
      {
        code: "invalid_input",
        field: "serviceLevels",
      },
    );
  });

  test("for a listing that is not there, and for one that is not published", async () => {
    const hidden = await publishedListing(world, provider, { published: false });
    const terms = await orderForm(world, buyer, listingId);
    for (const one of [hidden, MISSING, "no-id"])
      await refused(() => createOrder(world.caller(buyer), { listingId: one, terms }), {
        code: "not_found",
      });
  });

  test("to a provider, and to a buyer's finance", async () => {
    const finance = await colleague(world, { ...buyer, kind: "buyer", role: "finance" });
    const terms = await orderForm(world, buyer, listingId);
    for (const one of [provider, finance, staff])
      await refused(() => createOrder(world.caller(one), { listingId, terms }), { code: "not_allowed" });
  });

  test("never twice under one key", async () => {
    const terms = await orderForm(world, buyer, listingId);
    const key = crypto.randomUUID();
    const order = () => createOrder(world.caller(buyer, key), { listingId, terms });
    const [one, other] = await Promise.all([order(), order()]);
    expect(one).toEqual(other);
  });
});

describe("a signature is refused", () => {
  test.each([
    ["another's name", { typedName: "Somebody Else" }, "typedName"],
    ["no name", { typedName: "  " }, "typedName"],
    ["no consent", { consent: false }, "consent"],
    ["an old consent text", { consentTextVersion: "2019-01" }, "consent"],
    ["no authority", { authority: false }, "authority"],
  ])("with %s", async (_name, patch, field) => {
    const id = await offeredContract(world, { buyer, listingId });
    const input = { ...(await signingInput(world, provider, id)), ...patch };
    await refused(() => signStatementOfWork(world.caller(provider), input), {
      code: "invalid_input",
      field,
    });
  });

  test("under a text or a version that the signer did not read", async () => {
    const id = await offeredContract(world, { buyer, listingId });
    const input = await signingInput(world, provider, id);
    const other = { ...input, documentHash: `sha256:${"1".repeat(64)}` };
    await refused(() => signStatementOfWork(world.caller(provider), other), { code: "document_changed" });
    const older = { ...input, version: 7 };
    await refused(() => signStatementOfWork(world.caller(provider), older), { code: "version_outdated" });
  });

  test("of either side while a required attestation has lapsed, by name and date", async () => {
    const lapsing = await member(world, { name: "Lapsing", kind: "provider", role: "owner" });
    const offer = await publishedListing(world, lapsing);
    await attestation(world, lapsing, { kind: "iso27001", validTo: "2026-11-25" });
    const id = await offeredContract(world, { buyer, listingId: offer });
    world.clock.moveTo(Temporal.Instant.from("2026-11-26T09:00:00Z"));
    const refusal = {
      code: "attestation_lapsed",
      message: "ISO 27001 of Lapsing lapsed on 2026-11-25. It must be renewed before signing.",
    };
    await refused(() => sign(world, lapsing, id), refusal);
    world.clock.moveTo(Temporal.Instant.from("2026-11-25T09:00:00Z"));
    await sign(world, lapsing, id);
    world.clock.moveTo(Temporal.Instant.from("2026-11-26T09:00:00Z"));
    await refused(() => sign(world, buyer, id), refusal);
    await attestation(world, lapsing, { kind: "iso27001", validTo: "2027-11-25" });
    await sign(world, buyer, id);
    expect(await stateOf(id)).toMatchObject({ state: "active" });
    world.clock.moveTo(Temporal.Instant.from("2026-11-21T09:00:00Z"));
  });

  test("where the attestation was only declared or never existed", async () => {
    const bare = await member(world, { name: "Bare", kind: "provider", role: "owner" });
    const offer = await publishedListing(world, bare);
    const id = await offeredContract(world, { buyer, listingId: offer });
    await refused(() => sign(world, bare, id), { code: "attestation_missing" });
    await attestation(world, bare, { kind: "iso27001", level: "declared" });
    await refused(() => sign(world, bare, id), { code: "attestation_declared_only" });
  });
});

describe("at the same moment", () => {
  test("two tabs of the provider and then of the buyer give one signature each and one engagement", async () => {
    const id = await offeredContract(world, { buyer, listingId });
    const given = await Promise.all([1, 2, 3].map(() => sign(world, provider, id)));
    expect(new Set(given.map((one) => one.signatureId)).size).toBe(1);
    const closed = await Promise.all([1, 2, 3].map(() => sign(world, buyer, id)));
    expect(new Set(closed.map((one) => one.signatureId)).size).toBe(1);
    await openedOnce(id);
    expect((await chain(id)).intact).toBe(true);
  });

  test("the offer taken back and the countersignature leave one winner", async () => {
    const id = await offeredContract(world, { buyer, listingId });
    const input = await signingInput(world, provider, id);
    const results = await Promise.allSettled([
      withdrawStatementOfWork(world.caller(buyer), { statementOfWorkId: id, reason: "Budget" }),
      signStatementOfWork(world.caller(provider), input),
    ]);
    expect((await stateOf(id)).state).toBe("withdrawn");
    expect(results[0]?.status).toBe("fulfilled");
  });
});

describe("an offer", () => {
  test("that the provider declines is closed with the reason", async () => {
    const id = await offeredContract(world, { buyer, listingId });
    await refused(() => declineStatementOfWork(world.caller(buyer), { statementOfWorkId: id }), {
      code: "wrong_party",
    });
    await refused(() => withdrawStatementOfWork(world.caller(provider), { statementOfWorkId: id }), {
      code: "wrong_party",
    });
    await declineStatementOfWork(world.caller(provider), { statementOfWorkId: id, reason: "No capacity" });
    expect(await read(buyer, id)).toMatchObject({ state: "declined", closedReason: "No capacity" });
    await refused(() => sign(world, provider, id), { code: "transition_refused" });
  });

  test("that starts later opens an engagement in onboarding, active from its first day there", async () => {
    const id = await offeredContract(world, { buyer, listingId, change: { startsOn: "2026-12-01" } });
    await sign(world, provider, id);
    await sign(world, buyer, id);
    await openedOnce(id);
    const engagementId = (await read(buyer, id))?.engagementId ?? "";
    const at = (now: string) =>
      world.db.readOrg(buyer, (tx) =>
        findEngagement(tx, { viewer: buyer, id: engagementId, now: Temporal.Instant.from(now) }),
      );
    expect((await at("2026-11-30T22:59:59Z"))?.state).toBe("onboarding");
    expect((await at("2026-11-30T23:00:00Z"))?.state).toBe("active");
    expect((await at("2027-11-30T23:00:00Z"))?.state).toBe("ended");
  });
});

describe("through GraphQL", () => {
  const SIGN = `mutation ($input: SignStatementOfWorkInput!) { answer: signStatementOfWork(input: $input) {
    __typename ... on MutationSignStatementOfWorkSuccess { data { state viewerMay signatureChain { intact } } }
    ... on Refusal { code message field } ... on InvalidInput { issues { field } } } }`;
  const READ = `query ($id: ID!) { answer: statementOfWork(id: $id) { state viewerMay attestationGaps { name reason date } } }`;

  test("the same story is told: gaps before the attempt, a typed refusal, then the signature", async () => {
    const late = await member(world, { name: "Late", kind: "provider", role: "owner" });
    const offer = await publishedListing(world, late);
    await attestation(world, late, { kind: "iso27001", validTo: "2026-11-01" });
    const id = await offeredContract(world, { buyer, listingId: offer });
    expect(await ask(late, READ, { id })).toEqual({
      state: "offered",
      viewerMay: ["sign", "edit", "decline"],
      attestationGaps: [{ name: "ISO 27001", reason: "lapsed", date: "2026-11-01" }],
    });
    const input = await signingInput(world, late, id);
    const before = await traces();
    expect(await ask(late, SIGN, { input })).toMatchObject({
      __typename: "Refused",
      code: "attestation_lapsed",
    });
    expect(await traces()).toBe(before);
    await attestation(world, late, { kind: "iso27001" });
    const misnamed = { ...input, typedName: "Nobody" };
    expect(await ask(late, SIGN, { input: misnamed })).toMatchObject({
      __typename: "InvalidInput",
      issues: [{ field: "typedName" }],
    });
    expect(await ask(late, SIGN, { input })).toEqual({
      __typename: "MutationSignStatementOfWorkSuccess",
      data: { state: "countersigned", viewerMay: ["edit", "decline"], signatureChain: { intact: true } },
    });
  });

  test("a foreign contract and none are the same null and the same refusal", async () => {
    const id = await offeredContract(world, { buyer, listingId });
    const input = await signingInput(world, provider, id);
    for (const one of [id, MISSING, "no-id"]) {
      expect(await ask(stranger, READ, { id: one })).toBeNull();
      expect(await ask(stranger, SIGN, { input: { ...input, statementOfWorkId: one } })).toEqual({
        __typename: "NotFound",
        code: "not_found",
        message: "There is no such statement of work.",
        field: null,
      });
    }
  });

  test("lists come in pages, newest first, and only one's own", async () => {
    const PAGE = `query ($after: String) { answer: statementsOfWork(first: 2, after: $after, filter: { states: ["offered"] }) {
      pageInfo { hasNextPage endCursor } edges { node { id } } } }`;
    const idsOf = (page: Page) => page.edges.map((edge) => edge.node.id);
    const first = (await ask(provider, PAGE, {})) as Page;
    const second = (await ask(provider, PAGE, { after: first.pageInfo.endCursor })) as Page;
    const ids = [...idsOf(first), ...idsOf(second)];
    expect(ids).toHaveLength(4);
    expect(ids).toEqual([...new Set(ids)].sort().reverse());
    expect(idsOf((await ask(stranger, PAGE, {})) as Page)).toEqual([]);
  });
});

type Page = { pageInfo: { hasNextPage: boolean; endCursor: string }; edges: { node: { id: string } }[] };

async function ask(viewer: Viewer, document: string, variables: Record<string, unknown>): Promise<unknown> {
  const { db, clock, logger } = world;
  const result = await runOperation({ db, clock, logger, viewer, document: parse(document), variables });
  if (result.errors) throw result.errors[0];
  return JSON.parse(JSON.stringify(result.data?.answer ?? null));
}

function read(viewer: Viewer, id: string) {
  return world.db.readOrg(viewer, (tx) => findStatementOfWork(tx, viewer, id));
}

function engagementOf(viewer: Viewer, id: string) {
  return world.db.readOrg(viewer, (tx) => findEngagement(tx, { viewer, id, now: world.clock.now() }));
}

async function editNow(viewer: Viewer, id: string) {
  const sow = await read(viewer, id);
  if (!sow) throw new Error("The contract cannot be read.");
  return editOf(sow.terms);
}

async function chain(id: string) {
  const sow = await read(buyer, id);
  if (!sow) throw new Error("The contract cannot be read.");
  return world.db.readOrg(buyer, (tx) => chainOf(tx, sow));
}

async function itemsOf(engagementId: string) {
  const { rows } = await world.owner.query(
    "select id, party, done_at, done_by_name from checklist_item where engagement_id = $1 order by position",
    [engagementId],
  );
  return rows as { id: string; party: string; done_at: Date | null; done_by_name: string | null }[];
}

/** Runs the job twice over: the outbox may deliver an event again. */
async function openedOnce(statementOfWorkId: string): Promise<void> {
  const task = openEngagementTask({ db: world.workDb, clock: world.clock });
  const payload = { statementOfWorkId, organizationId: buyer.organizationId };
  const queued = await world.owner.query(
    "select count(*)::int as n from graphile_worker._private_jobs where key = $1",
    [`statement_of_work.signed:${statementOfWorkId}`],
  );
  expect(queued.rows[0]?.n).toBe(1);
  await Promise.all([task(payload), task(payload)]);
  const { rows } = await world.owner.query("select id from engagement where statement_of_work_id = $1", [
    statementOfWorkId,
  ]);
  expect(rows).toHaveLength(1);
}
