import { z } from "zod";
import { DEFAULT_CONTEST_DAYS, windowEnd } from "../../domain/service-levels/contest.ts";
import {
  type CorrectedFigure,
  correctedFigures,
  hashedCorrections,
} from "../../domain/service-levels/corrected-figures.ts";
import {
  correctedVerdicts,
  correctionAmount,
  correctionHash,
  MonthNotFrozen,
  NothingToCorrect,
} from "../../domain/service-levels/correction.ts";
import { frozenFigures } from "../../domain/service-levels/frozen-figures.ts";
import { repricedMonth } from "../../domain/service-levels/repriced-month.ts";
import { ruleVersionOf } from "../../domain/service-levels/rule-version.ts";
import { canonicalJson, type Json } from "../../domain/shared/canonical-json.ts";
import { previousMonth } from "../../domain/shared/period.ts";
import { parseInput } from "../../domain/shared/refusals.ts";
import { toDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import type { Prisma } from "../db.ts";
import { type ContractedEngagement, contractedEngagement } from "../delivery/contracted-engagement.ts";
import { type CalendarVersionRow, calendarVersions } from "./calendar-version.read.ts";
import { termsOfClosedMonth } from "./credit-base.ts";
import { lateItems } from "./late-items.read.ts";
import { type MeasuredMonth, measureMonth } from "./month-figures.ts";
import { monthSamples } from "./month-samples.read.ts";
import { lockMonths, partiesOf } from "./open-contest.ts";
import { frozenFiguresOf, frozenVerdicts, type PeriodCloseRow, periodCloses } from "./period-close.read.ts";
import { monthSchema, refuseOthers } from "./review-month.ts";

const schema = monthSchema.extend({
  reason: z
    .string()
    .trim()
    .min(1, "Say what came late, and why.")
    .max(2000, "Keep this within 2,000 characters."),
});

export type RecordCorrectionInput = z.input<typeof schema>;

/**
 * Measures a frozen month again with everything that is known today and keeps the result beside the frozen
 * one,
 * linked to its hash: nothing frozen changes. The difference per level becomes money when both sides
 * accept it,
 * or the account manager rules. Refused where the month is not frozen and where nothing reads otherwise than
 * it was last corrected.
 */
export const recordCorrection = command({
  name: "correction.record",
  permission: "period:close",
  async run(deed, input: RecordCorrectionInput): Promise<{ id: string }> {
    const { engagementId, month, reason } = parseInput(schema, input);
    const engagement = await contractedEngagement(deed.tx, { viewer: deed.viewer, id: engagementId });
    refuseOthers(deed, engagement);
    await lockMonths(deed, engagement.id);
    const closes = await periodCloses(deed.tx, { viewer: deed.viewer, engagementIds: [engagement.id] });
    const frozen = (period: string) => closes.get(engagement.id)?.find((one) => one.period === period);
    const close = frozen(month);
    if (!close) throw new MonthNotFrozen(month);
    return write(deed, { engagement, close, before: frozen(previousMonth(month)) ?? null, reason });
  },
});

type Corrected = {
  engagement: ContractedEngagement;
  close: PeriodCloseRow;
  /** The calendar month before, where it is frozen. */
  before: PeriodCloseRow | null;
};

async function write(deed: Deed, p: Corrected & { reason: string }): Promise<{ id: string }> {
  const { engagement, close } = p;
  const month = close.period;
  const last = await deed.tx.correction.findFirst({
    where: { periodCloseId: close.id },
    orderBy: { number: "desc" },
  });
  const measured = await measureLate(deed, engagement, close);
  const frozen = await frozenVerdicts(deed.tx, {
    viewer: deed.viewer,
    engagementId: engagement.id,
    month,
  });
  const verdicts = correctedVerdicts({ frozen, readings: measured.readings });
  const figures = await figuresOf(deed, { engagement, close, measured });
  const levels = plain(measured.readings.map((one) => one.figure));
  const before = plain(last ? last.levels : await frozenLevels(deed, close));
  const known = (last?.verdicts ?? []) as Json;
  if (
    canonicalJson(known) === canonicalJson(plain(verdicts)) &&
    canonicalJson(before) === canonicalJson(levels)
  )
    throw new NothingToCorrect(month);
  const price = await priceOf(deed, { ...p, measured });
  const amount = correctionAmount(price);
  const days = engagement.terms.contestDays ?? DEFAULT_CONTEST_DAYS;
  const answerBy = windowEnd({ from: deed.now, days, zone: engagement.zone });
  const content = {
    engagementId: engagement.id,
    period: month,
    number: (last?.number ?? 0) + 1,
    ruleVersion: close.ruleVersion,
    calendarVersion: measured.calendar?.number ?? 0,
    levels,
    verdicts: plain(verdicts),
    ...hashedCorrections(figures),
    prevHash: last?.hash ?? close.hash,
  };
  const correction = await deed.tx.correction.create({
    data: {
      ...partiesOf(engagement),
      ...content,
      levels: levels as Prisma.InputJsonValue,
      verdicts: content.verdicts as Prisma.InputJsonValue,
      figures: plain(figures) as Prisma.InputJsonValue,
      price: price as unknown as Prisma.InputJsonValue,
      periodCloseId: close.id,
      reason: p.reason,
      currency: engagement.terms.currency,
      ...amount,
      hash: correctionHash(content),
      state: "proposed",
      createdAt: toDate(deed.now),
      answerBy: toDate(answerBy),
      createdById: deed.viewer.via === "job" ? null : deed.viewer.userId,
      createdByName: deed.viewer.name,
    },
    select: { id: true },
  });
  deed.about("correction", correction.id, { month, netMinor: String(amount.netMinor) });
  return correction;
}

/** What the figures without clocks were measured from, where it is not what the month froze. */
async function figuresOf(
  deed: Deed,
  p: { engagement: ContractedEngagement; close: PeriodCloseRow; measured: MeasuredMonth },
): Promise<CorrectedFigure[]> {
  return correctedFigures({
    frozen: await frozenFiguresOf(deed.tx, { viewer: deed.viewer, periodCloseId: p.close.id }),
    measured: frozenFigures({ engagementId: p.engagement.id, measured: p.measured }),
  });
}

/** The frozen figures with the rows that they counted, which a list of months leaves out. */
async function frozenLevels(deed: Deed, close: PeriodCloseRow): Promise<Prisma.JsonValue> {
  const { levels } = await deed.tx.periodClose.findUniqueOrThrow({
    where: { id: close.id },
    select: { levels: true },
  });
  return levels;
}

async function priceOf(deed: Deed, p: Corrected & { measured: MeasuredMonth }) {
  return repricedMonth({
    terms: await termsOfClosedMonth(deed.tx, { engagement: p.engagement, month: p.close.period }),
    // A correction that stands already is part of what was owed; one that was refused or waits is not.
    standing: await settledLevels(deed, p.close),
    proposed: p.measured.readings.map((one) => one.figure),
    before: p.before?.levels ?? null,
  });
}

/** The month's figures as they stand in money: the last accepted correction's, else the frozen ones. */
async function settledLevels(deed: Deed, close: PeriodCloseRow): Promise<PeriodCloseRow["levels"]> {
  const settled = await deed.tx.correction.findFirst({
    where: { periodCloseId: close.id, state: "accepted" },
    orderBy: { number: "desc" },
    select: { levels: true },
  });
  return settled ? (settled.levels as unknown as PeriodCloseRow["levels"]) : close.levels;
}

async function measureLate(
  deed: Deed,
  engagement: ContractedEngagement,
  close: PeriodCloseRow,
): Promise<MeasuredMonth> {
  const month = close.period;
  const found = await calendarVersions(deed.tx, { viewer: deed.viewer, engagementIds: [engagement.id] });
  const calendars = (found.get(engagement.id) ?? []).filter((one) => wasKnown(one, close));
  const items = await lateItems(deed.tx, { engagement, month });
  const samples = await monthSamples(deed.tx, { engagement, months: [month] });
  // By the rules that the month was frozen under: a correction says what came late and nothing else.
  const ruleVersion = ruleVersionOf(close.ruleVersion);
  return measureMonth({ engagement, calendars, items, samples, month, now: deed.now, ruleVersion });
}

/**
 * Whether a month was frozen with the version and not before it was added. A frozen month names the number of
 * the contract's own calendar; those of the sites have numbers of their own.
 */
function wasKnown(version: CalendarVersionRow, close: PeriodCloseRow): boolean {
  if (version.siteId === "") return version.number <= close.calendarVersion;
  return version.number === 1 || Date.parse(version.createdAt) <= Date.parse(close.frozenAt);
}

function plain(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
