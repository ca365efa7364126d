import { passwordProblem } from "../../domain/identity/password-rule.ts";
import { InvalidInput } from "../../domain/shared/refusals.ts";
import { type Caller, command } from "../command.ts";
import { tellOfAccount } from "./account-notice.ts";
import { factorsOf, waysOf } from "./factors/factors.read.ts";
import { guessScore } from "./guesses.ts";
import { hashPassword, passwordMatches } from "./password.ts";

/**
 * The least score of zxcvbn's: more than a hundred million guesses alone, a million beside a second
 * factor.
 */
const MIN_SCORE = { alone: 3, beside: 2 } as const;

/**
 * Throws InvalidInput, on `field`, for a password that is too short, known of its person, or easily
 * guessed. The one door for every password that is set: changed, reset, or given with an invitation.
 */
export async function demandGoodPassword(p: {
  password: string;
  hasSecondFactor: boolean;
  /** Name, e-mail and organisation of its person. */
  context: readonly string[];
  field: string;
}): Promise<void> {
  const refuse = (message: string) => new InvalidInput([{ field: p.field, message }]);
  const problem = passwordProblem(p);
  if (problem) throw refuse(problem);
  if ((await guessScore(p.password, p.context)) < MIN_SCORE[p.hasSecondFactor ? "beside" : "alone"])
    throw refuse("Others use this, or it is easily guessed. Try a few words that do not belong together.");
}

/**
 * Changes the viewer's own password and ends all their other sessions; `holder` is the session that stays.
 * Throws InvalidInput.
 */
export async function changePassword(
  caller: Caller,
  input: { current: string; next: string; holder: string },
): Promise<void> {
  const { viewer } = caller;
  const change = command({
    name: "password.change",
    permission: "own_account",
    run: async (deed, { passwordHash }: { passwordHash: string }) => {
      const person = await deed.tx.user.findUniqueOrThrow({ where: { id: viewer.userId } });
      if (!(await passwordMatches({ stored: person.passwordHash, password: input.current })))
        throw new InvalidInput([{ field: "current", message: "This is not your password." }]);
      await deed.tx.user.update({ where: { id: viewer.userId }, data: { passwordHash } });
      const others = { userId: viewer.userId, idHash: { not: input.holder } };
      const { count } = await deed.tx.session.deleteMany({ where: others });
      deed.about("person", viewer.userId, { sessionsEnded: count });
      await tellOfAccount(deed, "password_changed");
      return { done: true };
    },
  });
  // Looked at before the transaction: hashing and word lists take longer than one should be open.
  const factors = await caller.db.withOrg(viewer, (tx) => factorsOf(tx, viewer.userId));
  await demandGoodPassword({
    password: input.next,
    hasSecondFactor: waysOf(factors).length > 0,
    context: [viewer.name, viewer.email, viewer.organizationName],
    field: "next",
  });
  await change(caller, { passwordHash: await hashPassword(input.next) });
}
