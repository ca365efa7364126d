import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import { issueInvoice } from "../../server/billing/issue-invoice.ts";
import { stateLegalEntity } from "../../server/billing/tax/state-legal-entity.ts";
import { stateTaxIdentity } from "../../server/identity/state-tax-identity.ts";
import { trialBalance } from "../../server/ledger/ledger.read.ts";
import { approvedByBoth, drafted, workedContract } from "../factories/money-story.ts";
import { colleague, member } from "../factories/people.ts";
import { approvedOnly, canBePaidOut, paidStatement } from "../factories/stripe-story.ts";
import { registeredSeller, taxIdentity } from "../factories/taxed.ts";
import { openWorld, type World } from "../world.ts";

let world: World;

beforeAll(async () => {
  world = await openWorld();
  await registeredSeller(world);
});
afterAll(() => world.close());

const EUR = { currency: "EUR" } as const;
const taxesOf = async (invoiceId: string) =>
  (
    await world.owner.query(
      `select category, rate_bps, taxable_minor, tax_minor, reason_code from invoice_tax
        where invoice_id = $1`,
      [invoiceId],
    )
  ).rows;
const legsOf = async (invoiceId: string) =>
  (
    await world.owner.query(
      `select a.code, p.amount_minor from posting p join journal_entry e on e.id = p.entry_id
        join ledger_account a on a.id = p.account_id
        where e.source_id = $1 and e.step = 'issued' order by p.amount_minor desc, a.code`,
      [invoiceId],
    )
  ).rows.map((row) => [row.code, row.amount_minor]);

describe("the tax of an invoice", () => {
  test("at home is added to the net, booked as owed, and Stripe's total is ours to the cent", async () => {
    const story = await workedContract(world, EUR);
    await taxIdentity(world, story.buyer.organizationId, { country: "NL", vatNumber: "NL987654321B01" });
    await canBePaidOut(world, story);
    const { statementId, invoiceId } = await paidStatement(world, story);
    const invoice = await world.row("select * from invoice where id = $1", [invoiceId]);
    // Net 3,784.00 at 21 %: 794.64.
    expect(invoice).toMatchObject({ state: "paid", total_minor: "457864", tax_minor: "79464" });
    expect(await taxesOf(invoiceId)).toEqual([
      { category: "S", rate_bps: 2100, taxable_minor: "378400", tax_minor: "79464", reason_code: null },
    ]);
    expect(invoice.seller).toMatchObject({ name: "Engine Room B.V.", vatNumber: "NL123456789B01" });
    expect(invoice.buyer).toMatchObject({ name: "Tern Logistics B.V.", vatNumber: "NL987654321B01" });
    expect(await legsOf(invoiceId)).toEqual([
      ["receivable", "457864"],
      ["fee_pending", "-37840"],
      ["tax_payable", "-79464"],
      ["provider_pending", "-340560"],
    ]);
    expect(await world.row("select net_minor from statement where id = $1", [statementId])).toEqual({
      net_minor: "378400",
    });
    const { standIn } = await world.stripe();
    const mirror = standIn?.controls.events().find((event) => event.type === "invoice.finalized")
      ?.data.object;
    expect(mirror).toMatchObject({ total: 457_864 });
    expect(
      (mirror as { lines?: { data: { description: string; amount: number }[] } }).lines?.data.at(-1),
    ).toMatchObject({ description: "VAT 21 %", amount: 79_464 });
    await expectBooksAgreeWithStripe();
  });

  test("within the Union is reverse charge, and outside it is outside the scope", async () => {
    for (const [country, vatNumber, category, code] of [
      ["SE", "SE556677889901", "AE", "VATEX-EU-AE"],
      ["US", null, "O", "VATEX-EU-O"],
    ] as const) {
      const story = await workedContract(world);
      await taxIdentity(world, story.buyer.organizationId, { country, vatNumber });
      const invoiceId = await issued(story);
      expect(
        await world.row("select total_minor, tax_minor from invoice where id = $1", [invoiceId]),
      ).toEqual({ total_minor: "378400", tax_minor: "0" });
      expect(await taxesOf(invoiceId)).toMatchObject([{ category, tax_minor: "0", reason_code: code }]);
      expect((await legsOf(invoiceId)).map(([account]) => account)).not.toContain("tax_payable");
    }
  });

  test("takes the rate of the month that is invoiced, not of the day of issue", async () => {
    await world.owner.query(
      `insert into tax_rate (country, kind, rate_bps, valid_from, valid_to, source)
       values ('NL', 'bookkeeping', 900, '2026-09-01', '2026-09-30', 'A test')`,
    );
    const story = await workedContract(world, { ...EUR, startsOn: "2026-09-01" });
    await taxIdentity(world, story.buyer.organizationId, { country: "NL", vatNumber: "NL987654321B01" });
    const september = await issued(story, "2026-09");
    const october = await issued(story, "2026-10");
    expect(await taxesOf(september)).toMatchObject([{ rate_bps: 900, tax_minor: "34056" }]);
    expect(await taxesOf(october)).toMatchObject([{ rate_bps: 2100, tax_minor: "79464" }]);
  });
});

