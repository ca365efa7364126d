import { OwnSignInOnly } from "../../domain/records/data-export.ts";
import { ErasureUnderWay, HeadsAlone, LegallyHeld, WITHDRAW_DAYS } from "../../domain/records/erasure.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import { type Clock, toDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import type { Database, Tx } from "../db.ts";
import { tellOfAccount } from "../identity/account-notice.ts";

export type PersonErasureRow = { id: string; askedAt: Date; dueAt: Date };

/** What the viewer asked for and neither withdrew nor saw done; null without it. */
export async function erasureUnderWay(tx: Tx, userId: string): Promise<PersonErasureRow | null> {
  return tx.personErasure.findFirst({
    where: { userId, withdrawnAt: null, doneAt: null },
    select: { id: true, askedAt: true, dueAt: true },
  });
}

/**
 * Asks for the viewer's account and what tells of them to go, in fourteen days. A person in a session, after
 * a proof. Throws StepUpNeeded, OwnSignInOnly, HeadsAlone, LegallyHeld, ErasureUnderWay.
 */
export const askForErasure = command({
  name: "person_erasure.ask",
  permission: "own_account",
  requiresStepUp: true,
  run: async (deed: Deed, _input: null): Promise<{ id: string }> => {
    const { tx, viewer, now } = deed;
    if (viewer.ssoConnectionId) throw new OwnSignInOnly();
    const alone = await tx.$queryRaw<{ name: string }[]>`select app.headed_alone() as name`;
    if (alone.length > 0) throw new HeadsAlone(alone.map((one) => one.name));
    const [held] = await tx.$queryRaw<{ held: boolean }[]>`
      select app.is_held(${viewer.userId}::uuid, ${now.toString().slice(0, 10)}::date) as held`;
    if (held?.held) throw new LegallyHeld();
    const dueAt = toDate(now.add({ hours: WITHDRAW_DAYS * 24 }));
    const [made] = await tx.$queryRaw<{ id: string }[]>`
      insert into person_erasure (user_id, asked_at, due_at)
      values (${viewer.userId}::uuid, ${toDate(now)}::timestamptz, ${dueAt}::timestamptz)
      on conflict do nothing returning id`;
    if (!made) throw new ErasureUnderWay();
    deed.about("person_erasure", made.id, { due: dueAt.toISOString().slice(0, 10) });
    await tellOfAccount(deed, "erasure_asked");
    return made;
  },
});

/** Takes back what the viewer asked for, until it is done. Throws StepUpNeeded, OwnSignInOnly, NotFound. */
export const withdrawErasure = command({
  name: "person_erasure.withdraw",
  permission: "own_account",
  requiresStepUp: true,
  run: async (deed: Deed, _input: null): Promise<{ id: string }> => {
    const { tx, viewer, now } = deed;
    if (viewer.ssoConnectionId) throw new OwnSignInOnly();
    const [withdrawn] = await tx.$queryRaw<{ id: string }[]>`
      update person_erasure set withdrawn_at = ${toDate(now)}::timestamptz
      where user_id = ${viewer.userId}::uuid and withdrawn_at is null and done_at is null returning id`;
    if (!withdrawn) throw new NotFound("request");
    deed.about("person_erasure", withdrawn.id);
    await tellOfAccount(deed, "erasure_withdrawn");
    return withdrawn;
  },
});

/**
 * Erases everybody whose time to withdraw is over, each in a transaction of its own. Whom a hold keeps waits
 * until it is lifted. Answers how many it erased.
 */
export async function eraseDue(deps: { db: Database; clock: Clock }): Promise<number> {
  const now = toDate(deps.clock.now());
  const due = await deps.db.open.$queryRaw<{ id: string }[]>`
    select app.due_erasures(${now}::timestamptz)::text as id`;
  let erased = 0;
  for (const { id } of due) {
    const [answer] = await deps.db.open.$queryRaw<{ done: unknown }[]>`
      select app.erase_person(${id}::uuid, ${now}::timestamptz) as done`;
    if (answer?.done) erased += 1;
  }
  return erased;
}
