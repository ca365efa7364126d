import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createOrder } from "../../server/contracts/create-order.ts";
import { declineStatementOfWork } from "../../server/contracts/decline-statement-of-work.ts";
import { signStatementOfWork } from "../../server/contracts/sign-statement-of-work.ts";
import { withdrawStatementOfWork } from "../../server/contracts/withdraw-statement-of-work.ts";
import { findEngagement } from "../../server/delivery/engagement.read.ts";
import { type ContractStory, contractStory, MISSING } from "../factories/contract-story.ts";
import {
  attestation,
  offeredContract,
  orderForm,
  publishedListing,
  sign,
  signingInput,
} from "../factories/contracts.ts";
import { colleague, member } from "../factories/people.ts";

let world: ContractStory["world"];
let buyer: ContractStory["buyer"];
let provider: ContractStory["provider"];
let staff: ContractStory["staff"];
let listingId: ContractStory["listingId"];
let refused: ContractStory["refused"];
let stateOf: ContractStory["stateOf"];
let read: ContractStory["read"];
let chain: ContractStory["chain"];
let openedOnce: ContractStory["openedOnce"];

beforeAll(async () => {
  ({ world, buyer, provider, staff, listingId, refused, stateOf, read, chain, openedOnce } =
    await contractStory());
});
afterAll(() => world.close());

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

  test.each([
    [{ causeDays: "0" }, "breaches.causeDays", /between 1 and 60/],
    [{ answerDays: "next week" }, "breaches.answerDays", /between 1 and 60/],
    [{ repeatTimes: "6", repeatMonths: "3" }, "breaches.repeatMonths", /at least as many months/],
  ])("for missed months agreed as %j", async (more, field, message) => {
    const none = { causeDays: "", answerDays: "", repeatTimes: "", repeatMonths: "" };
    const terms = { ...(await orderForm(world, buyer, listingId)), breaches: { ...none, ...more } };
    await refused(() => createOrder(world.caller(buyer), { listingId, terms }), {
      code: "invalid_input",
      field,
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
