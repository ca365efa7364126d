import { MIN_PASSWORD } from "../../../domain/identity/password-rule.ts";
import { DomainError } from "../../../domain/shared/domain-error.ts";
import { InvalidInput, NotFound } from "../../../domain/shared/refusals.ts";
import { type Caller, command, type Deed } from "../../command.ts";
import { isId } from "../../party-scope.ts";
import { tellOfAccount } from "../account-notice.ts";
import { passwordMatches } from "../password.ts";
import { factorsOf, waysOf } from "./factors.read.ts";
import { makeRecoveryCodes } from "./recovery-codes.ts";

/** A short password is enough only beside a second factor. */
export class PasswordTooShortAlone extends DomainError {
  constructor() {
    const message =
      `This is your last second step, and your password is too short to stand alone. ` +
      `Choose one of at least ${MIN_PASSWORD.alone} characters first.`;
    super({ code: "password_too_short_alone", message });
  }
}

type Removal = {
  /** A passkey's id, or the authenticator app. */
  factor: { passkeyId: string } | "authenticator_app";
  /** Asked for where it is the last factor: only then is the password all there is. */
  password: string;
};

/**
 * Takes a factor away. With the last one the recovery codes end as well. Throws NotFound, for somebody
 * else's passkey too, InvalidInput and PasswordTooShortAlone.
 */
export const removeFactor = command({
  name: "factor.remove",
  permission: "own_account",
  requiresStepUp: true,
  run: async (deed, input: Removal) => {
    const { userId } = deed.viewer;
    const subject = await take(deed, input.factor);
    const isLast = waysOf(await factorsOf(deed.tx, userId)).length === 0;
    if (isLast) {
      await demandLongPassword(deed, input.password);
      await deed.tx.recoveryCode.deleteMany({ where: { userId } });
    }
    deed.about("person", userId, { removed: subject });
    await tellOfAccount(deed, "factor_removed");
    return { removed: subject };
  },
});

async function take(deed: Deed, factor: Removal["factor"]): Promise<string> {
  const { userId } = deed.viewer;
  if (factor === "authenticator_app") {
    const { count } = await deed.tx.totpFactor.deleteMany({ where: { userId } });
    if (count === 0) throw new NotFound("authenticator app");
    return "authenticator_app";
  }
  const own = { id: factor.passkeyId, userId };
  const key = isId(factor.passkeyId) ? await deed.tx.passkey.findFirst({ where: own }) : null;
  if (!key) throw new NotFound("passkey");
  await deed.tx.passkey.deleteMany({ where: own });
  return `passkey ${key.name}`;
}

async function demandLongPassword(deed: Deed, password: string): Promise<void> {
  const person = await deed.tx.user.findUniqueOrThrow({ where: { id: deed.viewer.userId } });
  if (!(await passwordMatches({ stored: person.passwordHash, password })))
    throw new InvalidInput([{ field: "password", message: "This is not your password." }]);
  if ([...password].length < MIN_PASSWORD.alone) throw new PasswordTooShortAlone();
}

/** Ten new recovery codes in place of the old ones, shown this once. Throws NoFactorYet. */
export async function renewRecoveryCodes(caller: Caller): Promise<string[]> {
  let codes: string[] = [];
  const renew = command({
    name: "recovery_codes.renew",
    permission: "own_account",
    requiresStepUp: true,
    run: async (deed, _: object) => {
      const { userId } = deed.viewer;
      if (waysOf(await factorsOf(deed.tx, userId)).length === 0) throw new NoFactorYet();
      codes = await makeRecoveryCodes(deed.tx, userId);
      deed.about("person", userId);
      await tellOfAccount(deed, "recovery_codes_renewed");
      return { made: codes.length };
    },
  });
  await renew(caller, {});
  return codes;
}

/** Codes for the day a factor is lost, where there is none. */
export class NoFactorYet extends DomainError {
  constructor() {
    const message = "Set up an authenticator app or a passkey first.";
    super({ code: "no_factor_yet", message });
  }
}
