import { z } from "zod";
import { attribute, badValue, isObject } from "./problem.ts";

/** A person as a directory describes them. */
export type DirectoryUser = {
  userName: string;
  externalId: string | null;
  email: string;
  name: string;
  givenName: string | null;
  familyName: string | null;
  active: boolean;
};
export type DirectoryGroup = { displayName: string; externalId: string | null; memberIds: string[] };

const MOST_MEMBERS = 10_000;
const word = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}]*$/u);
const EMAIL = /^[^\s@]{1,64}@[^\s@]{3,190}$/;

/** Reads a User (RFC 7643, 4.1); what is not kept here is left out. Throws DirectoryProblem. */
export function parseUser(resource: unknown): DirectoryUser {
  const userName = text(resource, "userName", 254);
  if (userName === null) throw badValue("A user has a userName.");
  const email = (emailIn(attribute(resource, "emails")) ?? userName).toLowerCase();
  if (!EMAIL.test(email)) throw badValue("A user has an e-mail, or a userName that is one.");
  const name = attribute(resource, "name");
  const [givenName, familyName] = [text(name, "givenName", 120), text(name, "familyName", 120)];
  const spoken = [givenName, familyName].filter((one) => one !== null).join(" ");
  const shown = text(resource, "displayName", 120) ?? text(name, "formatted", 120);
  return {
    ...{ userName, email, givenName, familyName },
    externalId: text(resource, "externalId", 200),
    name: shown ?? (spoken.slice(0, 120) || (email.split("@")[0] ?? email)),
    active: truth(attribute(resource, "active")),
  };
}

/** Reads a Group (RFC 7643, 4.2). Throws DirectoryProblem. */
export function parseGroup(resource: unknown): DirectoryGroup {
  const displayName = text(resource, "displayName", 200);
  if (displayName === null) throw badValue("A group has a displayName.");
  const members = attribute(resource, "members") ?? [];
  if (!Array.isArray(members)) throw badValue("The members of a group are a list.");
  const memberIds = [...new Set(members.map((one) => String(attribute(one, "value") ?? "")))];
  if (memberIds.length > MOST_MEMBERS) throw badValue(`A group has at most ${MOST_MEMBERS} members.`);
  return { displayName, externalId: text(resource, "externalId", 200), memberIds };
}

function text(of: unknown, name: string, most: number): string | null {
  const value = attribute(of, name);
  if (value === undefined || value === null || value === "") return null;
  const parsed = word(most).safeParse(value);
  if (!parsed.success) throw badValue(`${name} is a text of at most ${most} signs.`);
  return parsed.data;
}

/** The primary address, else the one at work, else the first. */
function emailIn(emails: unknown): string | null {
  if (emails === undefined || emails === null) return null;
  if (!Array.isArray(emails)) throw badValue("The emails of a user are a list.");
  const given = emails.filter((one) => isObject(one) && typeof attribute(one, "value") === "string");
  const best =
    given.find((one) => truth(attribute(one, "primary") ?? false)) ??
    given.find((one) => attribute(one, "type") === "work") ??
    given[0];
  const value = String(attribute(best, "value") ?? "").trim();
  return value === "" ? null : value;
}

/** Entra ID writes truth values as texts; without one somebody is there. */
function truth(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === "boolean") return value;
  if (typeof value === "string" && /^(true|false)$/i.test(value)) return value.toLowerCase() === "true";
  throw badValue("active is true or false.");
}

/** `startIndex` counts from one (RFC 7644, 3.4.2.4); what is out of bounds is brought within them. */
export function pageOf(p: { startIndex: string | null; count: string | null }): {
  startIndex: number;
  count: number;
} {
  const whole = (value: string | null, otherwise: number) => {
    if (value === null || value === "") return otherwise;
    if (!/^-?\d{1,9}$/.test(value)) throw badValue("startIndex and count are whole numbers.");
    return Number(value);
  };
  return {
    startIndex: Math.max(1, whole(p.startIndex, 1)),
    count: Math.min(MOST_OF_A_PAGE, Math.max(0, whole(p.count, 100))),
  };
}

export const MOST_OF_A_PAGE = 200;

/**
 * Whose role somebody in several groups has: the one that may do most, and of two alike the one whose name
 * comes first. Null where none of the groups gives a role.
 */
export function strongest<R extends { name: string; permissions: readonly unknown[] }>(
  roles: readonly R[],
): R | null {
  const byRank = (one: R, other: R) =>
    other.permissions.length - one.permissions.length || (one.name < other.name ? -1 : 1);
  return [...roles].sort(byRank)[0] ?? null;
}
