import type { Env } from "../env.ts";
import { type SsoParts, ssoCookie } from "../identity/sso/parts.ts";
import { txtRecords } from "../ports/dns/txt-records.ts";
import type { FieldEncryption } from "../ports/field-encryption.ts";
import type { Oidc } from "../ports/oidc/port.ts";
import { guardedFetch } from "../ports/web/guarded-fetch.ts";

/**
 * What single sign-on reaches the world with. Providers on this machine or in a private network are for
 * development, where SSO_LOCAL says so.
 */
export function bootSingleSignOn(p: {
  env: Pick<Env, "DNS_SERVERS" | "SSO_LOCAL">;
  address: string;
  box: FieldEncryption;
}): SsoParts {
  const isLocalAllowed = p.env.SSO_LOCAL === "1";
  return {
    oidc: whenAsked({ isLocalAllowed }),
    txt: txtRecords({ servers: p.env.DNS_SERVERS ?? null }),
    box: p.box,
    cookie: ssoCookie(p.address.startsWith("https:")),
    publicUrl: p.address.replace(/\/$/, ""),
    isLocalAllowed,
  };
}

/** The library is loaded when the first organisation's sign-in is asked for: most processes never need it. */
function whenAsked({ isLocalAllowed }: { isLocalAllowed: boolean }): Oidc {
  let opened: Promise<Oidc> | undefined;
  const open = () => {
    opened ??= import("../ports/oidc/oidc.ts").then(({ openOidc }) =>
      openOidc({ fetch: guardedFetch({ isLocalAllowed }), isLocalAllowed, nowMs: Date.now }),
    );
    return opened;
  };
  return {
    look: async (client) => (await open()).look(client),
    address: async (client, p) => (await open()).address(client, p),
    claims: async (client, p) => (await open()).claims(client, p),
  };
}
