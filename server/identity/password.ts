import { hash, verify } from "@node-rs/argon2";

/** Argon2id with the second of the parameter sets that OWASP's password storage cheat sheet recommends. */
export const ARGON2_OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export function hashPassword(password: string): Promise<string> {
  return hash(password, ARGON2_OPTIONS);
}

/**
 * Compares in the same time whether or not there is such a person, so that the answer's delay tells
 * nothing.
 */
export async function passwordMatches(p: { stored: string | null; password: string }): Promise<boolean> {
  decoy ??= hashPassword("nobody has this password");
  const matches = await verify(p.stored ?? (await decoy), p.password);
  return matches && p.stored !== null;
}

let decoy: Promise<string> | undefined;
