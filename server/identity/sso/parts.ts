import type { TxtRecords } from "../../ports/dns/txt-records.ts";
import type { FieldEncryption } from "../../ports/field-encryption.ts";
import type { Client, Oidc } from "../../ports/oidc/port.ts";
import { type SecretCookie, secretCookie } from "../cookies.ts";

/** What single sign-on needs of the world outside. */
export type SsoParts = {
  oidc: Oidc;
  txt: TxtRecords;
  box: FieldEncryption;
  /** Carries one sign-in from its beginning to the provider's answer. */
  cookie: SecretCookie;
  /** Our own address, without a slash at its end. */
  publicUrl: string;
  isLocalAllowed: boolean;
};

/** The provider's answer comes from another site, so the browser must send the cookie along with it. */
export function ssoCookie(secure: boolean): SecretCookie {
  return secretCookie({ name: "sso", secure, maxAgeSeconds: 600, sameSite: "Lax" });
}

/**
 * Where a provider sends the browser back to. Each connection has an address of its own, so that an answer of
 * one provider cannot be taken for another's (RFC 9700, 4.4).
 */
export function returnAddress(parts: Pick<SsoParts, "publicUrl">, connectionId: string): string {
  return `${parts.publicUrl}/sign-in/organisation/returned/${connectionId}`;
}

/** For what place a connection's secret is sealed. */
export const sealedFor = (connectionId: string) => `sso_connection:${connectionId}`;

export type SsoDoor = {
  id: string;
  organizationId: string;
  organization: string;
  kind: string;
  zone: string;
  issuer: string;
  clientId: string;
  sealedSecret: string;
};

export function clientOf(parts: Pick<SsoParts, "box">, door: SsoDoor): Client {
  const { issuer, clientId } = door;
  return { issuer, clientId, clientSecret: parts.box.open(door.sealedSecret, sealedFor(door.id)) };
}

let connected: SsoParts | undefined;

/** Called once at the start. */
export function connectSingleSignOn(parts: SsoParts): void {
  connected = parts;
}

/** What this process reaches providers and name servers with, for the settings of an organisation's head. */
export function singleSignOnParts(): SsoParts {
  if (!connected) throw new Error("Single sign-on is not connected; the start of the process does it.");
  return connected;
}
