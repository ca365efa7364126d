import type { GraphQLField } from "graphql";
import { SIGNATURE_HEADER } from "../../domain/delivery/inbound-signature.ts";
import { schema } from "../../graphql/schema.ts";
import { probeDocument } from "../factories/probe-documents.ts";
import { type Place, places } from "./places.ts";
import { type Random, randomOf } from "./random.ts";
import { anyInput, anyJson, anyText } from "./values.ts";

/** Who sends it: an API key or a cookie of one of the demo's people, or nobody. */
export const SENDERS = ["nobody", "buyer", "provider", "finance", "manager", "admin"] as const;
export type Sender = (typeof SENDERS)[number];

/** A request as it goes out; `{{engagement}}` and the like stand for an id of the world. */
export type FuzzCase = {
  n: number;
  door: Door;
  what: string;
  sender: Sender;
  by: "key" | "cookie";
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
};

const DOORS = ["operation", "document", "page", "form", "webhook", "directory", "header"] as const;
export type Door = (typeof DOORS)[number];

type Root = "query" | "mutation";
const FIELDS = (["query", "mutation"] as const).flatMap((root) => {
  const type = root === "query" ? schema.getQueryType() : schema.getMutationType();
  return Object.values(type?.getFields() ?? {}).map((field) => ({ root, field }));
});
const PLACES = places();
/** How many requests it takes until each operation and each route was asked once, by their own door. */
export const ROUND = { operations: FIELDS.length, places: PLACES.length };

const JSON_TYPE = { "content-type": "application/json" };
const OWN = { "sec-fetch-site": "same-origin" };

/** The case of a number: the same for the same seed, whatever came before it. */
export function caseOf(seed: number, n: number, doors: readonly Door[] = DOORS): FuzzCase {
  const random = randomOf(seed, n);
  const door = doors[n % doors.length] as Door;
  const turn = Math.floor(n / doors.length);
  const sender = random.of(SENDERS);
  const by = random.oneIn(3) ? "cookie" : "key";
  return { n, door, sender, by, method: "POST", headers: {}, ...MAKERS[door](random, turn) } as FuzzCase;
}

type Made = Partial<FuzzCase> & { what: string; path: string };

const MAKERS: Record<Door, (random: Random, turn: number) => Made> = {
  operation: (random, turn) => operation(random, FIELDS[turn % FIELDS.length] as (typeof FIELDS)[number]),
  document: brokenDocument,
  page: (random, turn) => {
    const place = PLACES[turn % PLACES.length] as (typeof PLACES)[number];
    const query = place.fields.filter(() => random.oneIn(3)).map((name) => pair(name, anyText(random)));
    const path = `${addressed(random, place.path)}${random.oneIn(3) ? ".data" : ""}`;
    return {
      ...{ what: `GET ${place.path}`, by: "cookie", method: random.oneIn(15) ? "HEAD" : "GET" },
      path: `${path}${query.length > 0 ? `?${query.join("&")}` : ""}`,
    };
  },
  form: (random, turn) => {
    const acting = PLACES.filter(({ acts }) => acts);
    const place = acting[turn % acting.length] as (typeof PLACES)[number];
    return { ...form(random, place), what: `POST ${place.path}`, by: "cookie" };
  },
  webhook: (random) => ({
    what: "a webhook",
    path: random.of([
      "/webhooks/stripe",
      "/webhooks/work/{{inbound_connection}}",
      `/webhooks/work/${odd(random)}`,
    ]),
    headers: {
      "content-type": random.of(["application/json", "text/plain", "application/x-www-form-urlencoded"]),
      "stripe-signature": latin(anyText(random)),
      [SIGNATURE_HEADER]: latin(anyText(random)),
    },
    body: random.oneIn(3) ? anyText(random) : JSON.stringify(anyJson(random)),
  }),
  directory: (random) => ({
    ...{ what: "SCIM", sender: "nobody", method: random.of(["GET", "POST", "PUT", "PATCH", "DELETE"]) },
    path:
      `/scim/v2/${random.of(["Users", "Groups", "Schemas", "Me", "Bulk"])}` +
      `${random.of(["", `/${odd(random)}`])}?filter=${odd(random)}&count=${odd(random)}`,
    headers: {
      ...JSON_TYPE,
      authorization: random.of(["Bearer {{directory_token}}", latin(anyText(random))]),
    },
    body: JSON.stringify(random.oneIn(3) ? anyJson(random) : scimBody(random)),
  }),
  header: (random) => ({
    what: "headers",
    method: random.of(["GET", "POST", "PUT", "OPTIONS", "PATCH", "DELETE"]),
    path: random.of([
      "/",
      "/graphql",
      "/live",
      "/catalogue",
      "/healthz",
      "/readyz",
      `/${odd(random)}`,
      "/assets/x.js",
    ]),
    headers: Object.fromEntries(
      ["accept", "accept-language", "cookie", "authorization", "x-request-id", "content-type", "origin"]
        .concat([
          "x-forwarded-for",
          "user-agent",
          "last-event-id",
          "range",
          "if-none-match",
          "x-http-method-override",
        ])
        .filter(() => random.oneIn(2))
        .map((name) => [name, latin(anyText(random))]),
    ),
    body: anyText(random),
  }),
};

