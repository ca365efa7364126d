import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ProposalWaits, ProposerGone, SameDetails } from "../../domain/billing/payout-details.ts";
import { SamePerson } from "../../domain/identity/segregation.ts";
import { StepUpNeeded } from "../../domain/identity/step-up.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { InvalidInput, NotAllowed, NotFound } from "../../domain/shared/refusals.ts";
import { TransitionRefused } from "../../domain/shared/state-machine.ts";
import {
  decidePayoutDetails,
  withdrawPayoutDetails,
} from "../../server/billing/payout-details/decide-payout-details.ts";
import { listPayoutDetails } from "../../server/billing/payout-details/payout-details.read.ts";
import { proposePayoutDetails } from "../../server/billing/payout-details/propose-payout-details.ts";
import { revealPayoutAccount } from "../../server/billing/payout-details/reveal-payout-account.ts";
import { colleague, member } from "../factories/people.ts";
import { unchangedBy } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

const FIRST = "DE89370400440532013000";
const SECOND = "FR1420041010050500013M02606";

let world: World;
let owner: Viewer;
let clerk: Viewer;

beforeAll(async () => {
  world = await openWorld();
});
beforeEach(async () => {
  owner = await member(world, { name: `Quaylink ${crypto.randomUUID()}`, kind: "provider", role: "owner" });
  clerk = await besideOwner("finance");
});
afterAll(() => world.close());

const besideOwner = (role: "finance" | "delivery_manager") =>
  colleague(world, {
    ...{ organizationId: owner.organizationId, organizationName: "Quaylink", kind: "provider", role },
  });
const propose = (by: Viewer, account = FIRST, change: object = {}) =>
  proposePayoutDetails(world.caller(by), { currency: "EUR", holder: "Quaylink IT", account, ...change });
const decide = (by: Viewer, detailsId: string, change: object = {}) =>
  decidePayoutDetails(world.caller(by), { detailsId, confirm: true, ...change });
const known = (by: Viewer = owner) => world.db.withOrg(by, (tx) => listPayoutDetails(tx, by));
const inForce = async () =>
  (await known()).filter((one) => one.state === "confirmed").map((one) => one.account);
const mails = async () => {
  const { rows } = await world.owner.query(
    "select to_address as address, subject, body_text as text from mail_message where organization_id = $1 order by id",
    [owner.organizationId],
  );
  return rows;
};

