import {
  type LiftHoldInput,
  liftHoldSchema,
  type PlaceHoldInput,
  placeHoldSchema,
} from "../../domain/records/erasure.ts";
import { InvalidInput, NotFound, parseInput } from "../../domain/shared/refusals.ts";
import { toDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import { Prisma, type Tx } from "../db.ts";
import { isId } from "../party-scope.ts";

export type LegalHoldRow = {
  id: string;
  subject: string;
  isPerson: boolean;
  reason: string;
  until: Date | null;
  placedByName: string;
  placedAt: Date;
  liftedByName: string | null;
  liftedAt: Date | null;
  liftedBecause: string | null;
};

/** Every hold, those in force first, then the newest; for administrators. */
export function legalHolds(tx: Tx): Promise<LegalHoldRow[]> {
  return tx.$queryRaw<LegalHoldRow[]>`
    select h.id, coalesce(o.name, p.name) as subject, h.subject_user_id is not null as "isPerson", h.reason,
      h.until, h.placed_by_name as "placedByName", h.placed_at as "placedAt",
      h.lifted_by_name as "liftedByName", h.lifted_at as "liftedAt", h.lifted_because as "liftedBecause"
    from legal_hold h left join organization o on o.id = h.subject_org_id
      left join person p on p.id = h.subject_user_id
    order by h.lifted_at is not null, h.id desc limit 200`;
}

/**
 * Keeps everything that tells of a person, or of an organisation and its people, until a day or until it is
 * lifted. `subject` is an organisation's id or a person's e-mail. Permission legal_hold:manage; throws
 * StepUpNeeded, InvalidInput.
 */
export const placeLegalHold = command({
  name: "legal_hold.place",
  permission: "legal_hold:manage",
  requiresStepUp: true,
  run: async (deed: Deed, input: PlaceHoldInput): Promise<{ id: string }> => {
    const { subject, reason, until } = parseInput(placeHoldSchema, input);
    const { tx, viewer, now } = deed;
    if (until !== null && until < now.toString().slice(0, 10))
      throw new InvalidInput([{ field: "until", message: "That day is over." }]);
    const { organizationId, userId } = await subjectOf(tx, subject);
    const [made] = await tx.$queryRaw<{ id: string }[]>`
      insert into legal_hold (subject_org_id, subject_user_id, reason, until, placed_by_id, placed_by_name,
        placed_at)
      values (${organizationId}::uuid, ${userId}::uuid, ${reason}, ${until}::date, ${viewer.userId}::uuid,
        ${viewer.name}, ${toDate(now)}::timestamptz) returning id`;
    const id = made?.id ?? "";
    deed.about("legal_hold", id, { subject: organizationId ?? userId, until });
    return { id };
  },
});

async function subjectOf(tx: Tx, subject: string) {
  const where = isId(subject)
    ? Prisma.sql`select id as "organizationId", null as "userId" from organization where id = ${subject}::uuid
        and kind <> 'marketplace'`
    : Prisma.sql`select null as "organizationId", id as "userId" from person
        where email = ${subject.toLowerCase()}`;
  const [found] = await tx.$queryRaw<{ organizationId: string | null; userId: string | null }[]>(where);
  if (found) return found;
  throw new InvalidInput([
    { field: "subject", message: "There is no such organisation, and nobody signs in with this address." },
  ]);
}

/**
 * Ends a hold, with the reason. Permission legal_hold:manage; throws StepUpNeeded, InvalidInput, NotFound.
 */
export const liftLegalHold = command({
  name: "legal_hold.lift",
  permission: "legal_hold:manage",
  requiresStepUp: true,
  run: async (deed: Deed, input: LiftHoldInput): Promise<{ id: string }> => {
    const { id, because } = parseInput(liftHoldSchema, input);
    const { tx, viewer, now } = deed;
    const lifted = isId(id)
      ? await tx.$executeRaw`update legal_hold set lifted_at = ${toDate(now)}::timestamptz,
          lifted_by_name = ${viewer.name}, lifted_because = ${because}
          where id = ${id}::uuid and lifted_at is null`
      : 0;
    if (lifted === 0) throw new NotFound("hold");
    deed.about("legal_hold", id, { because });
    return { id };
  },
});
