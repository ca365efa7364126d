import { expect } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { openDirectory } from "../../server/identity/directory/door.ts";
import { createDirectoryToken } from "../../server/identity/directory/tokens.ts";
import type { World } from "../world.ts";
import { verified } from "./single-sign-on.ts";
import { hashOfRows } from "./unchanged.ts";

export type Directory = Awaited<ReturnType<typeof directoryOf>>;
// biome-ignore lint/suspicious/noExplicitAny: what an answer holds is for each test to say
type Answer = { status: number; headers: Headers; body: any };

/** An organisation's directory: its token, a verified domain, and requests as Okta or Entra ID send them. */
export async function directoryOf(world: World, owner: Viewer) {
  const domain = `dir-${crypto.randomUUID().slice(0, 12)}.example.test`;
  await verified(world, owner, domain);
  const made = await createDirectoryToken(world.caller(owner), {
    name: "Okta",
    days: 365,
    defaultRole: "member",
  });
  const door = openDirectory({ db: world.db, clock: world.clock, publicUrl: "https://engine.test" });
  const facts = { requestId: "r", address: "192.0.2.9", userAgent: "Okta SCIM Client 1.0.0" };
  const secret = made.secret ?? "";
  const raw = (
    method: string,
    path: string,
    p: { body?: string; type?: string; header?: string | null },
  ) => {
    const headers = new Headers({ "Content-Type": p.type ?? "application/scim+json" });
    const header = p.header === undefined ? `Bearer ${secret}` : p.header;
    if (header !== null) headers.set("Authorization", header);
    const body = p.body === undefined ? {} : { body: p.body };
    return door(new Request(`https://engine.test/scim/v2${path}`, { method, headers, ...body }), facts);
  };
  const as = (header?: string | null) => ({
    async send(method: string, path: string, body?: unknown): Promise<Answer> {
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      const answer = await raw(method, path, { ...sent, ...(header === undefined ? {} : { header }) });
      const text = await answer.text();
      return {
        status: answer.status,
        headers: answer.headers,
        body: text === "" ? null : JSON.parse(text),
      };
    },
  });
  const { send } = as();
  // Its first use is noted; what comes after within the minute is not.
  await send("GET", "/ServiceProviderConfig");
  return {
    ...{ owner, domain, tokenId: made.id, secret, raw, as, send },
    /** The request is refused so, in the words of RFC 7644, and nothing has changed. */
    async refused(method: string, path: string, body: unknown, how: { status: number; scimType?: string }) {
      const before = await hashOfRows(world);
      const answer = await send(method, path, body);
      expect(answer.body).toMatchObject({
        schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
        ...how,
        status: String(how.status),
      });
      expect([answer.status, await hashOfRows(world)]).toEqual([how.status, before]);
      return answer.body;
    },
  };
}

/** A new person in the shape that Okta sends. */
export function newcomer(at: { domain: string }, name: string) {
  const userName = `${name}@${at.domain}`;
  return {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
    ...{ userName, externalId: `ext-${name}`, displayName: "Ada King", active: true, locale: "en-US" },
    name: { givenName: "Ada", familyName: "King" },
    emails: [{ primary: true, value: userName, type: "work" }],
    groups: [],
    password: "x1y2z3",
  };
}
