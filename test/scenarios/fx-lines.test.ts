import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fxWords, recomputeFxLine } from "../../domain/billing/fx-line.ts";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { invoiceFxLines, payoutFxLine } from "../../server/billing/exchange/fx-line.read.ts";
import { stateBooksCurrency } from "../../server/billing/exchange/state-books-currency.ts";
import { issueInvoice } from "../../server/billing/issue-invoice.ts";
import { ask } from "../factories/ask.ts";
import { approvedByBoth, drafted, workedContract } from "../factories/money-story.ts";
import { colleague, member } from "../factories/people.ts";
import { euroInDollars } from "../factories/stated-rates.ts";
import { approvedOnly, attempt, canBePaidOut, paidStatement } from "../factories/stripe-story.ts";
import { registeredSeller, taxIdentity } from "../factories/taxed.ts";
import { refusedUnchanged } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let admin: Viewer;

beforeAll(async () => {
  world = await openWorld({ now: "2026-11-05T09:00:00Z" });
  admin = await member(world, { name: "House", kind: "marketplace", role: "admin" });
});
afterAll(() => world.close());

type Story = Awaited<ReturnType<typeof workedContract>>;
const booksOf = async (side: Viewer, kind: "buyer" | "provider", currency: string) => {
  const finance = await colleague(world, { ...side, kind, role: "finance" });
  return stateBooksCurrency(world.caller(finance), { currency });
};
const linesOf = (invoiceId: string) => world.db.withOrg(admin, (tx) => invoiceFxLines(tx, invoiceId));
const invoiceOf = (statementId: string) =>
  world.row("select * from invoice where statement_id = $1", [statementId]);
const counter = () => world.row("select last_number from invoice_counter");
const BLOCKERS = `query B($id: ID!) { statement(id: $id) { invoiceBlockers { side message } } }`;
const SHEET = `query I($id: ID!) { invoice(id: $id) { fxLines { purpose after { amountMinor currency } words } } }`;

describe("a buyer whose books are in euros, under a contract in dollars", () => {
  let story: Story;
  let statementId: string;
  let payload: Record<string, string>;

  test("waits without an invoice while no rate is stated: no number, no leg, and the page says why", async () => {
    ({ story, statementId, payload } = await approvedOnly(world));
    await booksOf(story.buyer, "buyer", "eur");
    const before = await counter();
    const viewer = systemViewer(story.buyer.organizationId, "test");
    const issue = () => issueInvoice({ db: world.workDb, clock: world.clock, viewer }, { statementId });
    await refusedUnchanged(world, issue, { code: "exchange_rate_missing" });
    expect(await attempt(world, "statement.approved", payload)).toBe("done");
    expect(await invoiceOf(statementId)).toBeUndefined();
    expect(await counter()).toEqual(before);
    const { data } = await ask(world, admin, BLOCKERS, { id: statementId });
    expect(data.statement.invoiceBlockers).toEqual([
      {
        side: "marketplace",
        message: "No exchange rate between USD and EUR holds on 2026-11-05: none was ever stated.",
      },
    ]);
  });

  test("waits on where the rate is more than a week old", async () => {
    await euroInDollars(world, admin, { rate: "1.09", validFrom: "2026-10-28" });
    await world.drainJobs();
    expect(await invoiceOf(statementId)).toBeUndefined();
    const { data } = await ask(world, admin, BLOCKERS, { id: statementId });
    expect(data.statement.invoiceBlockers[0].message).toMatch(/the last is of 2026-10-28/);
  });

  test("is invoiced in dollars with the total stated in euros, once somebody states the rate", async () => {
    await euroInDollars(world, admin, { rate: "1.0842", validFrom: "2026-11-04" });
    await world.drainJobs();
    const invoice = await invoiceOf(statementId);
    expect(invoice).toMatchObject({ currency: "USD", total_minor: "378400" });
    const [line] = await linesOf(invoice.id);
    expect(line).toMatchObject({
      ...{ purpose: "total", beforeMinor: 378_400n, afterCurrency: "EUR", afterMinor: 349_013n },
      ...{ rate: "1.0842", rateOf: "2026-11-04", statedFor: "2026-11-05", exact: "3490.13097215" },
    });
    expect(line && recomputeFxLine(line)).toEqual(line);
    const { data } = await ask(world, story.buyer, SHEET, { id: invoice.id });
    expect(data.invoice.fxLines).toEqual([
      {
        ...{ purpose: "total", after: { amountMinor: "349013", currency: "EUR" } },
        words: line && fxWords(line),
      },
    ]);
    const file = `query F($id: ID!) { invoiceDocument(id: $id, format: JSON) { base64 } }`;
    const document = await ask(world, story.buyer, file, { id: invoice.id });
    const written = JSON.parse(Buffer.from(document.data.invoiceDocument.base64, "base64").toString());
    expect(written.fx).toMatchObject([{ before: "3784.00", after: "3490.13", rate: "1.0842" }]);
    expect(written.notes).toContain(line && fxWords(line));
  });

  test("keeps its line whatever is stated later, and nobody changes it", async () => {
    const invoice = await invoiceOf(statementId);
    const before = await linesOf(invoice.id);
    await euroInDollars(world, admin, { rate: "1.0999", validFrom: "2026-11-04", confirmed: true });
    await world.drainJobs();
    expect(await linesOf(invoice.id)).toEqual(before);
    await expect(world.owner.query("update fx_line set after_minor = 1")).rejects.toThrow(/append-only/);
    await expect(world.owner.query("delete from fx_line")).rejects.toThrow(/append-only/);
    const twice = `insert into fx_line select (jsonb_populate_record(f, jsonb_build_object('id', uuidv7()))).*
      from fx_line f where invoice_id = $1`;
    await expect(world.owner.query(twice, [invoice.id])).rejects.toThrow(/fx_line_once/);
  });
});

