import type { Temporal } from "temporal-polyfill";
import { toDate } from "../clock.ts";
import type { Tx } from "../db.ts";

export type Purpose =
  | "second_factor"
  | "passkey_sign_in"
  | "passkey_add"
  | "passkey_step_up"
  | "sso_sign_in"
  | "sso_step_up";
export const CHALLENGE_MINUTES = 10;

type At = { holder: string; purpose: Purpose; now: Temporal.Instant };
export type Challenge = { userId: string | null; challenge: string };

/** Keeps what a browser has to answer, in place of what it had to answer before for the same purpose. */
export async function keepChallenge(open: Tx, p: At & Challenge): Promise<void> {
  const expiresAt = toDate(p.now.add({ minutes: CHALLENGE_MINUTES }));
  // Whoever comes sweeps: strangers leave these rows behind, and nothing else takes them away.
  await open.$executeRaw`
    delete from sign_in_challenge where expires_at < ${toDate(p.now)}::timestamptz`;
  await open.$executeRaw`
    insert into sign_in_challenge (holder_hash, purpose, user_id, challenge, expires_at)
    values (${p.holder}, ${p.purpose}, ${p.userId}::uuid, ${p.challenge}, ${expiresAt}::timestamptz)
    on conflict (holder_hash, purpose) do update
      set user_id = excluded.user_id, challenge = excluded.challenge, expires_at = excluded.expires_at`;
}

/** What a browser still has to answer; null where there is nothing, or its time is over. */
export async function readChallenge(open: Tx, p: At): Promise<Challenge | null> {
  const [row] = await open.$queryRaw<Challenge[]>`
    select user_id as "userId", challenge from sign_in_challenge
    where holder_hash = ${p.holder} and purpose = ${p.purpose}
      and expires_at > ${toDate(p.now)}::timestamptz`;
  return row ?? null;
}

/** The same, and takes it away: of two answers to one challenge the second finds none. */
export async function takeChallenge(open: Tx, p: At): Promise<Challenge | null> {
  const [row] = await open.$queryRaw<(Challenge & { expiresAt: Date })[]>`
    delete from sign_in_challenge where holder_hash = ${p.holder} and purpose = ${p.purpose}
    returning user_id as "userId", challenge, expires_at as "expiresAt"`;
  return row && row.expiresAt > toDate(p.now) ? { userId: row.userId, challenge: row.challenge } : null;
}
