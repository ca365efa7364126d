import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { parseFilter } from "../../../domain/identity/directory/filter.ts";
import { patched } from "../../../domain/identity/directory/patch.ts";
import { DirectoryProblem, isObject } from "../../../domain/identity/directory/problem.ts";
import { pageOf, parseGroup, parseUser } from "../../../domain/identity/directory/resources.ts";
import { DomainError } from "../../../domain/shared/domain-error.ts";
import { NotFound } from "../../../domain/shared/refusals.ts";
import type { Clock } from "../../clock.ts";
import type { Caller } from "../../command.ts";
import type { Database } from "../../db.ts";
import { storable } from "../../storable.ts";
import type { RequestFacts } from "../viewer-of-membership.ts";
import { ERROR_SCHEMA, LIST_SCHEMA, RESOURCE_TYPES, SCHEMAS, SERVICE_PROVIDER } from "./discovery.ts";
import { directoryGroup, directoryGroups, GROUP_FILTERS } from "./groups.read.ts";
import { changeGroup, createGroup, deleteGroup } from "./groups.ts";
import { groupResource, userResource } from "./resources.ts";
import { directoryUser, directoryUsers, USER_FILTERS } from "./users.read.ts";
import { changeUser, createUser, deleteUser } from "./users.ts";
import { viewerOfDirectory } from "./viewer.ts";

type Answer = { status: number; body: unknown; location?: string };
type Asked = { caller: Caller; method: string; id: string | null; query: URLSearchParams; body: unknown };

/** A token's requests in a minute, in each process: a first run of a large directory fits. */
const MOST_A_MINUTE = 1_200;

export type DirectoryDoor = (request: Request, facts: RequestFacts) => Promise<Response>;

/**
 * The end point of directories, SCIM 2.0 (RFC 7643 and 7644) under /scim/v2. A token is of one
 * organisation, and its own people and groups are all there is: what is another's is not there. Every
 * answer is JSON, problems too.
 */
export function openDirectory(on: { db: Database; clock: Clock; publicUrl: string }): DirectoryDoor {
  const pace = new RateLimiterMemory({ points: MOST_A_MINUTE, duration: 60 });
  return async (request, facts) => {
    try {
      const header = request.headers.get("authorization");
      const viewer = await viewerOfDirectory({ open: on.db.open, clock: on.clock }, header, facts);
      if (!viewer) throw new DirectoryProblem(401, "This token is not known, or no longer.");
      await pace.consume(viewer.credential ?? "");
      const { pathname, searchParams } = new URL(request.url);
      const body = request.method === "GET" || request.method === "DELETE" ? null : await jsonOf(request);
      const caller: Caller = { db: on.db, clock: on.clock, viewer };
      const asked = { caller, method: request.method, query: searchParams, body };
      const answer = await route(pathname.replace(/^\/scim\/v2\/?/i, ""), asked);
      return written(answer, `${on.publicUrl}/scim/v2`);
    } catch (error) {
      return refusal(error);
    }
  };
}

async function route(path: string, asked: Omit<Asked, "id">): Promise<Answer> {
  const [type = "", id = null, ...more] = path.split("/").filter((one) => one !== "");
  const p = { ...asked, id: id === null ? null : decoded(id) };
  if (more.length > 0) throw notThere();
  switch (type.toLowerCase()) {
    case "users":
      return id === null ? users(p) : user(p, p.id ?? "");
    case "groups":
      return id === null ? groups(p) : group(p, p.id ?? "");
    case "serviceproviderconfig":
      return read(p, () => (id === null ? SERVICE_PROVIDER : undefined));
    case "resourcetypes":
      return read(p, () => oneOrAll(RESOURCE_TYPES, p.id));
    case "schemas":
      return read(p, () => oneOrAll(SCHEMAS, p.id));
    default:
      throw notThere();
  }
}

async function users({ caller, method, query, body }: Asked): Promise<Answer> {
  if (method === "POST") {
    const { id } = await createUser(caller, parseUser(body));
    return { status: 201, body: await userNow(caller, id), location: `/Users/${id}` };
  }
  if (method !== "GET") throw wrongMethod();
  const page = pageOf({ startIndex: query.get("startIndex"), count: query.get("count") });
  const filter = parseFilter(query.get("filter"), USER_FILTERS);
  const { total, rows } = await caller.db.readOrg(caller.viewer, (tx) =>
    directoryUsers(tx, { viewer: caller.viewer, filter, ...page }),
  );
  return list(rows.map(userResource), { total, ...page, query });
}

async function user({ caller, method, query, body }: Asked, id: string): Promise<Answer> {
  const before = await userNow(caller, id);
  switch (method) {
    case "GET":
      return { status: 200, body: shaped(before, query) };
    case "PUT":
    case "PATCH": {
      const after = parseUser(method === "PUT" ? body : patched(before, body));
      await changeUser(caller, { id, user: after });
      return { status: 200, body: await userNow(caller, id) };
    }
    case "DELETE":
      await deleteUser(caller, { id });
      return { status: 204, body: null };
    default:
      throw wrongMethod();
  }
}

async function groups({ caller, method, query, body }: Asked): Promise<Answer> {
  if (method === "POST") {
    const { id } = await createGroup(caller, parseGroup(body));
    return { status: 201, body: await groupNow(caller, id), location: `/Groups/${id}` };
  }
  if (method !== "GET") throw wrongMethod();
  const page = pageOf({ startIndex: query.get("startIndex"), count: query.get("count") });
  const filter = parseFilter(query.get("filter"), GROUP_FILTERS);
  const { total, rows } = await caller.db.readOrg(caller.viewer, (tx) =>
    directoryGroups(tx, { viewer: caller.viewer, filter, ...page }),
  );
  return list(rows.map(groupResource), { total, ...page, query });
}

