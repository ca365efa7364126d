import { z } from "zod";
import { DomainError } from "../shared/domain-error.ts";

/**
 * For how long a person may take at their organisation's own sign-in, in seconds, where they prove
 * themselves anew.
 */
export const FRESH_SECONDS = 60;

const HOST = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

/** A domain as it is kept: lower case, ASCII (IDNA), no dot at its end; null for anything that is none. */
export function domainName(given: string): string | null {
  const text = given.trim().replace(/^@/, "").replace(/\.$/, "");
  if (/[\s/@:?#\\[\]%]/.test(text) || !URL.canParse(`https://${text}`)) return null;
  const { hostname } = new URL(`https://${text}`);
  return HOST.test(hostname) ? hostname : null;
}

/** The domain of an e-mail address; null where it has none. */
export function domainOfEmail(email: string): string | null {
  const at = email.lastIndexOf("@");
  return at < 1 ? null : domainName(email.slice(at + 1));
}

export const ssoDomainSchema = z.object({
  domain: z.string().transform((text, context) => {
    const domain = domainName(text);
    if (domain) return domain;
    context.addIssue({ code: "custom", message: "Give a domain such as example.com." });
    return z.NEVER;
  }),
});

const NO_ISSUER =
  "Give the issuer's address as your provider states it, such as https://login.example.com.";

/** `isLocalAllowed` where the product is developed: there alone an issuer may speak plain http. */
export function connectionSchema(p: { isLocalAllowed: boolean }) {
  const isIssuer = (text: string) => {
    if (!URL.canParse(text)) return false;
    const { protocol, username, password, search, hash } = new URL(text);
    const speaks = protocol === "https:" || (p.isLocalAllowed && protocol === "http:");
    return speaks && username + password + search + hash === "" && !text.endsWith("?");
  };
  return z.object({
    issuer: z.string().trim().max(500, NO_ISSUER).refine(isIssuer, NO_ISSUER),
    clientId: z
      .string()
      .trim()
      .min(1, "Give the client id that your provider made for Engine Room.")
      .max(300)
      .regex(/^[\x21-\x7e]*$/, "A client id has neither spaces nor special signs."),
    /** Empty: the one that is kept stays. */
    clientSecret: z
      .string()
      .max(1000)
      .regex(/^[\x20-\x7e]*$/, "A client secret has no special signs."),
    defaultRole: z.string().max(100),
  });
}

export type ConnectionInput = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  defaultRole: string;
};

/** Where the TXT record stands that shows who holds a domain, and what it says. */
export function recordOf(p: { domain: string; token: string }): { name: string; value: string } {
  return { name: `_engine-room.${p.domain}`, value: `engine-room-verification=${p.token}` };
}

/** Why an organisation's own sign-in opened no session. */
export type SsoRefusal =
  /** No such sign-in was begun in this browser, it was used, or its time is over. */
  | "expired"
  /** The connection was removed meanwhile. */
  | "removed"
  /** The person said no, or the provider did. */
  | "denied"
  /** What the provider answered does not prove anything. */
  | "not_proved"
  | "no_email"
  | "email_not_verified"
  | "foreign_domain"
  /** Somebody else of the organisation came by this address, or this person by another account. */
  | "other_account"
  /** There is no place in the organisation for this person. */
  | "no_place";

/** The claims of an ID token or of the user's information that count here. */
export type Claims = Record<string, unknown> & { sub: string };

export type Asserted = { subject: string; email: string; name: string };

/**
 * Whom a provider says it has signed in. The address must be of a domain that the organisation has shown to
 * hold, and the provider must say that it has verified it: `email_verified`, or `xms_edov` as Entra ID calls
 * it. Anything but a plain yes is a no.
 */
export function assertedPerson(
  claims: Claims,
  p: { domains: readonly string[] },
): Asserted | { refused: SsoRefusal } {
  const email = typeof claims.email === "string" ? claims.email.trim().toLowerCase() : "";
  if (!/^[^\s@\0]{1,64}@[^\s@\0]+$/.test(email) || email.length > 254) return { refused: "no_email" };
  if (!isYes(claims.email_verified) && !(claims.email_verified === undefined && isYes(claims.xms_edov)))
    return { refused: "email_not_verified" };
  const domain = domainOfEmail(email);
  if (!domain || !p.domains.includes(domain)) return { refused: "foreign_domain" };
  return { subject: claims.sub, email, name: nameIn(claims) || (email.split("@")[0] ?? email) };
}

function isYes(value: unknown): boolean {
  return value === true || value === "true" || value === 1 || value === "1";
}

function nameIn({ name, given_name: given, family_name: family }: Claims): string {
  const parts =
    typeof name === "string" ? [name] : [given, family].filter((one) => typeof one === "string");
  return parts
    .join(" ")
    .replaceAll(/[\p{Cc}\p{Cf}<>]/gu, "")
    .trim()
    .slice(0, 120);
}

/** The organisation's own sign-in cannot be set up, changed or enforced this way. */
export class SsoRefused extends DomainError {
  constructor(code: "sso_not_tested" | "sso_enforced" | "sso_no_domain" | "sso_spare_key" | "sso_session") {
    super({ code, message: SSO_REFUSALS[code] });
  }
}

const SSO_REFUSALS = {
  sso_not_tested: "Nobody has signed in this way yet. Sign in once with it, then ask for it.",
  sso_enforced: "Your people sign in in no other way. Allow passwords again first.",
  sso_no_domain: "Show first that a domain is yours; without one nobody can sign in this way.",
  sso_spare_key:
    "This owner keeps the password for the day the organisation's sign-in fails. Allow passwords for all first.",
  sso_session:
    "Your organisation's sign-in opened this session. Sign in with your own password or passkey for this.",
} as const;
