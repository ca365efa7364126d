import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { askCreditNote } from "../../server/billing/credits/ask-credit-note.ts";
import { stateTaxIdentity } from "../../server/identity/state-tax-identity.ts";
import { ask } from "../factories/ask.ts";
import type { Contracted } from "../factories/contracted.ts";
import { accountManager, credited } from "../factories/credit-story.ts";
import { approvedByBoth, drafted, workedContract } from "../factories/money-story.ts";
import { colleague, member } from "../factories/people.ts";
import { registeredSeller } from "../factories/taxed.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let story: Contracted;
let statementId: string;
let invoiceId: string;

beforeAll(async () => {
  world = await openWorld();
  await registeredSeller(world);
  await world.owner.query("update legal_entity set email = 'invoices@engine-room.example'");
  story = await workedContract(world, { currency: "EUR" });
  await stated(story, "bills@tern.example");
  ({ statementId, invoiceId } = await invoiced(story));
});
afterAll(() => world.close());

async function stated({ buyer }: Contracted, email: string | null) {
  const finance = await colleague(world, { ...buyer, kind: "buyer", role: "finance" });
  await stateTaxIdentity(world.caller(finance), {
    ...{
      name: "Tern Logistics B.V.",
      addressLine: "Maashaven 12",
      postalCode: "3081 AB",
      city: "Rotterdam",
    },
    ...{ country: "NL", status: "registered", vatNumber: "NL987654321B01", email },
  });
}

async function invoiced(of: Contracted) {
  const drafts = await drafted(world, of);
  await approvedByBoth(world, of, drafts.statementId);
  await world.drainJobs();
  const { id } = await world.row("select id from invoice where statement_id = $1", [drafts.statementId]);
  return { statementId: drafts.statementId, invoiceId: id as string };
}

async function file(
  viewer: Viewer | null,
  field: "invoiceDocument" | "creditNoteDocument" | "statementDocument",
  id: string,
  as: string,
) {
  const { data, errors } = await ask(
    world,
    viewer,
    `query($id: ID!, $as: DocumentFormat!) { file: ${field}(id: $id, format: $as) {
      fileName mediaType base64 refusal } }`,
    { id, as },
  );
  const text = Buffer.from(data?.file?.base64 ?? "", "base64").toString();
  return { ...data?.file, text, errors, isThere: Boolean(data?.file) };
}

describe("an invoice as a file", () => {
  test("is one set of figures in every format: net, tax and total to the cent", async () => {
    const json = JSON.parse((await file(story.buyer, "invoiceDocument", invoiceId, "JSON")).text);
    expect(json).toMatchObject({ net: "3784.00", tax: "794.64", total: "4578.64", number: "ER-000001" });
    expect(
      json.lines.map((line: { amount: string; tax: { amount: string } }) => [line.amount, line.tax.amount]),
    )
      // 21 % of every line, together 794.64.
      .toEqual([
        ["4000.00", "840.00"],
        ["-96.00", "-20.16"],
        ["-120.00", "-25.20"],
      ]);
    const csv = await file(story.provider, "invoiceDocument", invoiceId, "CSV");
    expect(csv).toMatchObject({ fileName: "invoice-ER-000001.csv", mediaType: "text/csv; charset=utf-8" });
    expect(csv.text.trim().split("\r\n")).toHaveLength(4);
    expect(csv.text).toContain(",3,Service credit: Filings on time,,EUR,-120.00,S,21,-25.20,-145.20");
    const xml = await file(story.buyer, "invoiceDocument", invoiceId, "UBL");
    expect(xml).toMatchObject({ fileName: "invoice-ER-000001.xml" });
    for (const part of [
      '<cbc:PayableAmount currencyID="EUR">4578.64</cbc:PayableAmount>',
      '<cbc:TaxAmount currencyID="EUR">794.64</cbc:TaxAmount>',
      "<cbc:CompanyID>NL987654321B01</cbc:CompanyID>",
      "<cbc:Percent>21</cbc:Percent>",
    ])
      expect(xml.text).toContain(part);
    const pdf = await file(story.buyer, "invoiceDocument", invoiceId, "PDF");
    expect(pdf).toMatchObject({ fileName: "invoice-ER-000001.pdf", mediaType: "application/pdf" });
    expect(pdf.text.slice(0, 5)).toBe("%PDF-");
  });

  test("goes to those who may see the page, and to a foreign one as if it were not there", async () => {
    const staff = await member(world, { name: "Desk", kind: "marketplace", role: "account_manager" });
    expect((await file(staff, "invoiceDocument", invoiceId, "JSON")).fileName).toBe(
      "invoice-ER-000001.json",
    );
    const stranger = await member(world, { name: "Stranger", kind: "buyer", role: "owner" });
    const theirs = await file(stranger, "invoiceDocument", invoiceId, "PDF");
    const missing = await file(stranger, "invoiceDocument", crypto.randomUUID(), "PDF");
    expect(theirs).toEqual(missing);
    expect(theirs).toMatchObject({ isThere: false, errors: [] });
    expect((await file(null, "invoiceDocument", invoiceId, "PDF")).errors).toHaveLength(1);
  });

  test("keeps the name it was issued to, and is no e-invoice where the buyer gave no address", async () => {
    const other = await workedContract(world, { currency: "EUR" });
    await stated(other, null);
    const { invoiceId: id } = await invoiced(other);
    expect(await file(other.buyer, "invoiceDocument", id, "UBL")).toMatchObject({
      fileName: null,
      refusal: expect.stringMatching(/buyer states its e-mail for invoices.*BT-49/),
    });
    await stated(other, "late@tern.example");
    expect(JSON.parse((await file(other.buyer, "invoiceDocument", id, "JSON")).text).buyer).toMatchObject({
      email: null,
    });
  });
});