describe("an invoice whose tax nobody can decide", () => {
  const nothingIssued = async (statementId: string) => {
    expect(await world.row("select state from statement where id = $1", [statementId])).toEqual({
      state: "approved",
    });
    expect(
      await world.row("select id from invoice where statement_id = $1", [statementId]),
    ).toBeUndefined();
  };

  test("is not issued: no number, no leg, no request; and is once the buyer states its number", async () => {
    const { story, statementId, payload } = await approvedOnly(world);
    const counter = () => world.row("select last_number from invoice_counter");
    const before = await counter();
    await expect(
      issueInvoice(
        { db: world.workDb, clock: world.clock, viewer: systemViewer(payload.organizationId, "test") },
        { statementId },
      ),
    ).rejects.toThrow(/has to state its name, address and VAT number/);
    await world.owner.query("select graphile_worker.add_job('statement.approved', $1)", [
      JSON.stringify(payload),
    ]);
    await world.drainJobs();
    await nothingIssued(statementId);
    expect(await counter()).toEqual(before);
    const finance = await colleague(world, { ...story.buyer, kind: "buyer", role: "finance" });
    await stateTaxIdentity(world.caller(finance), {
      ...{ name: "Brightline Inc.", addressLine: "1 Main Street", postalCode: "12207", city: "Albany" },
      ...{ country: "US", status: "not_registered" },
    });
    await world.drainJobs();
    expect(await world.row("select state, tax_minor from invoice where statement_id = $1", [statementId]))
      // Outside the Union, so without tax.
      .toEqual({ state: "open", tax_minor: "0" });
  });

  test("waits for the company that invoices, and goes on when the administrator states it", async () => {
    await registeredSeller(world, { status: "unknown", vatNumber: null });
    const { story, statementId, payload } = await approvedOnly(world);
    await taxIdentity(world, story.buyer.organizationId, { country: "US", vatNumber: null });
    await world.owner.query("select graphile_worker.add_job('statement.approved', $1)", [
      JSON.stringify(payload),
    ]);
    await world.drainJobs();
    await nothingIssued(statementId);
    const admin = await member(world, { name: "Head office", kind: "marketplace", role: "admin" });
    await stateLegalEntity(world.caller(admin), {
      ...{
        name: "Engine Room B.V.",
        addressLine: "Wijnhaven 60",
        postalCode: "3011 WS",
        city: "Rotterdam",
      },
      ...{ country: "NL", currency: "EUR", status: "registered", vatNumber: "NL123456789B01" },
    });
    await world.drainJobs();
    expect(await world.row("select state from invoice where statement_id = $1", [statementId])).toEqual({
      state: "open",
    });
    expect(
      await world.row("select data->'to'->>'vatNumber' as number from audit_event where action = $1", [
        "legal_entity.state",
      ]),
    ).toEqual({ number: "NL123456789B01" });
  });
});