describe("VAT that is declared in another currency than the contract's", () => {
  test("is stated in it at the rate of the tax point, and the e-invoice carries both", async () => {
    await registeredSeller(world);
    await world.owner.query("update legal_entity set email = 'a@b.example'");
    const story = await workedContract(world);
    await taxIdentity(world, story.buyer.organizationId, { country: "NL", vatNumber: "NL987654321B01" });
    await world.owner.query("update tax_identity set email = 'c@d.example'");
    const { statementId } = await drafted(world, story);
    await approvedByBoth(world, story, statementId);
    await world.drainJobs();
    const invoice = await invoiceOf(statementId);
    expect(invoice).toMatchObject({ currency: "USD", tax_minor: "79464" });
    // The last day of October, so at the rate of the 28th: 794.64 ÷ 1.09.
    expect(await linesOf(invoice.id)).toMatchObject([
      { purpose: "vat", rateOf: "2026-10-28", statedFor: "2026-10-31", afterMinor: 72_903n },
    ]);
    const owed = await world.row(
      `select sum(p.amount_minor)::text as minor from posting p
       join ledger_account a on a.id = p.account_id where a.code = 'tax_payable'`,
    );
    expect(owed).toEqual({ minor: "-79464" });
    const file = `query F($id: ID!) { invoiceDocument(id: $id, format: UBL) { base64 } }`;
    const { data } = await ask(world, story.buyer, file, { id: invoice.id });
    const xml = Buffer.from(data.invoiceDocument.base64, "base64").toString();
    expect(xml).toContain("<cbc:TaxCurrencyCode>EUR</cbc:TaxCurrencyCode>");
    expect(xml).toContain('<cbc:TaxAmount currencyID="EUR">729.03</cbc:TaxAmount>');
    await registeredSeller(world, { status: "not_registered", vatNumber: null });
  });
});

describe("a provider whose books are in euros", () => {
  test("is not paid while no rate holds, and then with what goes out stated in euros", async () => {
    world.clock.moveTo(Temporal.Instant.from("2026-11-20T09:00:00Z"));
    const story = await workedContract(world);
    await canBePaidOut(world, story);
    await booksOf(story.provider, "provider", "EUR");
    const { invoiceId } = await paidStatement(world, story);
    const payout = () => world.row("select * from payout where invoice_id = $1", [invoiceId]);
    expect(await payout()).toMatchObject({ state: "held", transfer_minor: null });
    expect((await payout()).held_because).toMatch(
      /USD and EUR holds on 2026-11-20: the last is of 2026-11-04/,
    );
    const { port } = await world.stripe();
    expect(await port.findTransfersByGroup(`payout_${(await payout()).id}`)).toEqual([]);
    await euroInDollars(world, admin, { rate: "1.10", validFrom: "2026-11-19" });
    await attempt(world, "payouts.releasable", { organizationId: story.provider.organizationId });
    await world.drainJobs();
    expect(await payout()).toMatchObject({ state: "sent", currency: "USD", transfer_minor: "340560" });
    const line = await world.db.withOrg(story.provider, (tx) => payoutFxLine(tx, invoiceId));
    expect(line).toMatchObject({ beforeMinor: 340_560n, afterMinor: 309_600n, rateOf: "2026-11-19" });
    expect(line && recomputeFxLine(line)).toEqual(line);
    const sheet = `query P($id: ID!) { payout(id: $id) { fxLine { after { amountMinor } words } } }`;
    const { data } = await ask(world, story.provider, sheet, { id: (await payout()).id });
    expect(data.payout.fxLine.after.amountMinor).toBe("309600");
  });
});

describe("the currency of the books", () => {
  test.each([
    ["no currency we know", "XXX"],
    ["the same again", "EUR"],
    ["half a currency", "E"],
  ])("is refused: %s, and nothing changes", async (_name, currency) => {
    const { buyer } = await workedContract(world);
    const finance = await colleague(world, { ...buyer, kind: "buyer", role: "finance" });
    await stateBooksCurrency(world.caller(finance), { currency: "EUR" });
    const again = () => stateBooksCurrency(world.caller(finance), { currency });
    await refusedUnchanged(world, again, { code: "invalid_input", field: "currency" });
  });

  test("is owner's and finance's to state, is seen by nobody across the contract, and can be taken back", async () => {
    const { buyer, provider } = await workedContract(world);
    const lead = await colleague(world, { ...buyer, kind: "buyer", role: "operations_lead" });
    await refusedUnchanged(world, () => stateBooksCurrency(world.caller(lead), { currency: "EUR" }), {
      code: "not_allowed",
    });
    await booksOf(buyer, "buyer", "CHF");
    const seen = await world.db.withOrg(provider, (tx) => tx.booksCurrency.count());
    expect(seen).toBe(0);
    await booksOf(buyer, "buyer", "");
    const own = `query O { organization { booksCurrency { currency statedByName } } }`;
    const finance = await colleague(world, { ...buyer, kind: "buyer", role: "finance" });
    const { data } = await ask(world, finance, own, {});
    expect(data.organization.booksCurrency).toMatchObject({ currency: null });
  });
});
