import { randomBytes } from "node:crypto";
import type { Temporal } from "temporal-polyfill";
import { RECOVERY_CODES, readRecoveryCode, recoveryCode } from "../../../domain/identity/second-factor.ts";
import { toDate } from "../../clock.ts";
import type { Tx } from "../../db.ts";
import { hashPassword, passwordMatches } from "../password.ts";

/**
 * Makes ten codes in place of those there were, and answers them, this once: what is stored is hashed as
 * passwords are, since 60 bits are too few for a plain digest.
 */
export async function makeRecoveryCodes(tx: Tx, userId: string): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, () => recoveryCode(randomBytes(12)));
  const hashes: string[] = [];
  for (const code of codes) hashes.push(await hashPassword(code));
  await tx.recoveryCode.deleteMany({ where: { userId } });
  await tx.recoveryCode.createMany({ data: hashes.map((codeHash) => ({ userId, codeHash })) });
  return codes;
}

/** Whether the text is one of the person's unused codes; it is used from then on. */
export async function takeRecoveryCode(
  tx: Tx,
  p: { userId: string; code: string; now: Temporal.Instant },
): Promise<boolean> {
  const code = readRecoveryCode(p.code);
  if (!code) return false;
  const left = await tx.recoveryCode.findMany({ where: { userId: p.userId, usedAt: null } });
  // One after the other: ten at once would take ten times the memory of a hash.
  for (const one of left) {
    if (!(await passwordMatches({ stored: one.codeHash, password: code }))) continue;
    const usedAt = toDate(p.now);
    const { count } = await tx.recoveryCode.updateMany({
      where: { id: one.id, usedAt: null },
      data: { usedAt },
    });
    return count === 1;
  }
  return false;
}
