import { z } from "zod";
import { refuseSamePerson } from "../../domain/identity/segregation.ts";
import { isStaff } from "../../domain/identity/viewer.ts";
import { partySide } from "../../domain/service-levels/contest.policy.ts";
import {
  CorrectionDecided,
  CorrectionSuperseded,
  correctionMachine,
  refuseEarlyRuling,
  refuseSecondThoughts,
} from "../../domain/service-levels/correction.ts";
import { NotAllowed, NotFound, parseInput } from "../../domain/shared/refusals.ts";
import { next } from "../../domain/shared/state-machine.ts";
import { toDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import { answersTo, type CorrectionRow, findCorrection } from "./correction.read.ts";
import { askForBreaches } from "./keep-breaches.ts";
import { lockMonths } from "./open-contest.ts";

const acceptSchema = z.object({ correctionId: z.string() });

/**
 * One side's yes to a correction; with the second it is settled on the next statement. A side's second yes
 * changes nothing. Throws NotFound, NotAllowed, CorrectionDecided, CorrectionSuperseded.
 */
export const acceptCorrection = command({
  name: "correction.accept",
  permission: "contest:make",
  async run(deed, input: { correctionId: string }): Promise<{ id: string }> {
    const { correctionId } = parseInput(acceptSchema, input);
    const correction = await locked(deed, correctionId);
    const side = partySide(deed.viewer, correction);
    if (!side) throw new NotAllowed("The two sides of the contract accept a correction.");
    const mine = side === "buyer" ? correction.buyerAcceptedAt : correction.providerAcceptedAt;
    deed.about("correction", correction.id, { side, month: correction.period });
    if (mine !== null) return { id: correction.id };
    refuseDecided(correction);
    refuseSuperseded(correction);
    const theirs = side === "buyer" ? correction.providerAcceptedAt : correction.buyerAcceptedAt;
    const mark = { at: toDate(deed.now), by: deed.viewer.name };
    const state =
      theirs === null ? "proposed" : next(correctionMachine, correction.state, "accept_by_both");
    await deed.tx.correction.update({
      where: { id: correction.id },
      data: {
        state,
        ...(side === "buyer"
          ? { buyerAcceptedAt: mark.at, buyerAcceptedBy: mark.by }
          : { providerAcceptedAt: mark.at, providerAcceptedBy: mark.by }),
      },
      select: { id: true },
    });
    if (state === "accepted") await announce(deed, correction);
    return { id: correction.id };
  },
});

const objectSchema = z.object({
  correctionId: z.string(),
  reason: z
    .string()
    .trim()
    .min(1, "Say why: both sides and the account manager read it.")
    .max(2000, "Keep this within 2,000 characters."),
});

/**
 * One side's no to a correction, with its reason: the account manager then need not wait for it. A second no
 * changes nothing; a later yes is possible until somebody has ruled. Throws NotFound, NotAllowed,
 * CorrectionDecided, CorrectionAcceptedAlready.
 */
export const objectToCorrection = command({
  name: "correction.object",
  permission: "contest:make",
  async run(deed, input: z.input<typeof objectSchema>): Promise<{ id: string }> {
    const { correctionId, reason } = parseInput(objectSchema, input);
    const correction = await locked(deed, correctionId);
    const side = partySide(deed.viewer, correction);
    if (!side) throw new NotAllowed("The two sides of the contract object to a correction.");
    deed.about("correction", correction.id, { side, month: correction.period });
    const said = answersTo(correction)[side];
    if (said === "objected") return { id: correction.id };
    refuseDecided(correction);
    refuseSecondThoughts(said);
    const mark = { at: toDate(deed.now), by: deed.viewer.name };
    await deed.tx.correction.update({
      where: { id: correction.id },
      data:
        side === "buyer"
          ? { buyerObjectedAt: mark.at, buyerObjectedBy: mark.by, buyerObjection: reason }
          : { providerObjectedAt: mark.at, providerObjectedBy: mark.by, providerObjection: reason },
      select: { id: true },
    });
    return { id: correction.id };
  },
});

const rulingSchema = z.object({
  correctionId: z.string(),
  accept: z.boolean(),
  reason: z.string().trim().min(1, "Say why: both sides read it.").max(2000),
});

/**
 * The account manager's ruling on a correction that the sides do not both accept, once both have answered or
 * their time is over. Throws NotFound, NotAllowed, CorrectionDecided, CorrectionStillOpen,
 * CorrectionSuperseded.
 */
export const ruleCorrection = command({
  name: "correction.rule",
  permission: "contest:rule",
  async run(deed, input: z.input<typeof rulingSchema>): Promise<{ id: string }> {
    const { correctionId, accept, reason } = parseInput(rulingSchema, input);
    const correction = await locked(deed, correctionId);
    if (!isStaff(deed.viewer))
      throw new NotAllowed("The account manager rules where the two sides disagree.");
    refuseSamePerson("correction", { first: correction.createdById, second: deed.viewer.userId });
    refuseDecided(correction);
    refuseEarlyRuling(answersTo(correction), deed.now);
    if (accept) refuseSuperseded(correction);
    await deed.tx.correction.update({
      where: { id: correction.id },
      data: {
        state: next(correctionMachine, correction.state, accept ? "rule_for" : "rule_against"),
        ruledAt: toDate(deed.now),
        ruledBy: deed.viewer.name,
        ruling: reason,
      },
      select: { id: true },
    });
    if (accept) await announce(deed, correction);
    deed.about("correction", correction.id, { accept, month: correction.period });
    return { id: correction.id };
  },
});

async function locked(deed: Deed, id: string): Promise<CorrectionRow> {
  const found = await findCorrection(deed.tx, { viewer: deed.viewer, id });
  if (!found) throw new NotFound("correction");
  await lockMonths(deed, found.engagementId);
  return (await findCorrection(deed.tx, { viewer: deed.viewer, id })) ?? found;
}

function refuseDecided({ state }: CorrectionRow): void {
  if (state !== "proposed") throw new CorrectionDecided(state);
}

function refuseSuperseded({ superseded }: CorrectionRow): void {
  if (superseded) throw new CorrectionSuperseded();
}

async function announce(deed: Deed, correction: CorrectionRow): Promise<void> {
  const { id: correctionId, organizationId, engagementId, period: month } = correction;
  await deed.enqueue("correction.accepted", { correctionId, organizationId }, `correction:${correctionId}`);
  await askForBreaches(deed, { engagementId, organizationId, month });
}