async function group({ caller, method, query, body }: Asked, id: string): Promise<Answer> {
  const before = await groupNow(caller, id);
  switch (method) {
    case "GET":
      return { status: 200, body: shaped(before, query) };
    case "PUT":
    case "PATCH": {
      const after = parseGroup(method === "PUT" ? body : patched(before, body));
      await changeGroup(caller, { id, group: after });
      return { status: 200, body: await groupNow(caller, id) };
    }
    case "DELETE":
      await deleteGroup(caller, { id });
      return { status: 204, body: null };
    default:
      throw wrongMethod();
  }
}

async function userNow({ db, viewer }: Caller, id: string): Promise<Record<string, unknown>> {
  const row = await db.readOrg(viewer, (tx) => directoryUser(tx, viewer, id));
  if (!row) throw new DirectoryProblem(404, `There is no user ${id.slice(0, 60)}.`);
  return userResource(row);
}

async function groupNow({ db, viewer }: Caller, id: string): Promise<Record<string, unknown>> {
  const row = await db.readOrg(viewer, (tx) => directoryGroup(tx, viewer, id));
  if (!row) throw new DirectoryProblem(404, `There is no group ${id.slice(0, 60)}.`);
  return groupResource(row);
}

function read(p: Asked, find: () => unknown): Answer {
  if (p.method !== "GET") throw wrongMethod();
  const body = find();
  if (body === undefined) throw notThere();
  return { status: 200, body };
}

function oneOrAll(all: readonly { id: string }[], id: string | null): unknown {
  if (id !== null) return all.find((one) => one.id.toLowerCase() === id.toLowerCase());
  const counted = { totalResults: all.length, startIndex: 1, itemsPerPage: all.length };
  return { schemas: [LIST_SCHEMA], ...counted, Resources: all };
}

function list(
  resources: Record<string, unknown>[],
  p: { total: number; startIndex: number; query: URLSearchParams },
): Answer {
  const Resources = resources.map((one) => shaped(one, p.query));
  const counted = { totalResults: p.total, startIndex: p.startIndex, itemsPerPage: Resources.length };
  return { status: 200, body: { schemas: [LIST_SCHEMA], ...counted, Resources } };
}

/** Without the attributes that were not asked for (RFC 7644, 3.9); id and schemas always come. */
function shaped(resource: Record<string, unknown>, query: URLSearchParams): Record<string, unknown> {
  const names = (text: string | null) =>
    text?.split(",").map((one) => one.trim().split(".")[0]?.toLowerCase());
  const [only, not] = [names(query.get("attributes")), names(query.get("excludedAttributes"))];
  const kept = Object.entries(resource).filter(([name]) => {
    if (name === "id" || name === "schemas") return true;
    return only ? only.includes(name.toLowerCase()) : !not?.includes(name.toLowerCase());
  });
  return Object.fromEntries(kept);
}

async function jsonOf(request: Request): Promise<unknown> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/(scim\+)?json\b/i.test(type))
    throw new DirectoryProblem(415, "Send application/scim+json.");
  const text = await request.text();
  try {
    const body: unknown = JSON.parse(text);
    if (isObject(body)) return storable(body);
  } catch {
    // Falls through: what is no JSON is no resource.
  }
  throw new DirectoryProblem(400, "The body is no JSON object.", "invalidSyntax");
}

function written({ status, body, location }: Answer, base: string): Response {
  const headers = new Headers({ "Cache-Control": "no-store" });
  if (body === null) return new Response(null, { status, headers });
  headers.set("Content-Type", "application/scim+json; charset=utf-8");
  if (location) headers.set("Location", `${base}${location}`);
  const absolute = (key: string, value: unknown) =>
    key === "location" && typeof value === "string" && value.startsWith("/") ? base + value : value;
  return new Response(JSON.stringify(body, absolute), { status, headers });
}

/** RFC 7644, 3.12. What is our own mistake is thrown on, and masked as everywhere. */
function refusal(error: unknown): Response {
  if (error instanceof RateLimiterRes) {
    const seconds = String(Math.ceil(error.msBeforeNext / 1000));
    return problem(new DirectoryProblem(429, "Too many requests."), { "Retry-After": seconds });
  }
  if (error instanceof DirectoryProblem)
    return problem(error, error.status === 401 ? { "WWW-Authenticate": 'Bearer realm="scim"' } : {});
  if (error instanceof NotFound) return problem(new DirectoryProblem(404, error.message));
  if (error instanceof DomainError) return problem(new DirectoryProblem(409, error.message));
  throw error;
}

function problem(
  { status, message, scimType }: DirectoryProblem,
  more: Record<string, string> = {},
): Response {
  const body = {
    ...{ schemas: [ERROR_SCHEMA], status: String(status), detail: message },
    ...(scimType ? { scimType } : {}),
  };
  const type = { "Content-Type": "application/scim+json; charset=utf-8", "Cache-Control": "no-store" };
  return new Response(JSON.stringify(body), { status, headers: { ...type, ...more } });
}

const wrongMethod = () => new DirectoryProblem(405, "This is not done here in this way.");
const notThere = () => new DirectoryProblem(404, "There is no such end point.");

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw notThere();
  }
}
