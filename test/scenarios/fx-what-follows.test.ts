import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FxLine, recomputeFxLine } from "../../domain/billing/fx-line.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import {
  creditNoteFxLines,
  invoiceFxLines,
  partFxLine,
  payoutFxLine,
} from "../../server/billing/exchange/fx-line.read.ts";
import { stateBooksCurrency } from "../../server/billing/exchange/state-books-currency.ts";
import { stateExchangeRate } from "../../server/billing/exchange/state-exchange-rate.ts";
import { askForDuePayouts } from "../../server/billing/release-held-payouts.ts";
import { setPayoutSchedule } from "../../server/billing/set-payout-schedule.ts";
import { ask } from "../factories/ask.ts";
import type { Contracted } from "../factories/contracted.ts";
import { credited, expectBooksAgree, told } from "../factories/credit-story.ts";
import { workedContract } from "../factories/money-story.ts";
import { colleague, member } from "../factories/people.ts";
import { hoursLater } from "../factories/reconciled.ts";
import { canBePaidOut, paidStatement } from "../factories/stripe-story.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let admin: Viewer;
let desk: Viewer;

beforeAll(async () => {
  world = await openWorld();
  await hoursLater(world, 0);
  admin = await member(world, { name: "House", kind: "marketplace", role: "admin" });
  desk = await member(world, { name: "Desk", kind: "marketplace", role: "account_manager" });
});
afterAll(() => world.close());

const today = () => world.clock.now().toString().slice(0, 10);
type Pair = { base: string; quote: string };
const rateOfToday = ({ base, quote }: Pair, rate: string) =>
  stateExchangeRate(world.caller(admin), {
    ...{ base, quote, rate, validFrom: today(), source: "A bank", confirmed: true },
  });
const later = async (days: number) => {
  const { standIn } = await world.stripe();
  standIn?.controls.advance(days * 86_400);
  await hoursLater(world, 0);
  await askForDuePayouts({ db: world.workDb });
  await world.drainJobs();
};
const reserveOf = (story: Contracted, p: { currency: string; reserveDays: number }) =>
  setPayoutSchedule(world.caller(desk), {
    ...{ providerId: story.provider.organizationId, ...p, holdDays: 0, rhythm: "each", runDay: 1 },
    ...{ minimum: "", zone: "Europe/London", note: "Agreed", reservePercent: "10", reserveCap: "" },
  });
const sum = (lines: readonly FxLine[], purpose: string) =>
  lines.reduce((all, one) => (one.purpose === purpose ? all + one.afterMinor : all), 0n);

/** A contract in one currency between two companies that keep their books in another. */
async function booksElsewhere(currency: string, books: string): Promise<Contracted> {
  const story = await workedContract(world, {
    ...{ currency, monthlyFeeMinor: "400000" },
  });
  for (const [side, kind] of [
    [story.buyer, "buyer"],
    [story.provider, "provider"],
  ] as const) {
    const finance = await colleague(world, { ...side, kind, role: "finance" });
    await stateBooksCurrency(world.caller(finance), { currency: books });
  }
  return story;
}

const notesOf = async (story: Contracted, noteIds: readonly string[]) => {
  const lines: FxLine[] = [];
  for (const id of noteIds)
    lines.push(...(await world.db.withOrg(story.buyer, (tx) => creditNoteFxLines(tx, id))));
  return lines;
};

