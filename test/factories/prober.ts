import { randomUUID } from "node:crypto";
import type { GraphQLObjectType } from "graphql";
import { PERMISSIONS } from "../../domain/identity/permission-list.ts";
import { may, type Permission } from "../../domain/identity/permissions.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { schema } from "../../graphql/schema.ts";
import { isId } from "../../server/party-scope.ts";
import type { World } from "../world.ts";
import { ask } from "./ask.ts";
import { TERMS } from "./probe-billing-lines.ts";
import { type Cast, fingerprint, foreignTo, KINDS, LOOKERS, WHO, type Who } from "./probe-cast.ts";
import { probeDocument } from "./probe-documents.ts";
import {
  DEPTHS,
  type Ids,
  MUTATIONS,
  none,
  QUERIES,
  signedIn,
  staff,
  type Variables,
} from "./probe-lines.ts";

type Root = "query" | "mutation";
type Probe = {
  root: Root;
  field: string;
  who: Who;
  with: Variables;
  ids: Ids;
  depth?: number;
  as?: Viewer;
};

export type Prober = Awaited<ReturnType<typeof openProber>>;
type Probing = Awaited<ReturnType<typeof openProbing>>;

/**
 * Asks root fields as everybody of the cast and says what is wrong with the answers, in words; nothing where
 * all is right. Each question stands alone, so that a planted hole can be looked for where it is.
 */
export async function openProber(world: World, cast: Cast) {
  const on = await openProbing(world, cast);
  return {
    ...on,
    tellsIdsApart: (field: string) => tellsIdsApart(on, field),
    tellsOthers: (field: string) => tellsOthers(on, field),
    answersOthers: (field: string) => answersOthers(on, field),
    answersWithoutThePermission: (root: Root, field: string) =>
      answersWithoutThePermission(on, root, field),
    opensNodes: () => opensNodes(on),
    letsOthersAct: (field: string) => letsOthersAct(on, field),
  };
}

/** Sends one probe, and knows what nobody may be told. */
async function openProbing(world: World, cast: Cast) {
  const terms = await termsOfAnOrder(world, cast);
  const known = new Map<string | null, Set<string>>();
  let probes = 0;

  async function secretsFrom(organizationId: string | null): Promise<Set<string>> {
    const secrets = known.get(organizationId) ?? (await foreignTo(world, organizationId));
    known.set(organizationId, secrets);
    return secrets;
  }

  async function probe(p: Probe) {
    probes += 1;
    const values: Record<string, unknown> = p.with(p.ids);
    if (values.terms === TERMS) values.terms = terms;
    const variables = p.root === "query" ? values : { input: values };
    const document = probeDocument(p.root, p.field, p.depth ?? DEPTHS[p.field] ?? 3);
    const answer = await ask(world, p.as ?? cast.viewers[p.who], document, variables);
    return {
      ...answer,
      text: Object.values(p.ids)
        .filter(isId)
        .reduce((text, id) => text.replaceAll(id, "ID"), JSON.stringify(answer)),
    };
  }

  /** The deal that this person has no part in. */
  const foreign = (who: Who): Ids => (/^(buyer|provider)/.test(who) ? cast.far : cast.near).ids;

  async function unlike(p: Omit<Probe, "ids">): Promise<{ text: string; faults: string[] }> {
    const theirs = await probe({ ...p, ids: foreign(p.who) });
    const nothing = await probe({ ...p, ids: madeUp() });
    const faults = theirs.text === nothing.text ? [] : [`${p.who} tells a foreign id from none`];
    return { text: theirs.text, faults };
  }

  return { world, cast, probes: () => probes, probe, secretsFrom, foreign, unlike };
}

/** A foreign id is answered as one that never was. */
async function tellsIdsApart(on: Probing, field: string): Promise<string[]> {
  const { unlike } = on;
  const faults: string[] = [];
  for (const who of WHO.filter((one) => !readsAll(one, field) || /isting/.test(field))) {
    const one = await unlike({ root: "query", field, who, with: lineOf("query", field).with });
    faults.push(...one.faults);
    if (/went wrong|too much/.test(one.text)) faults.push(`${who} makes it fail`);
  }
  return faults;
}

