import { z } from "zod";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import {
  breachFigure,
  breachMachine,
  breachStatus,
  isClosed,
  policyOf,
} from "../../domain/service-levels/breach.ts";
import { isRepeated, severityOf } from "../../domain/service-levels/breach-severity.ts";
import { windowEnd } from "../../domain/service-levels/contest.ts";
import type { LevelFigure } from "../../domain/service-levels/level-figure.ts";
import { canonicalJson, type Json } from "../../domain/shared/canonical-json.ts";
import { next } from "../../domain/shared/state-machine.ts";
import { type Clock, toDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import type { Database, Prisma } from "../db.ts";
import { type ContractedEngagement, contractedEngagement } from "../delivery/contracted-engagement.ts";
import { type BreachRow, breachesOf } from "./breach.read.ts";
import { usualPolicy } from "./breach-details.read.ts";
import { awaitUntil, closeBreach, escalate, recordStep } from "./breach-step.ts";
import { measureEffects } from "./measure-effects.ts";
import { lockMonths, partiesOf } from "./open-contest.ts";
import { type StandingMonth, standingMonth } from "./standing-month.read.ts";

const payloadSchema = z.object({ engagementId: z.uuid(), organizationId: z.uuid(), month: z.string() });

/**
 * The job behind `breaches.check`: brings the breaches of an engagement in line with a month as it stands.
 */
export async function checkBreaches(
  deps: { db: Database; clock: Clock },
  payload: Record<string, unknown>,
): Promise<void> {
  const { engagementId, organizationId, month } = payloadSchema.parse(payload);
  const viewer = systemViewer(organizationId, `breaches:${engagementId}`);
  await keepBreaches({ ...deps, viewer }, { engagementId, month });
}

/** Asks for the check, with the commit of what changed the month. */
export async function askForBreaches(
  deed: Deed,
  p: { engagementId: string; organizationId: string; month: string },
): Promise<void> {
  await deed.enqueue("breaches.check", p, `breaches:${p.engagementId}:${p.month}`);
}

/**
 * Opens a breach for each level that the month stands below target or minimum in, withdraws those whose
 * verdict no longer stands, escalates what is repeated, and measures the effect of actions. Repeating it
 * changes nothing.
 */
export const keepBreaches = command({
  name: "breach.keep",
  permission: "breach:rule",
  async run(deed, input: { engagementId: string; month: string }): Promise<{ opened: number }> {
    const { engagementId, month } = input;
    const engagement = await contractedEngagement(deed.tx, { viewer: deed.viewer, id: engagementId });
    await lockMonths(deed, engagement.id);
    const { tx, viewer, now } = deed;
    const standing = await standingMonth(tx, { viewer, engagement, month, now });
    const known = (await breachesOf(tx, { viewer, engagementId })).filter((one) => one.period === month);
    let opened = 0;
    for (const level of standing?.levels ?? []) {
      const breach = known.find((one) => one.levelId === level.figure.levelId);
      if (standing && (await keep(deed, { engagement, month, standing, level, breach })) === "opened")
        opened += 1;
    }
    await escalateRepeated(deed, engagement.id);
    const measured = await measureEffects(deed, engagement.id);
    deed.about("engagement", engagement.id, { month, opened, measured });
    return { opened };
  },
});

type Level = StandingMonth["levels"][number];

async function keep(
  deed: Deed,
  p: {
    engagement: ContractedEngagement;
    month: string;
    standing: StandingMonth;
    level: Level;
    breach: BreachRow | undefined;
  },
): Promise<"opened" | "kept"> {
  const { standing, level, breach } = p;
  const status = breachStatus(level.figure);
  if (!status) {
    if (breach && breach.state !== "withdrawn") await withdraw(deed, breach, standing, level.figure);
    return "kept";
  }
  const kept = {
    status,
    source: standing.source,
    figure: breachFigure(level.figure) as unknown as Prisma.InputJsonValue,
    missedItemIds: level.missedItemIds,
  };
  if (!breach) {
    await open(deed, { ...p, kept });
    return "opened";
  }
  if (breach.state === "withdrawn") await openAgain(deed, { ...p, breach, kept });
  else if (!isClosed(breach.state)) await refigure(deed, { breach, kept, standing });
  return "kept";
}

type Kept = {
  status: "missed" | "failed";
  source: StandingMonth["source"];
  figure: Prisma.InputJsonValue;
  missedItemIds: string[];
};

async function open(
  deed: Deed,
  p: { engagement: ContractedEngagement; month: string; level: Level; standing: StandingMonth; kept: Kept },
): Promise<void> {
  const { engagement, level, kept } = p;
  const policy = policyOf(engagement.terms.breaches, await usualPolicy(deed.tx));
  const { id } = await deed.tx.breach.create({
    data: {
      ...partiesOf(engagement),
      ...kept,
      engagementId: engagement.id,
      period: p.month,
      levelId: level.figure.levelId,
      levelName: level.figure.name,
      severity: severityOf({ status: kept.status, escalatedFor: [] }),
      state: breachMachine.initial,
      policy,
      openedAt: toDate(deed.now),
    },
    select: { id: true },
  });
  const breach = { id, ...partiesOf(engagement) };
  const due = windowEnd({ from: deed.now, days: policy.causeDays, zone: engagement.zone });
  await awaitUntil(deed, breach, due);
  await recordStep(deed, { breach, action: "opened", reason: reads(level.figure, p.standing) });
}

async function openAgain(
  deed: Deed,
  p: {
    engagement: ContractedEngagement;
    standing: StandingMonth;
    level: Level;
    breach: BreachRow;
    kept: Kept;
  },
): Promise<void> {
  const { breach, kept, engagement } = p;
  await deed.tx.breach.update({
    where: { id: breach.id },
    data: {
      ...kept,
      state: next(breachMachine, breach.state, "miss_again"),
      severity: severityOf({ status: kept.status, escalatedFor: breach.escalatedFor }),
      closedAt: null,
    },
    select: { id: true },
  });
  const days = breach.policy.causeDays;
  await awaitUntil(deed, breach, windowEnd({ from: deed.now, days, zone: engagement.zone }));
  await recordStep(deed, { breach, action: "opened", reason: reads(p.level.figure, p.standing) });
}

/** The figure of a breach at work follows the month; what was said about it stays as it was said. */
async function refigure(
  deed: Deed,
  p: { breach: BreachRow; kept: Kept; standing: StandingMonth },
): Promise<void> {
  const { breach, kept } = p;
  const { status, source, figure, missedItemIds } = breach;
  const sorted = (one: Kept) => ({ ...one, missedItemIds: [...one.missedItemIds].sort() }) as Json;
  const before = sorted({
    status,
    source,
    figure: figure as unknown as Prisma.InputJsonValue,
    missedItemIds,
  });
  if (canonicalJson(before) === canonicalJson(sorted(kept))) return;
  await deed.tx.breach.update({
    where: { id: breach.id },
    data: { ...kept, severity: severityOf({ status: kept.status, escalatedFor: breach.escalatedFor }) },
    select: { id: true },
  });
  if (canonicalJson(figure as Json) === canonicalJson(kept.figure as Json) && status === kept.status)
    return;
  const now = kept.figure as unknown as BreachRow["figure"];
  const reason = `The month reads ${now.measured} ${now.unit} (${now.misses} missed), ${p.standing.because}.`;
  await recordStep(deed, { breach, action: "changed", reason });
}

async function withdraw(
  deed: Deed,
  breach: BreachRow,
  standing: StandingMonth,
  figure: LevelFigure,
): Promise<void> {
  await closeBreach(deed, breach, "withdraw");
  await recordStep(deed, { breach, action: "withdrawn", reason: reads(figure, standing) });
}

/** "First answer in time reads 97.1 % against 95 %, with correction 1: …" */
function reads(figure: LevelFigure, standing: StandingMonth): string {
  const measured = figure.measured === null ? "nothing" : `${figure.measured} ${figure.unit}`;
  const held = figure.against ? `${figure.against.measured} missed, ${figure.against.target} allowed` : "";
  const against = held || `${figure.target} ${figure.unit}`;
  const excused = figure.excused && figure.reason ? ` ${figure.reason}` : "";
  return `${figure.name} reads ${measured} against ${against}, ${standing.because}.${excused}`;
}

async function escalateRepeated(deed: Deed, engagementId: string): Promise<void> {
  const all = await breachesOf(deed.tx, { viewer: deed.viewer, engagementId });
  const standing = all.filter((one) => one.state !== "withdrawn");
  for (const breach of standing) {
    if (isClosed(breach.state) || breach.escalatedFor.includes("repeated")) continue;
    const months = standing.filter((one) => one.levelId === breach.levelId).map((one) => one.period);
    const { policy } = breach;
    if (!isRepeated({ month: breach.period, months, policy })) continue;
    const because = `Missed ${policy.repeatTimes} times or more within ${policy.repeatMonths} months.`;
    await escalate(deed, { breach, key: "repeated", because });
  }
}
