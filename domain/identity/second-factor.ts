import type { Temporal } from "temporal-polyfill";

/** What can prove a person beside their password. */
export type FactorWay = "totp" | "passkey" | "recovery";

/** RFC 6238 with the values that every authenticator app knows. */
export const TOTP = { seconds: 30, digits: 6 } as const;
/** A phone's clock may stand this many steps off ours, either way (RFC 6238, 5.2). */
const STEPS_OFF = 1n;

/**
 * The steps whose code is taken now, oldest first: this one and its neighbours, none that was used before and
 * none before that, so that a code works once.
 */
export function stepsToTry(now: Temporal.Instant, lastStep: bigint): bigint[] {
  const present = BigInt(Math.floor(now.epochMilliseconds / 1000 / TOTP.seconds));
  const steps: bigint[] = [];
  for (let step = present - STEPS_OFF; step <= present + STEPS_OFF; step += 1n)
    if (step > lastStep) steps.push(step);
  return steps;
}

/** The six digits of a code as a person writes it, with blanks and hyphens; null for anything else. */
export function totpDigits(text: string): string | null {
  const digits = text.replaceAll(/[\s-]/g, "");
  return /^\d{6}$/.test(digits) ? digits : null;
}

export const RECOVERY_CODES = 10;
/** Without I, L, O and U: nothing that is read as a digit, and no words. */
const SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 12;

/** A code of 60 bits from as many random bytes as it has signs, written in groups of four. */
export function recoveryCode(bytes: Uint8Array): string {
  if (bytes.length !== LENGTH) throw new RangeError(`A recovery code takes ${LENGTH} bytes.`);
  return grouped([...bytes].map((byte) => SIGNS[byte % 32]).join(""));
}

/** A recovery code as we write it, from the way a person does; null where it cannot be one. */
export function readRecoveryCode(text: string): string | null {
  const signs = text.toUpperCase().replaceAll(/[\s-]/g, "").replaceAll("O", "0").replaceAll(/[IL]/g, "1");
  return signs.length === LENGTH && [...signs].every((sign) => SIGNS.includes(sign))
    ? grouped(signs)
    : null;
}

function grouped(signs: string): string {
  return `${signs.slice(0, 4)}-${signs.slice(4, 8)}-${signs.slice(8)}`;
}
