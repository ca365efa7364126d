import type { Viewer } from "../../domain/identity/viewer.ts";
import { saveConnection } from "../../server/identity/sso/connection.ts";
import { addDomain, verifyDomain } from "../../server/identity/sso/domains.ts";
import { returnAddress } from "../../server/identity/sso/parts.ts";
import type { World } from "../world.ts";
import type { Browsers } from "./browsers.ts";
import { browseUntil, type OidcServer } from "./oidc-server.ts";

/**
 * An organisation with a connection to a provider and a verified domain of its own, and ways to sign in
 * there.
 */
export async function connectedOrganization(
  on: { world: World; at: Browsers; oidc: OidcServer },
  more: { kind?: Viewer["organizationKind"]; defaultRole?: string; domain?: string } = {},
) {
  const { world, at, oidc } = on;
  const owner = await at.person(more.kind ?? "buyer");
  const domain = more.domain ?? `d${crypto.randomUUID().slice(0, 12)}.example.test`;
  const { id } = await saveConnection(world.caller(owner), at.deps.sso, {
    ...{ issuer: oidc.issuer, clientId: oidc.clientId, clientSecret: oidc.clientSecret },
    defaultRole: more.defaultRole ?? "member",
  });
  const address = returnAddress(at.deps.sso, id);
  oidc.allow(address);
  await verified(world, owner, domain);
  return { owner, domain, connectionId: id, address, email: (name: string) => `${name}@${domain}` };
}

/** Names a domain and verifies it by a record that says what it must. */
export async function verified(world: World, owner: Viewer, domain: string): Promise<string> {
  const { id } = await addDomain(world.caller(owner), { domain });
  const { token } = await world.row("select token from sso_domain where id = $1", [id]);
  const txt = async () => [`engine-room-verification=${token}`];
  await verifyDomain(world.caller(owner), { txt }, { id });
  return id;
}

/** What the provider knows of somebody: by default an account with a verified address. */
export function knownThere(oidc: OidcServer, email: string, more: Record<string, unknown> = {}): string {
  const sub = `sub-${crypto.randomUUID()}`;
  oidc.people.set(email, { sub, email, email_verified: true, name: "Ada Lovelace", ...more });
  return sub;
}

/** A browser that has been to the provider and stands before our door with its answer. */
export async function atTheDoor(at: Browsers, email: string, next = "/home") {
  const begun = await (await at.browser()).beginSso({ email, next });
  if (begun.outcome !== "go") throw new Error(begun.outcome);
  const came = await browseUntil(begun.address, at.deps.sso.publicUrl);
  return { begun, came, ...(await finisher(at, begun.cookies, came)) };
}

export async function finisher(at: Browsers, cookies: string[], came: URL) {
  const browser = await at.browser(...cookies);
  const connectionId = came.pathname.split("/").at(-1) ?? "";
  return {
    finish: (search = came.search, id = connectionId) => browser.finishSso({ connectionId: id, search }),
  };
}

/** The browser of somebody who has signed in by their organisation's provider. */
export async function throughProvider(at: Browsers, email: string) {
  const ended = await (await atTheDoor(at, email)).finish();
  if (ended.outcome !== "signed_in") throw new Error(ended.reason);
  return at.browser(...ended.cookies);
}

/** How many people, places, sessions and known strangers there are: what no refused sign-in may change. */
export async function countedPeople(world: World): Promise<{ n: number; m: number; s: number; i: number }> {
  const { rows } = await world.owner.query(
    `select count(*)::int as n, (select count(*)::int from membership) as m,
       (select count(*)::int from session) as s, (select count(*)::int from sso_identity) as i from person`,
  );
  return rows[0];
}
