import type { FactorWay } from "../../../domain/identity/second-factor.ts";
import type { Tx } from "../../db.ts";

export type PasskeyRow = { id: string; name: string; createdAt: Date; lastUsedAt: Date | null };
export type Factors = {
  /** When the authenticator app was set up; null without one. */
  totpSince: Date | null;
  passkeys: PasskeyRow[];
  recoveryLeft: number;
};

/** What a person can prove themselves with beside their password, oldest passkey first. */
export async function factorsOf(tx: Tx, userId: string): Promise<Factors> {
  const [totp] = await tx.$queryRaw<{ since: Date }[]>`
    select confirmed_at as since from totp_factor
    where user_id = ${userId}::uuid and confirmed_at is not null`;
  const passkeys = await tx.$queryRaw<PasskeyRow[]>`
    select id, name, created_at as "createdAt", last_used_at as "lastUsedAt" from passkey
    where user_id = ${userId}::uuid order by id`;
  const [codes] = await tx.$queryRaw<{ unused: number }[]>`
    select count(*)::int as unused from recovery_code where user_id = ${userId}::uuid and used_at is null`;
  return { totpSince: totp?.since ?? null, passkeys, recoveryLeft: codes?.unused ?? 0 };
}

/**
 * The ways that are open to a person; none without an app and without a passkey, whatever codes are
 * left.
 */
export function waysOf(factors: Factors): FactorWay[] {
  const own: FactorWay[] = [];
  if (factors.passkeys.length > 0) own.push("passkey");
  if (factors.totpSince) own.push("totp");
  if (own.length > 0 && factors.recoveryLeft > 0) own.push("recovery");
  return own;
}