describe.each([
  ["dollars, books in euros", "USD", { base: "EUR", quote: "USD" }, ["1.0842", "1.1"]],
  ["yen, books in dollars", "JPY", { base: "USD", quote: "JPY" }, ["151.37", "140"]],
  ["dinars of three decimals, books in euros", "KWD", { base: "KWD", quote: "EUR" }, ["2.9983", "3.2"]],
] as const)("a contract in %s", (_name, currency, pair, [atIssue, since]) => {
  const books = pair.base === currency ? pair.quote : pair.base;
  let story: Contracted;
  let invoiceId: string;
  let total: FxLine | undefined;
  const noteIds: string[] = [];

  test("is paid and paid out with a reserve, and both sides have it in their own currency", async () => {
    await rateOfToday(pair, atIssue);
    story = await booksElsewhere(currency, books);
    await canBePaidOut(world, story);
    await reserveOf(story, { currency, reserveDays: 8 });
    ({ invoiceId } = await paidStatement(world, story));
    [total] = await world.db.withOrg(story.buyer, (tx) => invoiceFxLines(tx, invoiceId));
    expect(total).toMatchObject({ purpose: "total", beforeCurrency: currency, afterCurrency: books });
    // Whatever day it is: weekends and holidays lie between the payment and the payout.
    await later(6);
    await rateOfToday(pair, atIssue);
    await later(5);
    const out = await world.db.withOrg(story.provider, (tx) => payoutFxLine(tx, invoiceId));
    expect(out).toMatchObject({ beforeCurrency: currency, afterCurrency: books, rate: atIssue });
  });

  test("credit notes and refunds are stated at the invoice's rate, whatever holds since", async () => {
    await rateOfToday(pair, since);
    const whole = total?.beforeMinor ?? 0n;
    const parts = [whole / 30n, whole / 70n].map((one) => one - (one % 10n));
    const rest = parts.reduce((left, one) => left - one, whole);
    for (const netMinor of [...parts, rest])
      noteIds.push(await credited(world, { invoiceId, netMinor, refundMinor: String(netMinor) }));
    await told(world);
    const lines = await notesOf(story, noteIds);
    expect(lines.filter(({ purpose }) => purpose === "credit")).toHaveLength(3);
    expect(sum(lines, "credit")).toBe(total?.afterMinor);
    expect(sum(lines, "refund")).toBe(total?.afterMinor);
    for (const line of lines) {
      expect(recomputeFxLine(line)).toEqual(line);
      expect(line).toMatchObject({ rate: atIssue, statedFor: total?.statedFor });
    }
    await expectBooksAgree(world, currency);
  });

  test("a note's page and its file carry its lines, for both parties", async () => {
    const [id] = noteIds;
    const page = `query N($id: ID!) { creditNote(id: $id) { fxLines { purpose words } } }`;
    for (const viewer of [story.buyer, story.provider]) {
      const { data } = await ask(world, viewer, page, { id });
      expect(data.creditNote.fxLines.map((one: FxLine) => one.purpose)).toEqual(["credit", "refund"]);
    }
    const file = `query F($id: ID!) { creditNoteDocument(id: $id, format: JSON) { base64 } }`;
    const { data } = await ask(world, story.buyer, file, { id });
    const written = JSON.parse(Buffer.from(data.creditNoteDocument.base64, "base64").toString());
    expect(written.fx).toMatchObject([{ purpose: "credit" }, { purpose: "refund" }]);
    expect(written.notes).toEqual(expect.arrayContaining([expect.stringContaining(`1 `)]));
  });

  test("what was given back after the payout is taken off the reserve, stated at the day's rate", async () => {
    await later(4);
    await rateOfToday(pair, since);
    await later(4);
    const { rows } = await world.owner.query(
      `select q.id, q.state, q.kind from payout_part q join payout p on p.id = q.payout_id
       where p.invoice_id = $1 order by q.id`,
      [invoiceId],
    );
    expect(rows).toMatchObject([
      { state: "taken", kind: "reserve" },
      { state: "taken", kind: "netted" },
    ]);
    const netted = await world.db.withOrg(story.provider, (tx) => partFxLine(tx, rows[1].id));
    expect(netted && recomputeFxLine(netted)).toEqual(netted);
    expect(netted).toMatchObject({ purpose: "netted", rate: since, beforeCurrency: currency });
    await expectBooksAgree(world, currency);
  });
});

describe("a reserve that is released when no rate holds", () => {
  test("stays and says so, and goes out stated at the rate of its own day once there is one", async () => {
    const pair = { base: "EUR", quote: "USD" };
    await rateOfToday(pair, "1.2");
    const story = await booksElsewhere("USD", "EUR");
    await canBePaidOut(world, story);
    await reserveOf(story, { currency: "USD", reserveDays: 14 });
    const { invoiceId } = await paidStatement(world, story);
    await later(6);
    await rateOfToday(pair, "1.2");
    await later(5);
    await later(14);
    const part = () =>
      world.row(
        `select q.* from payout_part q join payout p on p.id = q.payout_id where p.invoice_id = $1`,
        [invoiceId],
      );
    expect(await part()).toMatchObject({ state: "held", stripe_transfer_id: null });
    expect((await part()).reason).toMatch(new RegExp(`USD and EUR holds on ${today()}`));
    await rateOfToday(pair, "1.25");
    await later(0);
    const sent = await part();
    expect(sent).toMatchObject({ state: "released", amount_minor: "34056" });
    const line = await world.db.withOrg(story.provider, (tx) => partFxLine(tx, sent.id));
    expect(line).toMatchObject({ purpose: "part", beforeMinor: 34_056n, afterMinor: 27_245n });
    const sheet = `query P($id: ID!) { payout(id: $id) { parts { fxLine { words } } } }`;
    const { data } = await ask(world, story.provider, sheet, { id: sent.payout_id });
    expect(data.payout.parts[0].fxLine.words).toMatch(/^What is paid out later, \$340\.56, is €272\.45 at/);
  });

  test("no line is written for what it is not of, and none twice", async () => {
    const copy = (change: string, purpose: string) => `insert into fx_line
      select (jsonb_populate_record(f, jsonb_build_object('id', uuidv7()) || '${change}'::jsonb)).*
      from fx_line f where purpose = '${purpose}' limit 1`;
    const write = (change: string, purpose: string) => world.owner.query(copy(change, purpose));
    await expect(write("{}", "credit")).rejects.toThrow(/fx_line_once/);
    await expect(write("{}", "refund")).rejects.toThrow(/fx_line_once/);
    await expect(write("{}", "netted")).rejects.toThrow(/fx_line_once/);
    await expect(write('{"credit_note_id": null}', "credit")).rejects.toThrow(/fx_line_subject/);
    await expect(write('{"purpose": "refund"}', "credit")).rejects.toThrow(/fx_line_subject/);
    await expect(write('{"earlier_after_minor": 1}', "part")).rejects.toThrow(/fx_line_earlier/);
  });
});
