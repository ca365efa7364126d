import { randomBytes } from "node:crypto";
import { createTOTPKeyURI, verifyHOTP } from "@oslojs/otp";
import type { Temporal } from "temporal-polyfill";
import { stepsToTry, TOTP, totpDigits } from "../../../domain/identity/second-factor.ts";
import type { Viewer } from "../../../domain/identity/viewer.ts";
import { DomainError } from "../../../domain/shared/domain-error.ts";
import { InvalidInput } from "../../../domain/shared/refusals.ts";
import { toDate } from "../../clock.ts";
import { type Caller, command } from "../../command.ts";
import type { Tx } from "../../db.ts";
import type { FieldEncryption } from "../../ports/field-encryption.ts";
import { tellOfAccount } from "../account-notice.ts";
import { factorsOf, waysOf } from "./factors.read.ts";
import { makeRecoveryCodes } from "./recovery-codes.ts";

/** The person has an authenticator app already; a second one would silently end the first. */
export class AppAlreadySet extends DomainError {
  constructor() {
    const message = "An authenticator app is set up already. Remove it first to set up another.";
    super({ code: "authenticator_app_already_set_up", message });
  }
}

const placeOf = (userId: string) => `totp_factor:${userId}`;

/** The secret of a new app, which asks for nothing before a code of it was given. Throws AppAlreadySet. */
export function beginTotp(caller: Caller, deps: { box: FieldEncryption }): Promise<{ uri: string }> {
  const key = randomBytes(20);
  const begin = command({
    name: "authenticator_app.begin",
    permission: "own_account",
    requiresStepUp: true,
    run: async (deed, _: object) => {
      const { userId } = deed.viewer;
      const sealedSecret = deps.box.seal(key.toString("base64url"), placeOf(userId));
      const made = await deed.tx.$executeRaw`
        insert into totp_factor (user_id, sealed_secret, created_at)
        values (${userId}::uuid, ${sealedSecret}, ${toDate(deed.now)}::timestamptz)
        on conflict (user_id) do update set sealed_secret = excluded.sealed_secret,
          created_at = excluded.created_at, last_step = 0 where totp_factor.confirmed_at is null`;
      if (made === 0) throw new AppAlreadySet();
      deed.about("person", userId);
      return { begun: true };
    },
  });
  return begin(caller, {}).then(() => ({ uri: uriOf(caller.viewer, key) }));
}

/** The secret of the app that is being set up, for another try with a code; null where there is none. */
export async function begunTotp(
  tx: Tx,
  p: { viewer: Viewer; box: FieldEncryption },
): Promise<{ uri: string } | null> {
  const { userId } = p.viewer;
  const row = await tx.totpFactor.findFirst({ where: { userId, confirmedAt: null } });
  if (!row) return null;
  return { uri: uriOf(p.viewer, Buffer.from(p.box.open(row.sealedSecret, placeOf(userId)), "base64url")) };
}

function uriOf(viewer: Viewer, key: Buffer): string {
  return createTOTPKeyURI("Engine Room", viewer.email, key, TOTP.seconds, TOTP.digits);
}

/**
 * A first code proves that the app has the secret; from then on it is asked for at sign-in. Answers
 * recovery codes where it is the person's first factor, this once. Throws InvalidInput.
 */
export function confirmTotp(
  caller: Caller,
  deps: { box: FieldEncryption },
  input: { code: string },
): Promise<string[] | null> {
  let codes: string[] | null = null;
  const confirm = command({
    name: "authenticator_app.set_up",
    permission: "own_account",
    requiresStepUp: true,
    run: async (deed, given: { code: string }) => {
      const { userId } = deed.viewer;
      const isFirst = waysOf(await factorsOf(deed.tx, userId)).length === 0;
      const unconfirmed = { userId, code: given.code, now: deed.now, box: deps.box, setUp: true };
      if (!(await takeTotp(deed.tx, unconfirmed)))
        throw new InvalidInput([
          { field: "code", message: "This is not the code that the app shows now." },
        ]);
      await deed.tx.totpFactor.updateMany({ where: { userId }, data: { confirmedAt: toDate(deed.now) } });
      if (isFirst) codes = await makeRecoveryCodes(deed.tx, userId);
      deed.about("person", userId);
      await tellOfAccount(deed, "app_added");
      return { done: true };
    },
  });
  return confirm(caller, input).then(() => codes);
}

/**
 * Whether a code is one that the person's app shows now and that was not taken before; it is used up then.
 * `setUp` asks the app that is being set up instead of the one that is.
 */
export async function takeTotp(
  tx: Tx,
  p: { userId: string; code: string; now: Temporal.Instant; box: FieldEncryption; setUp?: boolean },
): Promise<boolean> {
  const digits = totpDigits(p.code);
  const confirmedAt = p.setUp ? null : { not: null };
  const row = digits ? await tx.totpFactor.findFirst({ where: { userId: p.userId, confirmedAt } }) : null;
  if (!digits || !row) return false;
  const key = Buffer.from(p.box.open(row.sealedSecret, placeOf(p.userId)), "base64url");
  const step = stepsToTry(p.now, row.lastStep).find((one) => verifyHOTP(key, one, TOTP.digits, digits));
  if (step === undefined) return false;
  // The same code twice at the same moment: one of them moves the step on.
  const { count } = await tx.totpFactor.updateMany({
    where: { userId: p.userId, lastStep: { lt: step } },
    data: { lastStep: step },
  });
  return count === 1;
}