function operation(random: Random, p: { root: Root; field: GraphQLField<unknown, unknown> }): Made {
  const document = probeDocument(p.root, p.field.name, random.of([0, 1, 2]));
  const args = p.field.args.filter((one) => one.defaultValue === undefined);
  const variables = Object.fromEntries(args.map((one) => [one.name, anyInput(random, one.type)]));
  return {
    what: `${p.root} ${p.field.name}`,
    ...{ path: "/graphql", by: "key", headers: { ...JSON_TYPE, ...OWN } },
    body: JSON.stringify({ query: document, variables }),
  };
}

/** Something that is no operation, or one that was damaged on the way. */
function brokenDocument(random: Random): Made {
  const { root, field } = random.of(FIELDS);
  const whole = probeDocument(root, field.name, 1);
  const at = random.below(whole.length);
  const query = random.of([
    ...[`${whole.slice(0, at)}${anyText(random)}${whole.slice(at)}`, whole.slice(0, at), anyText(random)],
    ...[
      whole.replace("{", `@skip(if: ${anyText(random)}) {`),
      `${whole} ${whole}`,
      whole.replace(/\$\w+/, "$x"),
    ],
  ]);
  const body = random.oneIn(3)
    ? JSON.stringify(anyJson(random))
    : JSON.stringify({ query, variables: anyJson(random), operationName: anyJson(random, 0) });
  return {
    what: "a broken document",
    path: random.oneIn(8) ? `/graphql?query=${encodeURIComponent(loose(query))}` : "/graphql",
    headers: {
      ...OWN,
      ...JSON_TYPE,
      ...(random.oneIn(6) ? { "content-type": latin(anyText(random)) } : {}),
    },
    body: random.oneIn(10) ? body.slice(0, random.below(body.length)) : body,
  };
}

function form(random: Random, place: Place): Omit<Made, "what"> {
  const names = place.fields.filter(() => !random.oneIn(4));
  if (random.oneIn(8)) names.push("__proto__", "extra");
  const words = ["intent", "kind", "action"].filter((one) => names.includes(one));
  const pairs = names.map((name): [string, string] => [
    name,
    place.values.length > 0 && (words.includes(name) || random.oneIn(4))
      ? random.of(place.values)
      : anyText(random),
  ]);
  const path = `${addressed(random, place.path)}${random.oneIn(4) ? ".data" : ""}`;
  const headers = random.oneIn(20) ? {} : OWN;
  if (!random.oneIn(4)) {
    const body = pairs.map(([name, value]) => pair(name, value)).join("&");
    return { path, headers: { ...headers, "content-type": "application/x-www-form-urlencoded" }, body };
  }
  const file = random.oneIn(2) ? `; filename="${latin(anyText(random)).replaceAll('"', "")}"` : "";
  const parts = pairs.map(
    ([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${value}\r\n`,
  );
  const body = `${parts.join("")}${random.oneIn(6) ? "" : "--b--\r\n"}`;
  return { path, headers: { ...headers, "content-type": "multipart/form-data; boundary=b" }, body };
}

function scimBody(random: Random): unknown {
  const operations = Array.from({ length: random.below(3) }, () => ({
    op: random.of(["add", "remove", "replace", "x"]),
    path: random.of([
      "active",
      "members",
      "name.familyName",
      'emails[type eq "work"].value',
      anyText(random),
    ]),
    value: anyJson(random),
  }));
  return {
    schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
    ...{ userName: anyText(random), active: anyJson(random, 0), displayName: anyText(random) },
    ...{ members: anyJson(random), emails: anyJson(random), Operations: operations },
  };
}

/** A text in an address; broken percent signs go as they are. */
const odd = (random: Random) => {
  const text = loose(anyText(random));
  return text.startsWith("{{")
    ? text
    : random.oneIn(5)
      ? text.replaceAll(/[^\w.%~-]/g, "")
      : encodeURIComponent(text);
};
const addressed = (random: Random, path: string) => path.replaceAll("$", () => odd(random) || "x");
const pair = (name: string, value: string) =>
  `${encodeURIComponent(name)}=${value.startsWith("{{") ? value : encodeURIComponent(loose(value))}`;
/** Half of a pair can't be written into an address at all. */
const loose = (text: string) => text.toWellFormed();
/** What a header may hold on the wire. */
const latin = (text: string) => text.replaceAll(/[^\x20-\x7e]/g, "").slice(0, 8_000);
