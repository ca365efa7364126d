import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import { approveStatement } from "../../server/billing/approve-statement.ts";
import { keepSilence } from "../../server/billing/keep-silence.ts";
import { objectToStatement } from "../../server/billing/object-to-statement.ts";
import { ask } from "../factories/ask.ts";
import type { Contracted } from "../factories/contracted.ts";
import { drafted, workedContract } from "../factories/money-story.ts";
import { member } from "../factories/people.ts";
import { refusedUnchanged } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
const SILENCE = { noticeAfterDays: [5, 10], approvedAfterDays: 5 };

beforeAll(async () => {
  world = await openWorld();
});
beforeEach(() => to("2026-12-01T10:00:00Z")); // a Tuesday
afterAll(() => world.close());

const to = (at: string) => world.clock.moveTo(Temporal.Instant.from(at));
const told = async (change: object = { silence: SILENCE }) => {
  const story = await workedContract(world, change);
  return { story, ...(await drafted(world, story)) };
};
const keep = ({ story, statementId }: { story: Contracted; statementId: string }) =>
  keepSilence(
    { db: world.workDb, clock: world.clock, viewer: systemViewer(story.buyer.organizationId, "test") },
    { statementId },
  );
const statement = (id: string) => world.row("select * from statement where id = $1", [id]);
const trail = async (id: string) =>
  (
    await world.owner.query(
      "select side, kind, step, at from statement_notice where statement_id = $1 and kind <> 'presented' order by at, id",
      [id],
    )
  ).rows.map((row) => `${row.side} ${row.kind} ${row.step} ${row.at.toISOString().slice(0, 10)}`);

