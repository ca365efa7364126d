import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SEALED_COLUMNS } from "../../server/sealed-columns.ts";
import { schemaColumns } from "../factories/schema-columns.ts";
import { openWorld, type World } from "../world.ts";

/** What a column is called that may hold what nobody should read from a copy of the database. */
const SENSITIVE = new RegExp(
  "account|iban|bic|bank|vat|tax|ssn|national|passport|identity|birth|health|medical|diagnos|disab|salary|wage|" +
    "payee|secret|password|token|key|code|salt|pin$|phone|address|email|cookie|credential|signature|proof|" +
    "evidence|body|content|holder|^(buyer|seller)$",
  "i",
);

/** Kept as they are, each with its reason. */
const PLAIN: Record<string, string> = {
  "api_key_call.address": "is shown to the organisation in the log of its key",
  "audit_event.salt": "makes the digest of one row its own, and is taken away with the row's words",
  "audit_event.personal_digest": "is a salted digest",
  "calendar_version.body": "is hours and holidays",
  "contest.evidence": "is a claim in words, meant for the other party",
  "contest.evidence_url": "is an address that one party gave the other",
  "data_export_part.content": "is sealed as a whole, and gone after seven days",
  "import_batch.content": "is gone with the import's end; the two parties' own file until then",
  "inbound_delivery.body": "is the work itself, as the two parties hold it; replayed from here",
  "invitation.email": "is where the invitation goes; with the invitation it ends",
  "invoice.buyer": "an invoice names it by law (Directive 2006/112/EC, article 226), for both parties",
  "invoice.seller": "as the buyer",
  "journal_book.code": "names a book",
  "late_work_event.body": "is an event of the work",
  "ledger_account.code": "names an account of the books",
  "legal_entity.address_line": "is the marketplace's own seat, on every invoice",
  "legal_entity.code": "names the company that invoices",
  "legal_entity.email": "is the marketplace's own, on every invoice",
  "legal_entity.postal_code": "is the marketplace's own seat",
  "legal_entity.vat_number": "is the marketplace's own, on every invoice",
  "mail_message.body_html": "is what was mailed; links that work once are erased from it when it went out",
  "mail_message.body_text": "as the other form of the mail",
  "mail_message.to_address": "is where the mail goes",
  "mailed_link.address": "is the address that the link proves",
  "passkey.credential_id": "is public by design; the secret never leaves the person's device",
  "passkey.public_key": "is public by design",
  "payment_method.bank_address": "is Stripe's own account for a buyer's transfers, made to be shown",
  "payout_details.bic": "names a bank, not an account",
  "payout_details.holder": "is the company that the account is of",
  "payroll_payment.account_index": "is a keyed digest of the account",
  "payroll_payment.payee":
    "is the name that both parties find the person by; staff have no right to the table",
  "person.email": "is what people sign in with",
  "session.address": "is shown to the person in the list of their devices",
  "sign_in_event.address": "is shown to the person alone, in the list of who signed in as them",
  "signature.address": "is evidence of a signature, which outlives the session",
  "signature.email": "is evidence of a signature",
  "sign_in_throttle.key": "is a digest",
  "stripe_operation.idempotency_key": "is made of ids",
  "stripe_pace.key": "names an end point",
  "sso_domain.token": "is made to be published in the domain's records",
  "tax_identity.address_line": "is a company's seat, on its invoices",
  "tax_identity.email": "is where a company's invoices go",
  "tax_identity.postal_code": "is a company's seat",
  "work_item_event.source_key": "is another system's name for an event",
};

/** Kinds of columns that are kept as they are wherever they stand. */
const ALIKE: readonly (readonly [name: RegExp, reason: string])[] = [
  [/_hash$|\.digest$/, "is a digest; what it was made of is not in it"],
  [/\.(module|decline|failure|reason)_code$|_failure\.code$/, "is a word of a list"],
  [/\.account_id$/, "is Stripe's name for an account, not a bank's number"],
  [/^(mail_message|idempotency_key)\.key$/, "is made of words and ids"],
];

const columns = () =>
  schemaColumns().flatMap(({ table, column, type }) =>
    ["String", "Json", "Bytes", "Uuid"].includes(type) ? [{ name: `${table}.${column}`, type }] : [],
  );
const sensitive = columns().filter(
  ({ name, type }) => type !== "Uuid" && SENSITIVE.test(name.split(".")[1] ?? ""),
);
const isAlike = (name: string) => ALIKE.some(([form]) => form.test(name));

describe("every column with a sensitive name", () => {
  test("is sealed, or stands on the list with a reason", () => {
    const names = sensitive.map(({ name }) => name);
    expect(names.length).toBeGreaterThan(50);
    expect(names.filter((name) => !(name in SEALED_COLUMNS || name in PLAIN || isAlike(name)))).toEqual([]);
  });

  test("and none is on both lists, or on one of them without being there", () => {
    const all = columns().map(({ name }) => name);
    const listed = [...Object.keys(PLAIN), ...Object.keys(SEALED_COLUMNS)];
    expect(listed.filter((name) => !all.includes(name))).toEqual([]);
    expect(Object.keys(PLAIN).filter((name) => name in SEALED_COLUMNS || isAlike(name))).toEqual([]);
  });
});

describe("every sealed column", () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
  });
  afterAll(() => world.close());

  test.each(Object.values(SEALED_COLUMNS))(
    "$column of $table is refused in plain by the database",
    async (one) => {
      const { definition } = await world.row(
        `select coalesce(string_agg(pg_get_triggerdef(oid), ';'), '') as definition from pg_trigger
       where tgrelid = ('public.' || $1)::regclass and tgname = 'sealed' and tgenabled = 'O'`,
        [one.table],
      );
      expect(definition).toContain(`app.refuse_plain('${one.column}')`);
      expect(definition).toContain("BEFORE INSERT OR UPDATE");
    },
  );
});