/** Nobody is told of a deal that they have no part in. */
async function tellsOthers(on: Probing, field: string): Promise<string[]> {
  const { cast, probe, secretsFrom } = on;
  const faults: string[] = [];
  for (const who of WHO.filter((one) => !readsAll(one, field))) {
    const secrets = await secretsFrom(cast.viewers[who]?.organizationId ?? null);
    for (const { ids } of [cast.near, cast.far]) {
      const asked = new Set(Object.values(ids));
      const line = withoutCursor(lineOf("query", field).with);
      const { text, data } = await probe({ root: "query", field, who, with: line, ids });
      const told = tokens(JSON.stringify(data)).filter((one) => secrets.has(one) && !asked.has(one));
      const names = [...secrets].filter((one) => one.includes(" ") && text.includes(one));
      if (told.length + names.length > 0) faults.push(`${who} is told ${[...told, ...names][0]}`);
    }
  }
  return faults;
}

/** It is answered to those roles alone whose work it is. */
async function answersOthers(on: Probing, field: string): Promise<string[]> {
  const { cast, probe } = on;
  const line = lineOf("query", field);
  const answered: Who[] = [];
  for (const who of WHO) {
    const p = {
      root: "query",
      field,
      who,
      with: withoutCursor(line.with),
      ids: cast.near.ids,
    } as const;
    if ((await probe(p)).errors.length === 0) answered.push(who);
  }
  const expected = whoMay(on, "query", field);
  return WHO.filter((who) => answered.includes(who) !== expected.includes(who)).map(
    (who) => `${who} is ${answered.includes(who) ? "answered" : "not answered"}`,
  );
}

/** Whoever may do everything but just this is refused: a field that asks nothing lets them in. */
async function answersWithoutThePermission(on: Probing, root: Root, field: string): Promise<string[]> {
  const { cast, probe } = on;
  const permission = permissionOf(root, field);
  const line = lineOf(root, field);
  const who = WHO.find((one) => line.for.includes(one) && permission && may(cast.viewers[one], permission));
  const holder = who && cast.viewers[who];
  if (!permission || !holder) return [];
  const scopes = PERMISSIONS.filter((one) => one !== permission);
  const p = { root, field, who, with: line.with, ids: cast.near.ids, depth: 0 };
  const { text } = await probe({ ...p, as: { ...holder, scopes } });
  return /does not allow|was not given|NotAllowed/i.test(text) ? [] : [`${who} without ${permission}`];
}

/** What is opened by its id alone, by kind: a key that may read everything but that is shown none. */
async function opensNodes(on: Probing): Promise<Record<string, string[]>> {
  const { world, cast } = on;
  const opened: Record<string, string[]> = {};
  for (const [kind, { id, permission, of }] of Object.entries(NODES)) {
    const viewer = { ...(cast.viewers[of] as Viewer), via: "api_key" } as const;
    const shown = async (scopes: readonly Permission[]) => {
      const { data } = await ask(world, { ...viewer, scopes }, NODE, { id: cast.near.ids[id] });
      return data?.node ?? null;
    };
    const without = await shown(PERMISSIONS.filter((one) => one !== permission));
    const withIt = await shown(PERMISSIONS);
    opened[kind] = [
      ...(without === null ? [] : [`${of} is shown a ${kind} without ${permission}`]),
      ...(withIt === null ? [`${of} is not shown a ${kind}`] : []),
    ];
  }
  return opened;
}