describe("where a provider's payouts go", () => {
  test("is proposed by one and confirmed by another; until then the one before stays in force", async () => {
    const { detailsId: first } = await propose(owner);
    expect(await inForce()).toEqual([]);
    await decide(clerk, first);
    expect(await inForce()).toEqual(["•••• 3000"]);
    const { detailsId: second } = await propose(clerk, SECOND);
    expect(await inForce()).toEqual(["•••• 3000"]);
    await decide(owner, second);
    expect(await inForce()).toEqual(["•••• 2606"]);
    expect(await known()).toMatchObject([
      { id: second, state: "confirmed" },
      { id: first, state: "replaced" },
    ]);
  });

  test("is told to both by mail, at the proposal and at the answer, with the end of the account alone", async () => {
    const { detailsId } = await propose(owner);
    await world.drainJobs();
    await decide(clerk, detailsId);
    await world.drainJobs();
    const sent = await mails();
    expect(sent).toHaveLength(4);
    expect(new Set(sent.map((mail) => mail.address)).size).toBe(2);
    expect(sent.filter((mail) => /is proposed/.test(mail.subject))).toHaveLength(2);
    expect(sent.filter((mail) => /go to another account/.test(mail.subject))).toHaveLength(2);
    for (const mail of sent) {
      expect(mail.text).toContain("3000");
      expect(mail.text).not.toContain("0532");
    }
  });

  test("is stored sealed, and the audit trail has its end alone", async () => {
    const asked = { currency: "EUR", holder: "Quaylink IT", account: FIRST };
    const { detailsId } = await proposePayoutDetails(world.caller(owner, "once"), asked);
    expect(await proposePayoutDetails(world.caller(owner, "once"), asked)).toEqual({ detailsId });
    const row = await world.row("select * from payout_details where id = $1", [detailsId]);
    expect(row.account).toMatch(/^v1\.[0-9a-f]{32}\./);
    const audit = await world.row("select data from audit_event where subject_id = $1", [detailsId]);
    expect(audit.data).toEqual({ currency: "EUR", account: "•••• 3000", holder: "Quaylink IT" });
    const retry = await world.row("select request_hash, result from idempotency_key where key = 'once'");
    expect(retry).toEqual({ request_hash: expect.stringMatching(/^i1\.test\./), result: { detailsId } });
  });

  test("rejected or withdrawn leaves the one before, and another may be proposed", async () => {
    await decide(clerk, (await propose(owner)).detailsId);
    const { detailsId: wrong } = await propose(owner, SECOND);
    await decide(clerk, wrong, { confirm: false, reason: "Nobody knows this account" });
    const { detailsId: taken } = await propose(clerk, SECOND);
    await withdrawPayoutDetails(world.caller(clerk), { detailsId: taken });
    expect(await inForce()).toEqual(["•••• 3000"]);
    expect((await known()).map((one) => one.state)).toEqual(["confirmed", "withdrawn", "rejected"]);
    await propose(owner, SECOND);
  });

  test("of two answers at once one counts", async () => {
    const another = await besideOwner("finance");
    const { detailsId } = await propose(owner);
    const answers = await Promise.allSettled([decide(clerk, detailsId), decide(another, detailsId)]);
    expect(answers.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(answers.find((one) => one.status === "rejected")).toMatchObject({
      reason: expect.any(TransitionRefused),
    });
  });
});

describe("is refused, and nothing changes,", () => {
  const unchanged = (deed: () => Promise<unknown>, kind: new (...args: never[]) => Error) =>
    unchangedBy(world, () => expect(deed()).rejects.toThrow(kind));

  test("where the one who proposed confirms, as whatever and in whatever words", async () => {
    const { detailsId } = await propose(owner);
    await unchanged(() => decide(owner, detailsId), SamePerson);
    await unchanged(() => decide({ ...owner, role: "finance" }, detailsId), SamePerson);
    await unchanged(() => decide(owner, detailsId, { confirm: false, reason: "x" }), SamePerson);
    await expect(
      world.owner.query(
        "update payout_details set state = 'confirmed', decided_by_id = proposed_by_id, decided_at = now() where id = $1",
        [detailsId],
      ),
    ).rejects.toThrow(/payout_details_second_person/);
  });

  test("without a proof within five minutes, at either step", async () => {
    const stale = (viewer: Viewer) => ({
      ...viewer,
      stepUpAt: world.clock.now().subtract({ minutes: 6 }).epochMilliseconds,
    });
    await unchanged(() => propose(stale(owner)), StepUpNeeded);
    const { detailsId } = await propose(owner);
    await unchanged(() => decide(stale(clerk), detailsId), StepUpNeeded);
  });

  test("by an API key, by delivery, by a buyer and by the marketplace", async () => {
    const { detailsId } = await propose(owner);
    await unchanged(() => decide({ ...clerk, via: "api_key" }, detailsId), NotAllowed);
    const manager = await besideOwner("delivery_manager");
    await unchanged(() => propose(manager), NotAllowed);
    const buyer = await member(world, {
      name: `Halden ${crypto.randomUUID()}`,
      kind: "buyer",
      role: "owner",
    });
    await unchanged(() => propose(buyer), NotAllowed);
    const admin = await member(world, { name: "Accounts", kind: "marketplace", role: "admin" });
    await unchanged(() => decide(admin, detailsId), NotAllowed);
  });

  test("by another provider, to whom it sounds like one that is missing", async () => {
    const { detailsId } = await propose(owner);
    const other = await member(world, {
      name: `Other ${crypto.randomUUID()}`,
      kind: "provider",
      role: "owner",
    });
    await unchanged(() => decide(other, detailsId), NotFound);
    await unchanged(() => decide(other, crypto.randomUUID()), NotFound);
    await unchanged(() => revealPayoutAccount(world.caller(other), { id: detailsId }), NotFound);
    expect(await known(other)).toEqual([]);
  });

  test("where whoever proposed it has left", async () => {
    const { detailsId } = await propose(clerk);
    await world.owner.query("update membership set ended_at = now() where user_id = $1", [clerk.userId]);
    await unchanged(() => decide(owner, detailsId), ProposerGone);
    await decide(owner, detailsId, { confirm: false, reason: "Has left" });
  });

  test("where another proposal waits, it is the one in force, or it is no account", async () => {
    const { detailsId } = await propose(owner);
    await unchanged(() => propose(clerk, SECOND), ProposalWaits);
    await decide(clerk, detailsId);
    await unchanged(() => propose(owner), SameDetails);
    await unchanged(() => propose(owner, "DE89370400440532013001"), InvalidInput);
    await unchanged(() => withdrawPayoutDetails(world.caller(clerk), { detailsId }), NotAllowed);
    await unchanged(() => decide(clerk, detailsId, { confirm: false, reason: "late" }), TransitionRefused);
  });
});

describe("an account in full", () => {
  test("is told to who may see it, each time with an audit row and without a trace of it", async () => {
    const { detailsId: id } = await propose(owner);
    expect(await revealPayoutAccount(world.caller(clerk), { id })).toEqual({ number: FIRST });
    const { rows } = await world.owner.query(
      "select action, subject_type, data, actor_user_id from audit_event where subject_id = $1 order by seq",
      [id],
    );
    expect(rows.at(-1)).toEqual({
      ...{ action: "payout_account.reveal", subject_type: "payout_details", data: {} },
      actor_user_id: clerk.userId,
    });
  });

  test("is told to nobody without the permission, without a proof, or by an API key", async () => {
    const { detailsId: id } = await propose(owner);
    const ask = (viewer: Viewer) => revealPayoutAccount(world.caller(viewer), { id });
    const manager = await besideOwner("delivery_manager");
    await expect(ask(manager)).rejects.toThrow(NotAllowed);
    await expect(ask({ ...owner, stepUpAt: 0 })).rejects.toThrow(StepUpNeeded);
    await expect(ask({ ...owner, via: "api_key" })).rejects.toThrow(NotAllowed);
    const { n } = await world.row(
      `select count(*)::int as n from audit_event
       where action = 'payout_account.reveal' and organization_id = $1`,
      [owner.organizationId],
    );
    expect(n).toBe(0);
  });
});
