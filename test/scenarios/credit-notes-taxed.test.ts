import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Terms } from "../../domain/contracts/terms.ts";
import { askCreditNote } from "../../server/billing/credits/ask-credit-note.ts";
import {
  accountManager,
  balanceOf,
  balancesOf,
  credited,
  expectBooksAgree,
  openInvoiceOf,
  told,
} from "../factories/credit-story.ts";
import { payOnHostedPage, workedContract } from "../factories/money-story.ts";
import { hoursLater, reconciled } from "../factories/reconciled.ts";
import { canBePaidOut } from "../factories/stripe-story.ts";
import { registeredSeller, taxIdentity } from "../factories/taxed.ts";
import { refusedUnchanged } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

let world: World;

beforeAll(async () => {
  world = await openWorld();
  await registeredSeller(world);
});
afterAll(() => world.close());

const DUTCH = { country: "NL", vatNumber: "NL987654321B01" };

/** An open October invoice of 3,784.00 before tax; by default at 21 %: 794.64, together 4,578.64. */
async function taxedInvoice(p: { country: string; vatNumber: string } = DUTCH, terms: Partial<Terms> = {}) {
  const story = await workedContract(world, { currency: "EUR", ...terms });
  await taxIdentity(world, story.buyer.organizationId, p);
  await canBePaidOut(world, story);
  return openInvoiceOf(world, story, terms.startsOn?.slice(0, 7));
}

const noteOf = (id: string) =>
  world.row(
    `select net_minor, tax_minor, total_minor, commission_minor, provider_minor, pre_payment_minor,
       refund_minor, balance_minor, taken_from, state from credit_note where id = $1`,
    [id],
  );
const linesOf = async (id: string) =>
  (
    await world.owner.query(
      "select position, net_minor, tax_minor from credit_note_line where credit_note_id = $1 order by position",
      [id],
    )
  ).rows.map((row) => [row.position, row.net_minor, row.tax_minor]);
const legsOf = async (noteId: string) =>
  (
    await world.owner.query(
      `select a.code, p.amount_minor from posting p join journal_entry e on e.id = p.entry_id
         join ledger_account a on a.id = p.account_id
       where e.source_id = $1 and e.step = 'issued' order by p.amount_minor desc, a.code`,
      [noteId],
    )
  ).rows.map((row) => [row.code, row.amount_minor]);
const creditedOf = (invoiceId: string) =>
  world.row(
    `select sum(tax_minor)::text as tax, sum(net_minor)::text as net, sum(total_minor)::text as total
     from credit_note where invoice_id = $1 and state <> 'withdrawn'`,
    [invoiceId],
  );
const taxOwed = () => balanceOf(world, { code: "tax_payable", currency: "EUR" });

/** All that is left, line by line, on one note. */
async function creditRest(invoiceId: string): Promise<string> {
  const { rows } = await world.owner.query(
    `select l.position, sum(l.net_minor)::bigint as net from credit_note_line l
       join credit_note c on c.id = l.credit_note_id
     where c.invoice_id = $1 and c.state <> 'withdrawn' group by 1`,
    [invoiceId],
  );
  const gone = new Map(rows.map((row) => [row.position, BigInt(row.net)]));
  const { creditNoteId } = await askCreditNote(world.caller(await accountManager(world)), {
    invoiceId,
    lines: [400_000n, -9600n, -12_000n].map((net, index) => ({
      position: index + 1,
      netMinor: String(net - (gone.get(index + 1) ?? 0n)),
    })),
    reason: "billing_error",
    memo: "The month was not ours to bill",
  });
  await world.drainJobs();
  return creditNoteId;
}

