import type { Temporal } from "temporal-polyfill";
import type { ServiceLevel } from "../../domain/catalogue/service-level.ts";
import { may } from "../../domain/identity/permissions.ts";
import { isStaff, type Viewer } from "../../domain/identity/viewer.ts";
import {
  type MonthScore,
  monthScores,
  type ScoredMonth,
  versionInForce,
} from "../../domain/service-levels/scorecard.ts";
import { monthOf, monthsBetween, previousMonth } from "../../domain/shared/period.ts";
import { Prisma, type Tx } from "../db.ts";
import { type ContractedEngagement, contractedEngagements } from "../delivery/contracted-engagement.ts";
import { isId, partiesAre } from "../party-scope.ts";
import { type RolledMonth, rolledMonths } from "./month-roll-up.read.ts";
import { type ScorecardVersionRow, scorecardVersions } from "./scorecard-versions.read.ts";

/** The scorecard of one engagement: its versions, and thirteen months under the version of each. */
export type Scorecard = {
  engagementId: string;
  title: string;
  buyer: string;
  provider: string;
  /** The levels of the contract, on the card or not. */
  levels: ServiceLevel[];
  versions: ScorecardVersionRow[];
  /** The version of the running month; null where there is none yet. */
  current: ScorecardVersionRow | null;
  months: MonthScore[];
  figures: RolledMonth[];
  /** The earliest month with which a new version may begin. */
  nextMonth: string;
  mayEdit: boolean;
};

const MONTHS_SHOWN = 13;

/** The scorecard of an engagement; without versions where none was written yet. Null where unseen. */
export async function findScorecard(
  tx: Tx,
  p: { viewer: Viewer; engagementId: string; now: Temporal.Instant },
): Promise<Scorecard | null> {
  const [found] = await scorecardsOf(tx, { ...p, engagementIds: [p.engagementId], recent: false });
  return found ?? null;
}

/** Scorecards a page at a time, in order of the engagements' ids; `after` is an engagement's id. */
export async function listScorecards(
  tx: Tx,
  p: {
    viewer: Viewer;
    now: Temporal.Instant;
    limit: number;
    after?: string;
    before?: string;
    inverted: boolean;
  },
): Promise<Scorecard[]> {
  const seen = (id: string) =>
    Prisma.sql`(select b.id from engagement b where b.id = ${isId(id) ? id : null}::uuid
      and ${partiesAre(p.viewer, "b")})`;
  // A cursor that the viewer does not see leads nowhere, as one that never was.
  const after = p.after === undefined ? Prisma.sql`true` : Prisma.sql`e.id > ${seen(p.after)}`;
  const before = p.before === undefined ? Prisma.sql`true` : Prisma.sql`e.id < ${seen(p.before)}`;
  const order = p.inverted ? Prisma.sql`e.id desc` : Prisma.sql`e.id`;
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select e.id from engagement e where ${partiesAre(p.viewer, "e")} and ${after} and ${before}
    order by ${order} limit ${p.limit}`;
  const ids = rows.map((row) => row.id);
  const cards = await scorecardsOf(tx, { ...p, engagementIds: ids, recent: true });
  return ids.flatMap((id) => cards.find((one) => one.engagementId === id) ?? []);
}

/** A fixed number of statements for a page of cards. */
async function scorecardsOf(
  tx: Tx,
  p: {
    viewer: Viewer;
    engagementIds: readonly string[];
    now: Temporal.Instant;
    /** As of rolledMonths: a page of many cards need not be of this second. */
    recent: boolean;
  },
): Promise<Scorecard[]> {
  const { viewer, now, recent } = p;
  const engagements = await contractedEngagements(tx, { viewer, ids: p.engagementIds });
  const ids = engagements.map((one) => one.id);
  const versions = await scorecardVersions(tx, { viewer, engagementIds: ids });
  const figures = await figuresOf(tx, { viewer, engagements, now, recent });
  const names = await tx.$queryRaw<{ id: string; buyer: string; provider: string }[]>`
    select e.id, b.name as buyer, v.name as provider from engagement e
    join organization b on b.id = e.organization_id join organization v on v.id = e.provider_id
    where e.id = any (${ids}::uuid[])`;
  return engagements.map((engagement) =>
    cardOf({
      ...{ viewer, engagement, now },
      names: names.find((one) => one.id === engagement.id),
      versions: versions.get(engagement.id) ?? [],
      figures: figures.filter((one) => one.engagementId === engagement.id),
    }),
  );
}

/** Each engagement's own months in their order, all of them read together. */
async function figuresOf(
  tx: Tx,
  p: {
    viewer: Viewer;
    engagements: readonly ContractedEngagement[];
    now: Temporal.Instant;
    recent: boolean;
  },
): Promise<RolledMonth[]> {
  const { engagements, ...rest } = p;
  const monthsOf = new Map(engagements.map((one) => [one.id, monthsShown(one, p.now)]));
  const figures = await rolledMonths(tx, { ...rest, monthsOf });
  return figures.sort((a, b) => (a.month < b.month ? -1 : 1));
}

function cardOf(p: {
  viewer: Viewer;
  engagement: ContractedEngagement;
  names: { buyer: string; provider: string } | undefined;
  versions: ScorecardVersionRow[];
  figures: RolledMonth[];
  now: Temporal.Instant;
}): Scorecard {
  const { engagement, versions, figures, viewer } = p;
  const present = monthOf(p.now, engagement.zone);
  const lastFrozen = figures.findLast((one) => one.state === "frozen")?.month ?? null;
  const open = figures.find((one) => lastFrozen === null || one.month > lastFrozen)?.month ?? present;
  const isBuyer = viewer.organizationId === engagement.organizationId;
  return {
    engagementId: engagement.id,
    title: engagement.title,
    buyer: p.names?.buyer ?? "",
    provider: p.names?.provider ?? "",
    levels: engagement.terms.serviceLevels,
    versions,
    current: versionInForce(versions, present) ?? versions.at(-1) ?? null,
    months: monthScores({ versions, months: figures.map(scoredMonth) }),
    figures,
    nextMonth: [open, versions.at(-1)?.fromMonth ?? ""].sort().at(-1) ?? open,
    mayEdit: may(viewer, "scorecard:edit") && (isBuyer || isStaff(viewer)),
  };
}

/** A month's figures as a score reads them. */
export function scoredMonth({
  month,
  state,
  levels,
}: Pick<RolledMonth, "month" | "state" | "levels">): ScoredMonth {
  return { month, runs: state === "running", figures: levels };
}

/** The contract's months up to the present one, thirteen at most. */
function monthsShown(engagement: ContractedEngagement, now: Temporal.Instant): string[] {
  const present = monthOf(now, engagement.zone);
  const end = engagement.endsOn?.toPlainYearMonth().toString() ?? present;
  const last = [end, present].sort()[0] ?? present;
  let first = last;
  for (let step = 1; step < MONTHS_SHOWN; step++) first = previousMonth(first);
  const start = engagement.startsOn.toPlainYearMonth().toString();
  return monthsBetween({ first: [first, start].sort()[1] ?? start, last });
}