/** Foreign ids and other roles are refused, and nothing changes. */
async function letsOthersAct(on: Probing, field: string): Promise<string[]> {
  const { world, cast, probe, foreign, unlike } = on;
  const line = lineOf("mutation", field);
  const before = await fingerprint(world);
  const faults: string[] = [];
  const allowed = whoMay(on, "mutation", field);
  for (const who of WHO) {
    const p = { root: "mutation", field, who, with: line.with, depth: 2 } as const;
    if (!allowed.includes(who)) {
      const isOther = who.startsWith("other");
      const { text } = await probe({ ...p, ids: isOther ? foreign(who) : cast.near.ids });
      const refused = REFUSED.test(text) || (isOther && text.includes("NotFound"));
      if (!refused || text.includes("Success")) faults.push(`${who}: ${text.slice(0, 200)}`);
    } else if (!isStaff(who) && namesAnId(line.with)) {
      const one = await unlike(p);
      faults.push(...one.faults);
      if (!/NotFound|NotAllowed/.test(one.text)) faults.push(`${who}: ${one.text.slice(0, 200)}`);
    }
  }
  if ((await fingerprint(world)) !== before) faults.push("something changed");
  return faults;
}

/** Each kind of node: whose id it is found by, what it takes, and somebody who may. */
const NODES = {
  Listing: { id: "hiddenListing", permission: "catalogue:read", of: "provider owner" },
  StatementOfWork: { id: "contract", permission: "contract:read", of: "buyer owner" },
  Engagement: { id: "engagement", permission: "engagement:read", of: "buyer owner" },
  WorkItem: { id: "workItem", permission: "work:read", of: "buyer owner" },
  Statement: { id: "statement", permission: "statement:read", of: "buyer owner" },
  Invoice: { id: "invoice", permission: "invoice:read", of: "buyer owner" },
  Payout: { id: "payout", permission: "payout:read", of: "provider owner" },
} as const;
const NODE = "query($id: ID!) { node(id: $id) { __typename } }";

const REFUSED = /not allowed|does not allow|Sign in first|NotAllowed/i;
/** Who reads every organisation. */
const isStaff = (who: Who) => [...staff, "auditor"].some((one) => one === who);
const madeUp = () => Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, randomUUID()])) as Ids;

function lineOf(root: Root, field: string): { for: readonly Who[]; with: Variables } {
  return (root === "query" ? QUERIES : MUTATIONS)[field] ?? { for: [], with: none };
}

/** Whom the marketplace works for, and who of it looks after whom, is known to all of its people. */
const AMONG_STAFF = ["tenants", "staffAssignments", "staffAccesses"];
const readsAll = (who: Who, field: string) =>
  isStaff(who) || (who === "vetting_officer" && AMONG_STAFF.includes(field));

/**
 * Those of its line, and of the lookers those with its permission; where it names none, it is everybody's.
 */
function whoMay({ cast }: Probing, root: Root, field: string): Who[] {
  const line = lineOf(root, field);
  const permission = permissionOf(root, field);
  const isEverybodys = signedIn.every((who) => line.for.includes(who));
  const lookers = LOOKERS.filter((who) => (permission ? may(cast.viewers[who], permission) : isEverybodys));
  return [...new Set([...line.for, ...lookers])];
}

/** The permission that a root field asks for; none where it is anybody's who is signed in, or public. */
export function permissionOf(root: Root, field: string): Permission | undefined {
  const type = (root === "query" ? schema.getQueryType() : schema.getMutationType()) as GraphQLObjectType;
  const options = type.getFields()[field]?.extensions.pothosOptions as { authScopes?: { may?: string } };
  return PERMISSIONS.find((one) => one === options?.authScopes?.may);
}

/** What an order of a published offer would say; most of it is the catalogue's. */
async function termsOfAnOrder(world: World, cast: Cast): Promise<unknown> {
  const offer = await world.row("select id from listing where published_at is not null limit 1");
  const document = "query($id: ID!) { orderDraft(listingId: $id) { edit } }";
  const draft = await ask(world, cast.viewers["buyer owner"], document, { id: offer.id });
  return draft.data.orderDraft.edit;
}

const namesAnId = (variables: Variables) => {
  const ids = madeUp();
  return Object.values(ids).some((id) => JSON.stringify(variables(ids)).includes(id));
};

const withoutCursor =
  (variables: Variables): Variables =>
  (ids) => ({ ...variables(ids), after: undefined });

/** Ids and addresses of mail in a text. */
export function tokens(text: string): string[] {
  return text.match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[\w.+-]+@[\w.-]+\w/g) ?? [];
}
