import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { getNamedType, isObjectType, isUnionType, lexicographicSortSchema, printSchema } from "graphql";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { PERMISSIONS } from "../domain/identity/permission-list.ts";
import { schema } from "../graphql/schema.ts";
import { schemaText, snapshotFile } from "../prisma/schema-engine.ts";

const root = join(import.meta.dirname, "..");
const listed = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], {
  cwd: root,
  encoding: "utf8",
})
  .trim()
  .split("\n");
const generated = /(^|\/)(generated|gql)\//;
const sources = listed.filter((file) => /\.(ts|tsx|mjs)$/.test(file) && !generated.test(file));
const text = (file: string) => readFileSync(join(root, file), "utf8");

describe("every source file", () => {
  test("has at most 300 lines", () => {
    const long = sources.filter((file) => text(file).trimEnd().split("\n").length > 300);
    expect(long).toEqual([]);
  });

  test("has no line over 110 characters, or 125 where one text makes it long", () => {
    const fits = (line: string) =>
      line.length <= 110 ||
      (line.length <= 125 && line.replaceAll(/"[^"]*"|`[^`]*`?|'[^']*'/g, "").length <= 110);
    const wide = sources.flatMap((file) =>
      text(file)
        .split("\n")
        .flatMap((line, index) => (fits(line) ? [] : [`${file}:${index + 1}`])),
    );
    expect(wide).toEqual([]);
  });

  test("has no function over 70 lines, the suites of a test apart", () => {
    const long = sources.filter((file) => !/\.(test|spec)\.tsx?$/.test(file)).flatMap(longFunctions);
    expect(long).toEqual([]);
  });

  test("carries no unfinished note without the number of a decision", () => {
    const note = new RegExp(`\\b(${["TO", "FIX"].join("DO|")}ME|${"TO"}DO)\\b(?!.*decision \\d{4})`);
    expect(sources.filter((file) => note.test(text(file)))).toEqual([]);
  });

  test("of the domain asks no hidden clock and no randomness, and writes no number through a float", () => {
    const rooms = sources.filter((file) => file.startsWith("domain/") && !file.endsWith(".test.ts"));
    const hidden = /Date\.now|new Date\b|Temporal\.Now|Math\.random|parseFloat|toFixed\(|process\./;
    expect(rooms.filter((file) => hidden.test(withoutComments(text(file))))).toEqual([]);
  });

  test("reads the environment in server/env.ts alone", () => {
    const rooms = sources.filter(
      (file) => /^(app|graphql|server|domain)\//.test(file) && !/\.test\.tsx?$/.test(file),
    );
    expect(rooms.filter((file) => text(file).includes("process.env"))).toEqual(["server/env.ts"]);
  });
});

describe("every table", () => {
  const ALONE: Record<string, string> = {
    Organization: "is the tenant",
    User: "is known before any tenant is; memberships tie people to tenants",
    LegalHold: "names its organisation or person as a subject; administrators alone read it",
    RetentionRule: "is the marketplace's own rule, the same for everybody",
    RetentionRun: "is the marketplace's own, over the records of all",
    RetentionRunPart: "counts within such a run",
    PersonErasure: "is a person's, in whatever organisation they act",
    TotpFactor: "is a person's, in whatever organisation they act; row-level security goes by the person",
    Passkey: "is a person's, as the one above",
    RecoveryCode: "is a person's, as the two above",
    KnownDevice: "is a person's, as the three above",
    SignInEvent: "is a person's own list of who signed in as them; an organisation's is its audit trail",
    SignInChallenge: "is what a browser has still to answer before anybody is signed in",
    MailedLink: "is a person's, and known by the digest of its secret before they have signed in",
    SignInThrottle: "counts digests of strangers",
    JournalEntry: "belongs to the books; its legs name their parties",
    JournalBook: "is the head of the marketplace's own books",
    JournalLink: "is an entry's place in the books; its legs name their parties",
    PeriodLock: "closes the marketplace's own books",
    BillingRun: "drafts what is left for all buyers; its parts name them, and staff alone read it",
    StripePace: "counts requests to endpoints of Stripe's",
    ReconRun: "compares the marketplace's own books with Stripe; staff alone read it",
    ReconBreak: "is what such a run found; staff alone read it",
    LedgerBalance: "is derived from an account, which names its party",
    DunningPolicy: "is the marketplace's own rule for unpaid invoices",
    DunningPolicyStep: "is a row of that rule",
    BreachPolicy: "is the marketplace's own rule, in force where a contract has none",
    CreditNoteCounter: "numbers the marketplace's own legal entity",
    LegalEntity: "is the company that invoices; its name stands on every invoice",
    TaxRate: "is the law's, the same for everybody",
    ExchangeRate: "is the market's, the same for everybody",
    FxRevaluation: "is of the marketplace's own books",
    InvoiceCounter: "numbers the marketplace's own legal entity",
    StripeEvent: "arrives before we know whose it is",
    Posting: "has it, nullable: the platform's own accounts have no party",
  };

  test("names its organisation, or stands on the list with a reason", () => {
    const models = [...schemaText().matchAll(/^model (\w+) \{([\s\S]*?)^\}/gm)];
    const without = models
      .filter(([, , body]) => !/^\s+organizationId\s/m.test(body ?? ""))
      .map(([, name]) => name);
    expect(without.filter((name) => !ALONE[name ?? ""])).toEqual([]);
  });

  test("is in the migrations: the snapshot they end at is today's schema", () => {
    expect(readFileSync(snapshotFile, "utf8")).toBe(schemaText());
  });
});

describe("the API", () => {
  test("is the one that schema.graphql shows", () => {
    expect(text("graphql/schema.graphql")).toBe(`${printSchema(lexicographicSortSchema(schema))}\n`);
  });

  test("says for every entry point who may use it", () => {
    const open = ["Query", "Mutation"].flatMap((name) => {
      const type = schema.getType(name);
      if (!isObjectType(type)) return [];
      return Object.values(type.getFields())
        .filter(
          (field) => !(field.extensions.pothosOptions as { authScopes?: unknown } | undefined)?.authScopes,
        )
        .map((field) => `${name}.${field.name}`);
    });
    // Relay's own two doors are scoped by each type's loader.
    expect(open.filter((name) => name !== "Query.node" && name !== "Query.nodes")).toEqual([]);
  });

  test("answers every mutation with a union that can carry a refusal", () => {
    const type = schema.getMutationType();
    const plain = Object.values(type?.getFields() ?? {}).filter((field) => {
      const result = getNamedType(field.type);
      return !isUnionType(result) || !result.getTypes().some((one) => one.name === "Refused");
    });
    expect(plain.map((field) => field.name)).toEqual([]);
  });
});

describe("every permission", () => {
  const asked = (files: string[]) =>
    PERMISSIONS.filter((one) => !files.some((file) => text(file).includes(`"${one}"`)));

  test("is asked for somewhere", () => {
    const rooms = sources.filter((file) => /^(server|graphql)\//.test(file));
    expect(asked(rooms)).toEqual([]);
  });
});

function withoutComments(code: string): string {
  return code.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
}

function longFunctions(file: string): string[] {
  const source = ts.createSourceFile(
    file,
    text(file),
    ts.ScriptTarget.Latest,
    true,
    file.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  );
  const found: string[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isFunctionLike(node) && "body" in node && node.body) {
      const first = source.getLineAndCharacterOfPosition(node.getStart()).line;
      const last = source.getLineAndCharacterOfPosition(node.getEnd()).line;
      if (last - first + 1 > 70) found.push(`${file}:${first + 1} (${last - first + 1} lines)`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