describe("at the standard rate", () => {
  test("before payment: net, tax and commission come off, booked to the cent, and the rest is paid", async () => {
    const { story, invoiceId, hostedUrl } = await taxedInvoice();
    const owed = await taxOwed();
    const id = await credited(world, { invoiceId, netMinor: 10_000n });
    expect(await noteOf(id)).toMatchObject({
      ...{ net_minor: "10000", tax_minor: "2100", total_minor: "12100" },
      ...{ commission_minor: "1000", provider_minor: "9000", pre_payment_minor: "12100" },
      ...{ refund_minor: "0", balance_minor: "0", taken_from: "provider_pending", state: "settled" },
    });
    expect(await legsOf(id)).toEqual([
      ["provider_pending", "9000"],
      ["tax_payable", "2100"],
      ["fee_pending", "1000"],
      ["receivable", "-12100"],
    ]);
    expect(await taxOwed()).toBe(owed + 2100n);
    await payOnHostedPage(hostedUrl);
    await told(world);
    expect(await balancesOf(world, story)).toEqual({});
    await expectBooksAgree(world, "EUR");
  });

  test("in full before payment: no tax is owed, nothing is to be paid", async () => {
    const owed = await taxOwed();
    const { story, invoiceId } = await taxedInvoice();
    expect(await taxOwed()).toBe(owed - 79_464n);
    const id = await creditRest(invoiceId);
    // Line by line what the invoice itself says: 21 % of every line.
    expect(await linesOf(id)).toEqual([
      [1, "400000", "84000"],
      [2, "-9600", "-2016"],
      [3, "-12000", "-2520"],
    ]);
    await told(world);
    expect(await taxOwed()).toBe(owed);
    expect(await balancesOf(world, story)).toEqual({});
    await expectBooksAgree(world, "EUR");
  });

  test("after payment: refund and credit include their tax, and the parts are the whole exactly", async () => {
    const owed = await taxOwed();
    const { story, invoiceId, hostedUrl } = await taxedInvoice();
    await payOnHostedPage(hostedUrl);
    await told(world);
    // 0.03 at 21 % is 0.0063: each rounds to 0.01, three of them together to 0.02.
    const taxes: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      const id = await credited(world, { invoiceId, netMinor: 3n });
      taxes.push((await noteOf(id)).tax_minor);
    }
    expect(taxes).toEqual(["1", "0", "1"]);
    const split = await credited(world, { invoiceId, netMinor: 100_001n, refundMinor: "100000" });
    expect(await noteOf(split)).toMatchObject({
      ...{ tax_minor: "21000", total_minor: "121001", refund_minor: "100000", balance_minor: "21001" },
      ...{ taken_from: "provider_receivable" },
    });
    await creditRest(invoiceId);
    await told(world);
    expect(await creditedOf(invoiceId)).toEqual({ tax: "79464", net: "378400", total: "457864" });
    expect(await taxOwed()).toBe(owed);
    expect(await balancesOf(world, story)).toEqual({
      ...{ buyer_credit: "-357864", provider_receivable: "340560" },
    });
    await expectBooksAgree(world, "EUR");
    const caller = world.caller(await accountManager(world));
    await refusedUnchanged(
      world,
      () =>
        askCreditNote(caller, {
          ...{ invoiceId, lines: [{ position: 1, netMinor: "1" }] },
          ...{ reason: "goodwill", memo: "A cent more" },
        }),
      { code: "credit_too_large" },
    );
  });
});

test("by reverse charge there is no tax to give back, and no leg for it", async () => {
  const { invoiceId } = await taxedInvoice({ country: "SE", vatNumber: "SE556677889901" });
  const id = await credited(world, { invoiceId, netMinor: 10_000n });
  expect(await noteOf(id)).toMatchObject({ tax_minor: "0", total_minor: "10000", state: "settled" });
  expect((await legsOf(id)).map(([code]) => code)).not.toContain("tax_payable");
  await expectBooksAgree(world, "EUR");
});

test("two rates in one contract: every invoice gives back its own", async () => {
  await world.owner.query(
    `insert into tax_rate (country, kind, rate_bps, valid_from, valid_to, source)
     values ('NL', 'bookkeeping', 900, '2026-09-01', '2026-09-30', 'A test')`,
  );
  const owed = await taxOwed();
  const september = await taxedInvoice(DUTCH, { startsOn: "2026-09-01" });
  const october = await openInvoiceOf(world, september.story, "2026-10");
  const part = async (invoiceId: string) =>
    (await noteOf(await credited(world, { invoiceId, netMinor: 10_001n }))).tax_minor;
  // 100.01 at 9 % is 9.0009, at 21 % it is 21.0021.
  expect([await part(september.invoiceId), await part(october.invoiceId)]).toEqual(["900", "2100"]);
  await payOnHostedPage(october.hostedUrl);
  await told(world);
  for (const { invoiceId } of [september, october]) await creditRest(invoiceId);
  await told(world);
  expect(await creditedOf(september.invoiceId)).toMatchObject({ tax: "34056", net: "378400" });
  expect(await creditedOf(october.invoiceId)).toMatchObject({ tax: "79464", net: "378400" });
  expect(await taxOwed()).toBe(owed);
  await expectBooksAgree(world, "EUR");
});

describe("the database itself", () => {
  const asNote = (invoiceId: string, amounts: string) =>
    world.owner.query(
      `insert into credit_note (organization_id, provider_id, engagement_id, invoice_id, state, currency,
         net_minor, tax_minor, total_minor, commission_minor, provider_minor, reason, memo,
         wished_refund_minor, asked_by_name, asked_at)
       select i.organization_id, i.provider_id, s.engagement_id, i.id, 'asked', i.currency, ${amounts},
         'goodwill', 'A test', 0, 'A', now()
       from invoice i join statement s on s.id = i.statement_id where i.id = $1`,
      [invoiceId],
    );

  test("refuses more tax than the invoice has, and a note that is not its lines", async () => {
    const { invoiceId } = await taxedInvoice();
    await expect(asNote(invoiceId, "1, 79465, 79466, 0, 1")).rejects.toThrow(/would exceed the invoice/);
    await expect(asNote(invoiceId, "378401, 0, 378401, 0, 378401")).rejects.toThrow(/would exceed/);
    await expect(asNote(invoiceId, "100, 21, 121, 10, 90")).rejects.toThrow(/not the sum of its lines/);
    expect(await creditedOf(invoiceId)).toEqual({ tax: null, net: null, total: null });
  });
});

test("after all of it the reconciliation finds nothing", async () => {
  await told(world);
  await hoursLater(world);
  const breaks = await reconciled(world);
  expect(breaks.map((one) => [one.kind, one.says])).toEqual([]);
});
