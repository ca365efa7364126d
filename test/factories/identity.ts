import { generateHOTP } from "@oslojs/otp";
import type pg from "pg";
import { deviceCookie } from "../../server/identity/devices.ts";
import { openSessions } from "../../server/identity/sessions.ts";
import { type IdentityDeps, pendingCookie } from "../../server/identity/sign-in.ts";
import { type SsoParts, ssoCookie } from "../../server/identity/sso/parts.ts";
import { openThrottle } from "../../server/identity/throttle.ts";
import { openOidc } from "../../server/ports/oidc/oidc.ts";
import { guardedFetch } from "../../server/ports/web/guarded-fetch.ts";
import type { World } from "../world.ts";
import { testFields } from "./field-keys.ts";

/** Everything that signing in takes, on a world's own database and clock, behind https. */
export function identityOf(world: World, pool: pg.Pool): IdentityDeps {
  return {
    ...{ db: world.db, open: world.db.open, clock: world.clock, box: testFields },
    sessions: openSessions({ open: world.db.open, clock: world.clock, secureCookies: true }),
    throttle: openThrottle(pool),
    pending: pendingCookie(true),
    devices: deviceCookie(true),
    passkeys: { id: "engine.test", origin: "https://engine.test" },
    sso: ssoOf(),
  };
}

/** Providers on this machine, and no name server but the one that a test brings. */
export function ssoOf(): SsoParts {
  return {
    oidc: openOidc({
      fetch: guardedFetch({ isLocalAllowed: true }),
      ...{ isLocalAllowed: true, nowMs: Date.now },
    }),
    txt: async () => [],
    ...{ box: testFields, cookie: ssoCookie(true), publicUrl: "https://engine.test", isLocalAllowed: true },
  };
}

/** The Cookie header that a browser sends after it was given these; a blank one takes its name away. */
export function jar(...given: string[]): string {
  const kept = new Map<string, string>();
  for (const cookie of given) {
    const [pair = ""] = cookie.split(";");
    const [name = "", value = ""] = pair.split("=");
    if (value === "") kept.delete(name);
    else kept.set(name, value);
  }
  return [...kept].map(([name, value]) => `${name}=${value}`).join("; ");
}

/** What an authenticator app shows for a secret at a moment, in milliseconds since 1970. */
export function appCode(uri: string, atMs: number): string {
  return generateHOTP(
    fromBase32(new URL(uri).searchParams.get("secret") ?? ""),
    BigInt(Math.floor(atMs / 30_000)),
    6,
  );
}

function fromBase32(text: string): Uint8Array {
  const signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...text].map((sign) => signs.indexOf(sign).toString(2).padStart(5, "0")).join("");
  return Uint8Array.from({ length: Math.floor(bits.length / 8) }, (_, at) =>
    Number.parseInt(bits.slice(at * 8, at * 8 + 8), 2),
  );
}
