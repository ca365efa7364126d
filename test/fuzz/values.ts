import {
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from "graphql";
import type { Random } from "./random.ts";

const UNKNOWN_ID = "0199c0de-0000-7000-8000-000000000000";

/** Texts that somebody's parser, query, path, header or page has once been broken by. */
const NASTY = [
  ...[
    "",
    " ",
    "\0",
    "a\0b",
    "\u{feff}",
    "\ud800",
    "x\udfff",
    "\u202ecod.exe",
    "🦄".repeat(40),
    "é",
    "e\u0301",
  ],
  ...[
    "'",
    "''--",
    "' or 1=1 --",
    '"',
    "\\",
    "%",
    "_",
    "%00",
    "%zz",
    "%2e%2e%2f",
    "../../etc/passwd",
    "..\\..\\x",
  ],
  ...["<script>alert(1)</script>", "{{7*7}}", "${7*7}", "$1", "${jndi:ldap://x}", "javascript:alert(1)"],
  ...["//evil.test", "/\\evil.test", "http://169.254.169.254/", "file:///etc/passwd", "https://[::1]:80/"],
  ...["a\r\nSet-Cookie: x=1", "a\nb", "\t", "\u2028", "x".repeat(255), "x".repeat(300), "y".repeat(20_000)],
  ...[
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "null",
    "undefined",
    "true",
    "[]",
    "{}",
    "NaN",
  ],
  ...["0", "-0", "-1", "1", "1.5", "1e309", "-1e-400", "9007199254740993", "9223372036854775807"],
  ...[
    "9223372036854775808",
    "99999999999999999999999999",
    "0x10",
    "1_000",
    "1,5",
    "١٢٣",
    "Infinity",
    "--1",
  ],
  ...["2026-02-30", "2026-13-01", "0000-00-00", "2026-01-01", "9999-12-31", "-271821-04-20", "20260101"],
  ...[
    "2026-01-01T25:00:00Z",
    "2026-01-01T00:00:00+99:99",
    "2026-10-25T02:30:00[Europe/Berlin]",
    "2026-W01",
  ],
  ...[
    "2026-09",
    "2026-10",
    "1899-12",
    "10000-01",
    "Europe/Berlin",
    "Mars/Base",
    "EUR",
    "eur",
    "XXX",
    "DE",
    "ZZ",
  ],
  ...[
    "a@b.test",
    "a@b",
    "@",
    `${"a".repeat(70)}@b.test`,
    "resolution",
    "incident",
    "P1",
    "owner",
    "finance",
  ],
  ...[
    UNKNOWN_ID,
    UNKNOWN_ID.toUpperCase(),
    `${UNKNOWN_ID} `,
    `{${UNKNOWN_ID}}`,
    UNKNOWN_ID.replaceAll("-", ""),
  ],
] as const;

/** A text; `ids` are those of the world, which a case names by their kind: it stays the same elsewhere. */
export function anyText(random: Random): string {
  if (random.oneIn(3)) return `{{${random.of(ID_KINDS)}}}`;
  const text = random.of(NASTY);
  return random.oneIn(12) ? text + random.of(NASTY) : text;
}

/** What a world is asked for the ids of. */
export const ID_KINDS = [
  ...[
    "engagement",
    "statement_of_work",
    "statement",
    "invoice",
    "payout",
    "work_item",
    "listing",
    "contest",
  ],
  ...["membership", "api_key", "breach", "import_batch", "inbound_connection", "sample", "correction"],
  ...["payroll_run", "organization", "checklist_item", "mail_message", "credit_note", "journal_entry"],
] as const;

/** A value that JSON can say, of any shape. */
export function anyJson(random: Random, depth = 3): unknown {
  const kind = random.below(depth > 0 ? 9 : 6);
  if (kind === 0) return null;
  if (kind === 1) return random.oneIn(2);
  if (kind === 2) return random.of([0, -1, 1, 2 ** 31, -(2 ** 31) - 1, 2 ** 53, 1.5, 1e308, -0.1]);
  if (kind <= 5) return anyText(random);
  const many = random.below(4);
  const parts = Array.from({ length: many }, () => anyJson(random, depth - 1));
  if (kind <= 7) return parts;
  return Object.fromEntries(parts.map((part) => [random.of(KEYS), part]));
}

const KEYS = [
  "id",
  "type",
  "op",
  "path",
  "value",
  "schemas",
  "events",
  "data",
  "object",
  "__proto__",
  "x",
  "",
];

/** A value for an input of the schema: mostly one that fits, so that it comes as far as the rules. */
export function anyInput(random: Random, type: GraphQLInputType): unknown {
  if (random.oneIn(12)) return anyJson(random);
  if (isNonNullType(type)) return anyInput(random, type.ofType);
  if (random.oneIn(10)) return null;
  if (isListType(type))
    return Array.from({ length: random.oneIn(40) ? 300 : random.below(3) }, () =>
      anyInput(random, type.ofType),
    );
  if (isEnumType(type)) return random.of(type.getValues()).name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(
      (field) => isRequiredInputField(field) || random.oneIn(2),
    );
    return Object.fromEntries(fields.map((field) => [field.name, anyInput(random, field.type)]));
  }
  return anyScalar(random, type.name);
}

function anyScalar(random: Random, name: string): unknown {
  if (name === "Int") return random.of([0, 1, -1, 2, 12, 365, 2_147_483_647, -2_147_483_648]);
  if (name === "Float") return random.of([0, -0.5, 1.5, 1e15, -1e300]);
  if (name === "Boolean") return random.oneIn(2);
  if (name === "BigInt") return random.of(["0", "-1", "1", "9223372036854775807", "99999999999999999999"]);
  if (name === "ID") return `{{${random.of(ID_KINDS)}}}`;
  if (name === "Date") return random.of(["2026-01-01", "2026-02-30", "9999-12-31", "0001-01-01"]);
  if (name === "DateTime")
    return random.of(["2026-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "+275760-09-13T00:00:00Z"]);
  return name === "JSON" ? anyJson(random) : anyText(random);
}
