import { RatchetMovesNothing, RenewalUnderWay } from "../../domain/billing/errors.ts";
import { ratchetedTerms } from "../../domain/billing/price-outlook.ts";
import { NotABuyer } from "../../domain/contracts/errors.ts";
import { sowMachine } from "../../domain/contracts/statement-of-work.ts";
import { termsHash, termsSchema } from "../../domain/contracts/terms.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import { toDate } from "../clock.ts";
import { command } from "../command.ts";
import { refuseWhileSuspended } from "../identity/work-suspension.ts";
import { priceOutlook } from "./price-outlook.read.ts";

/**
 * Orders the next year of an engagement with the targets of its ratchet: a draft statement of work that
 * both sides still change and sign. Nothing of the contract in force moves. Permission contract:order;
 * throws NotFound, NotABuyer, RatchetMovesNothing, RenewalUnderWay.
 */
export const orderRatchetedYear = command({
  name: "statement_of_work.order_ratcheted_year",
  permission: "contract:order",
  async run({ tx, viewer, now, about }, { engagementId }: { engagementId: string }) {
    const outlook = await priceOutlook(tx, { viewer, engagementId });
    if (!outlook) throw new NotFound("engagement");
    const { engagement, ratchet, renewsOn } = outlook;
    if (viewer.organizationId !== engagement.organizationId) throw new NotABuyer();
    await refuseWhileSuspended(tx, viewer.organizationId);
    if (!ratchet?.some((one) => one.step.by !== "unchanged")) throw new RatchetMovesNothing();
    await tx.$queryRaw`
      select pg_advisory_xact_lock(hashtextextended(${`ratchet:${engagement.id}`}, 0))::text`;
    const startsOn = renewsOn.toString();
    const { organizationId, providerId } = engagement;
    const open = await tx.$queryRaw<{ id: string }[]>`
      select s.id from statement_of_work s
      join sow_version v on v.statement_of_work_id = s.id and v.number = s.current_version
      where s.organization_id = ${organizationId}::uuid and s.provider_id = ${providerId}::uuid
        and s.module_code = ${engagement.moduleCode} and v.terms ->> 'startsOn' = ${startsOn}
        and s.state not in ('withdrawn', 'declined')`;
    if (open[0]) throw new RenewalUnderWay(startsOn);
    const terms = termsSchema.parse({ ...ratchetedTerms(engagement.terms, ratchet), startsOn });
    const at = toDate(now);
    const parties = { organizationId, providerId };
    const before = await tx.engagement.findUniqueOrThrow({
      where: { id: engagement.id },
      select: { statementOfWork: { select: { listingId: true } } },
    });
    const sow = await tx.statementOfWork.create({
      data: {
        ...parties,
        listingId: before.statementOfWork.listingId,
        moduleCode: terms.moduleCode,
        title: terms.title,
        state: sowMachine.initial,
        currentVersion: 1,
        createdAt: at,
        updatedAt: at,
      },
    });
    await tx.sowVersion.create({
      data: {
        ...parties,
        statementOfWorkId: sow.id,
        number: 1,
        terms,
        termsHash: termsHash(terms),
        note: "The next year, with the targets of the ratchet",
        proposedBy: "buyer",
        createdById: viewer.userId,
        createdAt: at,
      },
    });
    about("statement_of_work", sow.id, { ratchetOf: engagement.id, startsOn });
    return { id: sow.id };
  },
});
