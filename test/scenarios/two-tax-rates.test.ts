import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askCreditNote } from "../../server/billing/credits/ask-credit-note.ts";
import { ask } from "../factories/ask.ts";
import {
  accountManager,
  credited,
  expectBooksAgree,
  openInvoiceOf,
  told,
} from "../factories/credit-story.ts";
import { payOnHostedPage, workedContract } from "../factories/money-story.ts";
import { hoursLater, reconciled } from "../factories/reconciled.ts";
import { canBePaidOut } from "../factories/stripe-story.ts";
import { registeredSeller, taxIdentity } from "../factories/taxed.ts";
import { openWorld, type World } from "../world.ts";

let world: World;

beforeAll(async () => {
  world = await openWorld();
  await registeredSeller(world);
  await world.owner.query(
    `insert into tax_rate (country, kind, category, rate_bps, valid_from, source)
     values ('NL', 'printed_matter', 'S', 900, '2020-01-01', 'Table I, printed matter')`,
  );
});
afterAll(() => world.close());

/** A fee of 4,000.00 at 21 % with credits of 216.00, and a printed handbook of 500.00 at 9 %. */
async function twoRates() {
  const story = await workedContract(world, {
    currency: "EUR",
    billing: {
      lines: [
        {
          ...({ kind: "fixed", id: "handbook", name: "Printed handbook" } as const),
          ...{ amountMinor: "50000", atRisk: false, taxedAs: "printed_matter" },
        },
      ],
    },
  });
  await taxIdentity(world, story.buyer.organizationId, { country: "NL", vatNumber: "NL987654321B01" });
  for (const table of ["legal_entity", "tax_identity"])
    await world.owner.query(`update ${table} set email = 'invoices@example.test'`);
  await canBePaidOut(world, story);
  return openInvoiceOf(world, story);
}

const taxesOf = async (invoiceId: string) =>
  (
    await world.owner.query(
      `select rate_bps, taxable_minor::int as taxable, tax_minor::int as tax, positions from invoice_tax
       where invoice_id = $1 order by rate_bps`,
      [invoiceId],
    )
  ).rows;

async function xmlOf(field: "invoiceDocument" | "creditNoteDocument", id: string): Promise<string> {
  const query = `{ ${field}(id: "${id}", format: UBL) { base64 refusal } }`;
  const { data } = await ask(world, await accountManager(world), query);
  expect(data[field].refusal).toBeNull();
  return Buffer.from(data[field].base64, "base64").toString("utf8");
}

const subtotals = (xml: string) =>
  [...xml.matchAll(/<cac:TaxSubtotal>[\s\S]*?<\/cac:TaxSubtotal>/g)].map(([text]) =>
    [/<cbc:TaxableAmount[^>]*>([^<]+)/, /<cbc:TaxAmount[^>]*>([^<]+)/, /<cbc:Percent>([^<]+)/].map(
      (part) => part.exec(text)?.[1],
    ),
  );

describe("an invoice with two rates of tax", () => {
  test("keeps each tax with its lines, and its e-invoice has a subtotal for each", async () => {
    const { invoiceId } = await twoRates();
    expect(await taxesOf(invoiceId)).toEqual([
      { rate_bps: 900, taxable: 50_000, tax: 4500, positions: [2] },
      { rate_bps: 2100, taxable: 378_400, tax: 79_464, positions: [1, 3, 4] },
    ]);
    const invoice = await world.row("select total_minor, tax_minor from invoice where id = $1", [
      invoiceId,
    ]);
    expect(invoice).toEqual({ total_minor: "512364", tax_minor: "83964" });
    expect(subtotals(await xmlOf("invoiceDocument", invoiceId))).toEqual([
      ["500.00", "45.00", "9"],
      ["3784.00", "794.64", "21"],
    ]);
  });

  test("is credited line by line at each line's own rate, and in full to the cent", async () => {
    const { invoiceId, hostedUrl } = await twoRates();
    await payOnHostedPage(hostedUrl);
    await told(world);
    const handbook = await credited(world, { invoiceId, netMinor: 10_000n, position: 2 });
    const fee = await credited(world, { invoiceId, netMinor: 10_000n });
    const note = (id: string) => world.row("select tax_minor from credit_note where id = $1", [id]);
    expect([await note(handbook), await note(fee)]).toEqual([{ tax_minor: "900" }, { tax_minor: "2100" }]);
    expect(subtotals(await xmlOf("creditNoteDocument", handbook))).toEqual([["100.00", "9.00", "9"]]);
    const { creditNoteId } = await askCreditNote(world.caller(await accountManager(world)), {
      ...{ invoiceId, reason: "billing_error", memo: "The month was not ours to bill" },
      lines: [
        { position: 1, netMinor: "390000" },
        { position: 2, netMinor: "40000" },
        { position: 3, netMinor: "-9600" },
        { position: 4, netMinor: "-12000" },
      ],
    });
    await world.drainJobs();
    expect(subtotals(await xmlOf("creditNoteDocument", creditNoteId))).toHaveLength(2);
    const all = await world.row(
      `select sum(tax_minor)::int as tax, sum(net_minor)::int as net from credit_note where invoice_id = $1`,
      [invoiceId],
    );
    expect(all).toEqual({ tax: 83_964, net: 428_400 });
    await told(world);
    await expectBooksAgree(world, "EUR");
    await hoursLater(world);
    expect(await reconciled(world)).toEqual([]);
  });

  test("says in the database which tax is whose: two taxes of the same lines are refused", async () => {
    const { invoiceId } = await twoRates();
    const add = (positions: string) =>
      world.owner.query(
        `insert into invoice_tax (organization_id, provider_id, invoice_id, category, rate_bps, taxable_minor,
           tax_minor, source, positions)
         select organization_id, provider_id, id, 'Z', 0, 0, 0, 'test', $2::int[] from invoice where id = $1`,
        [invoiceId, positions],
      );
    await expect(add("{}")).rejects.toThrow(/lines of its own/);
    await expect(add("{2}")).rejects.toThrow(/lines of its own/);
  });
});