describe("a credit note as a file", () => {
  let noteId: string;
  beforeAll(async () => {
    noteId = await credited(world, { invoiceId, netMinor: 10_003n });
  });

  test("is one set of figures in every format, with its share of the tax and the invoice it is about", async () => {
    const json = JSON.parse((await file(story.buyer, "creditNoteDocument", noteId, "JSON")).text);
    expect(json).toMatchObject({
      ...{ kind: "credit_note", number: "CN-000001", net: "100.03", tax: "21.01", total: "121.04" },
      ...{ corrects: { number: "ER-000001" }, seller: { name: "Engine Room B.V." } },
      taxes: [{ category: "S", rate: "21", taxable: "100.03", amount: "21.01" }],
    });
    expect(json.lines).toMatchObject([{ amount: "100.03", tax: { amount: "21.01" } }]);
    expect(json.notes).toEqual([
      "Service not as promised: Two filings were late",
      "€121.04 comes off what is to be paid of invoice ER-000001.",
    ]);
    const csv = await file(story.provider, "creditNoteDocument", noteId, "CSV");
    expect(csv).toMatchObject({ fileName: "credit-note-CN-000001.csv" });
    expect(csv.text).toMatch(/EUR,100\.03,S,21,21\.01,121\.04,ER-000001\s*$/);
    const xml = await file(story.buyer, "creditNoteDocument", noteId, "UBL");
    for (const part of [
      "<cbc:CreditNoteTypeCode>381</cbc:CreditNoteTypeCode>",
      '<cbc:PayableAmount currencyID="EUR">121.04</cbc:PayableAmount>',
      '<cbc:TaxAmount currencyID="EUR">21.01</cbc:TaxAmount>',
      "<cbc:ID>ER-000001</cbc:ID>",
    ])
      expect(xml.text).toContain(part);
    const pdf = await file(story.provider, "creditNoteDocument", noteId, "PDF");
    expect(pdf).toMatchObject({ fileName: "credit-note-CN-000001.pdf", mediaType: "application/pdf" });
    expect(pdf.text.slice(0, 5)).toBe("%PDF-");
  });

  test("goes to both parties and staff, and to a foreign one as if it were not there", async () => {
    const staff = await accountManager(world);
    expect((await file(staff, "creditNoteDocument", noteId, "CSV")).isThere).toBe(true);
    const stranger = await member(world, { name: "Another stranger", kind: "provider", role: "owner" });
    const theirs = await file(stranger, "creditNoteDocument", noteId, "PDF");
    expect(theirs).toEqual(await file(stranger, "creditNoteDocument", crypto.randomUUID(), "PDF"));
    expect(theirs).toMatchObject({ isThere: false, errors: [] });
    expect((await file(null, "creditNoteDocument", noteId, "PDF")).errors).toHaveLength(1);
  });

  test("is there once it has a number; withdrawn it says so and is no e-invoice", async () => {
    const { creditNoteId } = await askCreditNote(world.caller(await accountManager(world)), {
      ...{ invoiceId, lines: [{ position: 1, netMinor: "100" }] },
      ...{ reason: "goodwill", memo: "For the trouble" },
    });
    const read = (as: string) => file(story.buyer, "creditNoteDocument", creditNoteId, as);
    expect(await read("PDF")).toMatchObject({
      fileName: null,
      refusal: expect.stringMatching(/no number yet/),
    });
    await world.drainJobs();
    expect((await read("PDF")).text.slice(0, 5)).toBe("%PDF-");
    await world.owner.query("update credit_note set state = 'withdrawn' where id = $1", [creditNoteId]);
    expect(await read("UBL")).toMatchObject({
      fileName: null,
      refusal: expect.stringMatching(/withdrawn/),
    });
    expect(JSON.parse((await read("JSON")).text).notes[0]).toMatch(/^Withdrawn/);
  });
});

describe("a statement as a file", () => {
  test("adds up to what is due before tax, and is never an e-invoice", async () => {
    const json = JSON.parse((await file(story.provider, "statementDocument", statementId, "JSON")).text);
    const cents = (amount: string) => BigInt(amount.replace(".", ""));
    expect(json.net).toBe("3784.00");
    expect(json.lines.reduce((sum: bigint, line: { amount: string }) => sum + cents(line.amount), 0n)).toBe(
      378_400n,
    );
    expect(json.tables[0].rows[1]).toEqual(["Provider receives", "€3,600.00", "€3,405.60", "-€194.40"]);
    expect((await file(story.buyer, "statementDocument", statementId, "PDF")).text.slice(0, 5)).toBe(
      "%PDF-",
    );
    expect(await file(story.buyer, "statementDocument", statementId, "UBL")).toMatchObject({
      fileName: null,
    });
  });
});