describe("T14: silence about a statement", () => {
  test("means nothing where the contract says nothing, however long it lasts", async () => {
    const one = await told({});
    to("2028-01-01T10:00:00Z");
    expect(await keep(one)).toEqual({ done: [] });
    expect(await statement(one.statementId)).toMatchObject({
      state: "awaiting_approval",
      buyer_approved_at: null,
    });
    expect(await trail(one.statementId)).toEqual([]);
  });

  test("approves after every dated notice and the days after the last one, and the invoice is issued", async () => {
    const one = await told();
    await approveStatement(world.caller(one.story.provider), { statementId: one.statementId });
    to("2026-12-07T23:59:00Z");
    expect(await keep(one)).toEqual({ done: [] });
    to("2026-12-08T08:00:00Z");
    expect(await keep(one)).toEqual({ done: ["buyer notice 1"] });
    expect(await keep(one), "a day that comes twice").toEqual({ done: [] });
    to("2026-12-15T08:00:00Z");
    expect(await keep(one)).toEqual({ done: ["buyer notice 2"] });
    to("2026-12-22T23:59:00Z");
    expect(await keep(one)).toEqual({ done: [] });
    expect(await statement(one.statementId)).toMatchObject({ state: "awaiting_approval" });
    to("2026-12-23T00:30:00Z");
    expect(await keep(one)).toEqual({ done: ["buyer deemed 3"] });
    expect(await trail(one.statementId)).toEqual([
      ...["buyer notice 1 2026-12-08", "buyer notice 2 2026-12-15", "buyer deemed 3 2026-12-23"],
    ]);
    const row = await statement(one.statementId);
    expect(row).toMatchObject({ state: "approved", buyer_approved_by_id: null });
    await world.drainJobs();
    const invoice = await world.row("select count(*)::int as n from invoice where statement_id = $1", [
      one.statementId,
    ]);
    expect(invoice.n).toBe(1);
    const { data } = await ask(
      world,
      one.story.buyer,
      "query($id: ID!) { statement(id: $id) { silence { isAgreed says entries { kind side } mayObject } } }",
      { id: one.statementId },
    );
    expect(data.statement.silence).toMatchObject({ isAgreed: true, mayObject: false });
    expect(data.statement.silence.entries.map((entry: { kind: string }) => entry.kind)).toEqual([
      ...["presented", "presented", "notice", "notice", "deemed"],
    ]);
  });

  test("case 38: days that were missed bring one notice at a time, and never an approval without its days", async () => {
    const one = await told();
    to("2027-03-01T08:00:00Z");
    expect(await keep(one)).toEqual({ done: ["buyer notice 1", "provider notice 1"] });
    expect(await keep(one)).toEqual({ done: [] });
    to("2027-03-08T08:00:00Z");
    expect(await keep(one)).toEqual({ done: ["buyer notice 2", "provider notice 2"] });
    to("2027-03-12T08:00:00Z");
    expect(await keep(one)).toEqual({ done: [] });
    to("2027-03-16T08:00:00Z");
    expect(await keep(one)).toEqual({ done: ["buyer deemed 3", "provider deemed 3"] });
    expect(await statement(one.statementId)).toMatchObject({ state: "approved" });
  });

  test("is told to everybody of the silent side by mail, once, and to nobody of the other", async () => {
    const one = await told();
    await approveStatement(world.caller(one.story.provider), { statementId: one.statementId });
    to("2026-12-08T16:00:00Z");
    await keep(one);
    await keep(one);
    await world.drainJobs();
    const { rows } = await world.owner.query(
      "select party_id, subject from mail_message where kind = 'statement_notice' and organization_id = $1",
      [one.story.buyer.organizationId],
    );
    expect(rows).toEqual([
      {
        party_id: one.story.buyer.organizationId,
        subject: "Notice 1: the statement of October 2026 waits for your approval",
      },
    ]);
  });

  test("approves nothing after an objection, which the other side reads, until the side approves", async () => {
    const one = await told();
    const { statementId } = one;
    to("2026-12-08T08:00:00Z");
    await keep(one);
    await objectToStatement(world.caller(one.story.buyer), {
      statementId,
      reason: "Twelve lines are wrong",
    });
    await approveStatement(world.caller(one.story.provider), { statementId });
    to("2027-12-08T08:00:00Z");
    expect(await keep(one)).toEqual({ done: [] });
    expect(await statement(statementId)).toMatchObject({ state: "awaiting_approval" });
    const refuse = (deed: () => Promise<unknown>, code: string) => refusedUnchanged(world, deed, { code });
    const again = (by: Contracted["buyer"], reason = "Again") =>
      objectToStatement(world.caller(by), { statementId, reason });
    await refuse(() => again(one.story.buyer), "statement_objected");
    await refuse(() => again(one.story.buyer, " "), "invalid_input");
    await refuse(() => again(one.story.provider), "statement_objected");
    const stranger = await member(world, { name: "Silent stranger", kind: "buyer", role: "owner" });
    await refuse(() => again(stranger), "not_found");
    await approveStatement(world.caller(one.story.buyer), { statementId });
    expect(await statement(statementId)).toMatchObject({ state: "approved" });
    await refuse(() => again(one.story.buyer), "statement_objected");
  });

  test("releases nothing without its trail, whoever writes to the database", async () => {
    const one = await told();
    const release = () =>
      world.owner.query("update statement set buyer_approved_at = now() where id = $1", [one.statementId]);
    const enter = (kind: string, step: number, at: string) =>
      world.owner.query(
        `insert into statement_notice (organization_id, provider_id, statement_id, side, kind, step, at)
         select organization_id, provider_id, id, 'buyer', $2, $3, $4 from statement where id = $1`,
        [one.statementId, kind, step, at],
      );
    await expect(release()).rejects.toThrow(/no trail of notices/);
    await enter("notice", 1, "2026-12-08T08:00:00Z");
    await expect(release()).rejects.toThrow(/no trail of notices/);
    await enter("deemed", 3, "2026-12-23T08:00:00Z");
    await expect(release(), "the second notice is missing").rejects.toThrow(/no trail of notices/);
    expect(await statement(one.statementId)).toMatchObject({ buyer_approved_at: null });
    const gone = world.owner.query("delete from statement_notice where statement_id = $1", [
      one.statementId,
    ]);
    await expect(gone).rejects.toThrow();
  });
});