describe("who invoices and who is invoiced", () => {
  test("is stated by an administrator, and by owner or finance; a refusal changes nothing", async () => {
    const entity = () => world.row("select * from legal_entity");
    const before = await entity();
    const stated = {
      ...{ name: "X", addressLine: "X 1", postalCode: "", city: "X", country: "DE", currency: "EUR" },
      ...{ status: "registered", vatNumber: "DE123456789" },
    };
    const desk = await member(world, { name: "Desk", kind: "marketplace", role: "account_manager" });
    const lead = await member(world, { name: "Lead", kind: "buyer", role: "operations_lead" });
    const owner = await member(world, { name: "Owner", kind: "buyer", role: "owner" });
    const admin = await member(world, { name: "Admin", kind: "marketplace", role: "admin" });
    for (const viewer of [desk, owner])
      await expect(stateLegalEntity(world.caller(viewer), stated)).rejects.toThrow(/role does not allow/);
    for (const [field, value] of [
      ["vatNumber", "DE12"],
      ["currency", "EURO"],
      ["currency", "XXX"],
    ])
      await expect(
        stateLegalEntity(world.caller(admin), { ...stated, [String(field)]: value }),
      ).rejects.toMatchObject({ issues: [{ field }] });
    expect(await entity()).toEqual(before);
    await expect(stateTaxIdentity(world.caller(lead), stated)).rejects.toThrow(/role does not allow/);
    await expect(stateTaxIdentity(world.caller(owner), { ...stated, vatNumber: "" })).rejects.toMatchObject(
      {
        issues: [{ field: "vatNumber" }],
      },
    );
    expect(
      await world.row("select 1 from tax_identity where organization_id = any ($1)", [
        [lead.organizationId, owner.organizationId],
      ]),
    ).toBeUndefined();
  });

  test("can be read by those one deals with, and by nobody else", async () => {
    const story = await workedContract(world);
    await taxIdentity(world, story.buyer.organizationId, { country: "US", vatNumber: null });
    const stranger = await member(world, { name: "Stranger", kind: "provider", role: "owner" });
    const seen = (viewer: typeof stranger) =>
      world.db.withOrg(
        viewer,
        (tx) => tx.$queryRaw<unknown[]>`select 1 from tax_identity
          where organization_id = ${story.buyer.organizationId}::uuid`,
      );
    expect(await seen(story.buyer)).toHaveLength(1);
    expect(await seen(story.provider)).toHaveLength(1);
    expect(await seen(stranger)).toHaveLength(0);
  });
});

async function issued(story: Awaited<ReturnType<typeof workedContract>>, period = "2026-10") {
  const { statementId } = await drafted(world, story, period);
  await approvedByBoth(world, story, statementId);
  await world.drainJobs();
  const { id } = await world.row("select id from invoice where statement_id = $1", [statementId]);
  return id as string;
}

async function expectBooksAgreeWithStripe() {
  const { port } = await world.stripe();
  const staff = await member(world, { name: "Books", kind: "marketplace", role: "account_manager" });
  const rows = await world.db.withOrg(staff, (tx) => trialBalance(tx));
  const net = new Map(rows.map((one) => [`${one.code} ${one.currency}`, one.debitMinor - one.creditMinor]));
  for (const clearing of ["clearing_charge", "clearing_transfer", "fee_pending", "provider_pending"])
    expect(net.get(`${clearing} EUR`) ?? 0n, clearing).toBe(0n);
  expect(net.get("tax_payable EUR")).toBe(-79_464n);
  const balance = await port.retrieveBalance();
  const held = [...balance.available, ...balance.pending]
    .filter((one) => one.currency === "EUR")
    .reduce((sum, one) => sum + one.amountMinor, 0n);
  expect(net.get("stripe_balance EUR")).toBe(held);
}
