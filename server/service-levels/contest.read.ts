import type { Viewer } from "../../domain/identity/viewer.ts";
import type { ContestState, ContestSubject, ExclusionKind } from "../../domain/service-levels/contest.ts";
import type { ContestEffect } from "../../domain/service-levels/item-adjustment.ts";
import type { RepricedMonth } from "../../domain/service-levels/repriced-month.ts";
import type { VolumeArithmetic } from "../../domain/service-levels/volume-over-forecast.ts";
import { toInstant } from "../clock.ts";
import { Prisma, type Tx } from "../db.ts";
import { isId, partiesAre } from "../party-scope.ts";

/** A contest or an exclusion claim as stored, with the names a reader knows it by. Instants RFC 3339. */
export type ContestRow = {
  id: string;
  organizationId: string;
  providerId: string;
  engagementId: string;
  engagementTitle: string;
  buyerName: string;
  providerName: string;
  zone: string;
  period: string;
  subject: ContestSubject;
  kind: ExclusionKind | null;
  effect: ContestEffect;
  workItemIds: string[];
  /** Of the first work item; null for a claim about many. */
  reference: string | null;
  itemTitle: string | null;
  levelIds: string[];
  from: string | null;
  to: string | null;
  arithmetic: VolumeArithmetic | null;
  reason: string;
  evidence: string;
  evidenceUrl: string | null;
  evidenceHash: string | null;
  side: "buyer" | "provider";
  claimedById: string | null;
  claimedByName: string;
  claimedAt: string;
  answerBy: string;
  state: ContestState;
  answeredById: string | null;
};

type Raw = Omit<ContestRow, "from" | "to" | "claimedAt" | "answerBy"> & {
  fromAt: Date | null;
  toAt: Date | null;
  claimedAt: Date;
  answerBy: Date;
};

const SELECT = Prisma.sql`
  select c.id, c.organization_id as "organizationId", c.provider_id as "providerId",
    c.engagement_id as "engagementId", e.title as "engagementTitle", b.name as "buyerName",
    v.name as "providerName", e.zone, c.period, c.subject, c.kind, c.effect,
    c.work_item_ids as "workItemIds", case when c.arithmetic is null then w.reference end as reference,
    case when c.arithmetic is null then w.title end as "itemTitle", c.level_ids as "levelIds",
    c.from_at as "fromAt", c.to_at as "toAt", c.arithmetic, c.reason, c.evidence,
    c.evidence_url as "evidenceUrl", c.evidence_hash as "evidenceHash", c.side,
    c.claimed_by_id as "claimedById", c.claimed_by_name as "claimedByName", c.claimed_at as "claimedAt",
    c.answer_by as "answerBy", c.state, c.answered_by_id as "answeredById"
  from contest c join engagement e on e.id = c.engagement_id
  join organization b on b.id = c.organization_id join organization v on v.id = c.provider_id
  left join work_item w on w.id = c.work_item_ids[1]`;

/** One contest in the viewer's sight; null for a foreign and for a missing id alike. */
export async function findContest(tx: Tx, p: { viewer: Viewer; id: string }): Promise<ContestRow | null> {
  if (!isId(p.id)) return null;
  const [row] = await tx.$queryRaw<Raw[]>`
    ${SELECT} where c.id = ${p.id}::uuid and ${partiesAre(p.viewer, "c")}`;
  return row ? shown(row) : null;
}

export type ContestFilter = {
  engagementId?: string | undefined;
  month?: string | undefined;
  workItemId?: string | undefined;
  states?: readonly string[] | undefined;
  /** Only what the account manager rules on now. */
  toRule?: boolean | undefined;
};

/** A page of contests, those that are undecided first, then the newest. */
export async function listContests(
  tx: Tx,
  p: {
    viewer: Viewer;
    filter: ContestFilter;
    now: string;
    limit: number;
    after?: string | undefined;
    before?: string | undefined;
    inverted: boolean;
  },
): Promise<ContestRow[]> {
  const { engagementId, workItemId } = p.filter;
  if ((engagementId && !isId(engagementId)) || (workItemId && !isId(workItemId))) return [];
  const direction = p.inverted ? Prisma.sql`desc` : Prisma.sql`asc`;
  const rows = await tx.$queryRaw<Raw[]>`
    ${SELECT} where ${partiesAre(p.viewer, "c")} and ${conditions(p.filter, p.now)}
      and ${beyond(p.after, ">")} and ${beyond(p.before, "<")}
    order by ${PLACE} ${direction} limit ${p.limit}`;
  return rows.map(shown);
}

/** A text that sorts the undecided before the decided and the newer before the older. */
const PLACE = Prisma.sql`(case when c.state in ('open', 'disputed') then '0' else '1' end
  || lpad((9999999999999 - (extract(epoch from c.claimed_at) * 1000)::bigint)::text, 13, '0') || c.id::text)
  collate "C"`;

function beyond(cursor: string | undefined, sign: "<" | ">"): Prisma.Sql {
  if (!cursor || !isId(cursor)) return Prisma.sql`true`;
  return Prisma.sql`${PLACE} ${Prisma.raw(sign)} (select ${PLACE} from contest c where c.id = ${cursor}::uuid)`;
}

function conditions(filter: ContestFilter, now: string): Prisma.Sql {
  const parts = [Prisma.sql`true`];
  if (filter.engagementId) parts.push(Prisma.sql`c.engagement_id = ${filter.engagementId}::uuid`);
  if (filter.month) parts.push(Prisma.sql`c.period = ${filter.month}`);
  if (filter.workItemId) parts.push(Prisma.sql`c.work_item_ids @> array[${filter.workItemId}::uuid]`);
  if (filter.states?.length) parts.push(Prisma.sql`c.state = any (${[...filter.states]}::text[])`);
  if (filter.toRule)
    parts.push(
      Prisma.sql`(c.state = 'disputed' or (c.state = 'open' and c.answer_by <= ${now}::timestamptz))`,
    );
  return Prisma.join(parts, " and ");
}

/** One step of a contest: who did what and why, and the month's price in both readings as known then. */
export type ContestReadingRow = {
  id: string;
  action: string;
  party: string;
  byName: string;
  reason: string;
  price: RepricedMonth;
  at: string;
};

/** Every step of a contest, oldest first. */
export async function contestReadings(
  tx: Tx,
  p: { viewer: Viewer; contestId: string },
): Promise<ContestReadingRow[]> {
  const rows = await tx.$queryRaw<(Omit<ContestReadingRow, "at"> & { at: Date })[]>`
    select c.id, c.action, c.party, c.by_name as "byName", c.reason, c.price, c.at from contest_reading c
    where c.contest_id = ${p.contestId}::uuid and ${partiesAre(p.viewer, "c")} order by c.at, c.id`;
  return rows.map((row) => ({ ...row, at: toInstant(row.at).toString() }));
}

function shown({ fromAt, toAt, claimedAt, answerBy, ...row }: Raw): ContestRow {
  return {
    ...row,
    from: fromAt && toInstant(fromAt).toString(),
    to: toAt && toInstant(toAt).toString(),
    claimedAt: toInstant(claimedAt).toString(),
    answerBy: toInstant(answerBy).toString(),
  };
}
