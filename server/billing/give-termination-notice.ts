import { Temporal } from "temporal-polyfill";
import {
  assertLastDay,
  RightNotReached,
  type TerminationNoticeInput,
  terminationNoticeSchema,
} from "../../domain/contracts/termination-notice.ts";
import { NotFound, parseInput } from "../../domain/shared/refusals.ts";
import { fromPlainDate, toDate } from "../clock.ts";
import { command } from "../command.ts";
import { contractedEngagement } from "../delivery/contracted-engagement.ts";
import { type EngagementEnding, engagementEnding } from "./engagement-ending.read.ts";

/**
 * Ends an engagement on a day before its last: by the agreed days of notice, which either side may give, or
 * by a right that the latest frozen month reached, which is the buyer's and waits for no days. Work, months
 * and money until that day go on as signed. Two notices at once are one after the other. Permission
 * contract:sign; throws NotFound, InvalidInput, RightNotReached, EndsAnyway.
 */
export const giveTerminationNotice = command({
  name: "termination_notice.give",
  permission: "contract:sign",
  requiresStepUp: true,
  async run({ tx, viewer, now, about, enqueue }, raw: TerminationNoticeInput) {
    const input = parseInput(terminationNoticeSchema, raw);
    const { id: engagementId } = await contractedEngagement(tx, { viewer, id: input.engagementId });
    await tx.$queryRaw`select id from engagement where id = ${engagementId}::uuid for update`;
    const ending = await engagementEnding(tx, { viewer, engagementId, now });
    if (!ending?.party) throw new NotFound("engagement");
    const right = input.right ? rightOf(ending, input.right) : null;
    const { endsOn, organizationId, providerId } = ending.engagement;
    const insteadOf = endsOn?.toString() ?? null;
    const { lastDay, reason } = input;
    assertLastDay({ span: right ? right.span : ending.ordinary, lastDay, endsOn: insteadOf });
    const day = fromPlainDate(Temporal.PlainDate.from(lastDay));
    const { id } = await tx.terminationNotice.create({
      data: {
        ...{ organizationId, providerId, engagementId, party: ending.party, reason },
        ...{ condition: right?.condition ?? null, because: right?.because ?? null },
        ...{ lastDay: day, insteadOf: endsOn && fromPlainDate(endsOn), givenAt: toDate(now) },
        ...{ givenById: viewer.userId, givenByName: viewer.name },
      },
      select: { id: true },
    });
    await tx.engagement.update({ where: { id: engagementId }, data: { endsOn: day } });
    about("engagement", engagementId, {
      notice: id,
      by: ending.party,
      lastDay,
      insteadOf,
      right: right?.condition,
    });
    await enqueue("termination_notice.given", { endingId: id, organizationId }, `ending:${id}`);
    return { engagementId };
  },
});

function rightOf({ party, rights }: EngagementEnding, condition: string) {
  const right = party === "buyer" ? rights.find((one) => one.condition === condition) : undefined;
  if (!right) throw new RightNotReached();
  return right;
}
