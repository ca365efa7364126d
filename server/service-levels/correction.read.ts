import type { Viewer } from "../../domain/identity/viewer.ts";
import { DEFAULT_CONTEST_DAYS } from "../../domain/service-levels/contest.ts";
import type { CorrectedFigure } from "../../domain/service-levels/corrected-figures.ts";
import type {
  CorrectedVerdict,
  CorrectionAnswers,
  CorrectionState,
} from "../../domain/service-levels/correction.ts";
import type { RepricedMonth } from "../../domain/service-levels/repriced-month.ts";
import { toInstant } from "../clock.ts";
import { Prisma, type Tx } from "../db.ts";
import { isId, partiesAre } from "../party-scope.ts";

/** A correction of a frozen month; money in minor units, instants RFC 3339. */
export type CorrectionRow = {
  id: string;
  organizationId: string;
  providerId: string;
  engagementId: string;
  engagementTitle: string;
  buyerName: string;
  providerName: string;
  zone: string;
  period: string;
  number: number;
  reason: string;
  ruleVersion: string;
  calendarVersion: number;
  price: RepricedMonth;
  verdicts: CorrectedVerdict[];
  currency: string;
  netMinor: bigint;
  commissionMinor: bigint;
  frozenHash: string;
  prevHash: string;
  hash: string;
  state: CorrectionState;
  /** Whether the month has been corrected again since: this one can no longer be accepted. */
  superseded: boolean;
  createdAt: string;
  createdById: string | null;
  createdByName: string;
  /** Until when both sides can accept or object. */
  answerBy: string;
  buyerObjectedAt: string | null;
  buyerObjectedBy: string | null;
  buyerObjection: string | null;
  providerObjectedAt: string | null;
  providerObjectedBy: string | null;
  providerObjection: string | null;
  buyerAcceptedAt: string | null;
  buyerAcceptedBy: string | null;
  providerAcceptedAt: string | null;
  providerAcceptedBy: string | null;
  ruledAt: string | null;
  ruledBy: string | null;
  ruling: string | null;
};

type Given = "createdAt" | "answerBy";
type Later =
  | "buyerAcceptedAt"
  | "providerAcceptedAt"
  | "buyerObjectedAt"
  | "providerObjectedAt"
  | "ruledAt";
type Raw = Omit<CorrectionRow, Given | Later> & Record<Given, Date> & Record<Later, Date | null>;

const SELECT = Prisma.sql`
  select c.id, c.organization_id as "organizationId", c.provider_id as "providerId",
    c.engagement_id as "engagementId", e.title as "engagementTitle", b.name as "buyerName",
    v.name as "providerName", e.zone, c.period, c.number, c.reason, c.rule_version as "ruleVersion",
    c.calendar_version as "calendarVersion", c.price, c.verdicts, c.currency, c.net_minor as "netMinor",
    c.commission_minor as "commissionMinor", f.hash as "frozenHash", c.prev_hash as "prevHash", c.hash, c.state,
    exists (select 1 from correction l where l.period_close_id = c.period_close_id and l.number > c.number)
      as superseded,
    c.created_at as "createdAt", c.created_by_id as "createdById", c.created_by_name as "createdByName",
    -- Corrections made before there was such a time had the usual days.
    coalesce(c.answer_by, c.created_at + ${DEFAULT_CONTEST_DAYS} * interval '1 day') as "answerBy",
    c.buyer_objected_at as "buyerObjectedAt", c.buyer_objected_by as "buyerObjectedBy",
    c.buyer_objection as "buyerObjection", c.provider_objected_at as "providerObjectedAt",
    c.provider_objected_by as "providerObjectedBy", c.provider_objection as "providerObjection",
    c.buyer_accepted_at as "buyerAcceptedAt", c.buyer_accepted_by as "buyerAcceptedBy",
    c.provider_accepted_at as "providerAcceptedAt", c.provider_accepted_by as "providerAcceptedBy",
    c.ruled_at as "ruledAt", c.ruled_by as "ruledBy", c.ruling
  from correction c join engagement e on e.id = c.engagement_id join period_close f on f.id =
    c.period_close_id
  join organization b on b.id = c.organization_id join organization v on v.id = c.provider_id`;

/** What the two sides have said to a correction, and until when they can. */
export function answersTo(one: CorrectionRow): CorrectionAnswers {
  const said = (accepted: string | null, objected: string | null) =>
    accepted !== null ? ("accepted" as const) : objected !== null ? ("objected" as const) : null;
  return {
    answerBy: one.answerBy,
    buyer: said(one.buyerAcceptedAt, one.buyerObjectedAt),
    provider: said(one.providerAcceptedAt, one.providerObjectedAt),
  };
}

/** One correction in the viewer's sight; null for a foreign and for a missing id alike. */
export async function findCorrection(
  tx: Tx,
  p: { viewer: Viewer; id: string },
): Promise<CorrectionRow | null> {
  if (!isId(p.id)) return null;
  const [row] = await tx.$queryRaw<Raw[]>`
    ${SELECT} where c.id = ${p.id}::uuid and ${partiesAre(p.viewer, "c")}`;
  return row ? shown(row) : null;
}

/** What a correction's figures were measured from, in the viewer's sight; empty for a foreign id. */
export async function correctedFiguresOf(
  tx: Tx,
  p: { viewer: Viewer; id: string },
): Promise<CorrectedFigure[]> {
  if (!isId(p.id)) return [];
  const [row] = await tx.$queryRaw<{ figures: CorrectedFigure[] }[]>`
    select c.figures from correction c where c.id = ${p.id}::uuid and ${partiesAre(p.viewer, "c")}`;
  return row?.figures ?? [];
}

/** Verdicts of a correction with the references by which people know their work, in the viewer's sight. */
export async function withReferences(
  tx: Tx,
  p: { viewer: Viewer; verdicts: readonly CorrectedVerdict[] },
): Promise<(CorrectedVerdict & { reference: string })[]> {
  const ids = [...new Set(p.verdicts.map((one) => one.workItemId))];
  const rows = await tx.$queryRaw<{ id: string; reference: string }[]>`
    select w.id, w.reference from work_item w
    where w.id = any(${ids}::uuid[]) and ${partiesAre(p.viewer, "w")}`;
  const references = new Map(rows.map((row) => [row.id, row.reference]));
  return p.verdicts.map((one) => ({ ...one, reference: references.get(one.workItemId) ?? one.workItemId }));
}

/** A page of corrections, newest first. */
export async function listCorrections(
  tx: Tx,
  p: {
    viewer: Viewer;
    engagementId?: string | undefined;
    /** The corrected month. */
    month?: string | undefined;
    state?: string | undefined;
    limit: number;
    after?: string | undefined;
    before?: string | undefined;
    inverted: boolean;
  },
): Promise<CorrectionRow[]> {
  if (p.engagementId && !isId(p.engagementId)) return [];
  const direction = p.inverted ? Prisma.sql`asc` : Prisma.sql`desc`;
  const parts = [partiesAre(p.viewer, "c")];
  if (p.engagementId) parts.push(Prisma.sql`c.engagement_id = ${p.engagementId}::uuid`);
  if (p.month) parts.push(Prisma.sql`c.period = ${p.month}`);
  if (p.state) parts.push(Prisma.sql`c.state = ${p.state}`);
  // Ids are uuidv7: they stand in the order of their making. A cursor is a correction that the viewer may
  // see; any other id, of somebody's or of nothing, leads nowhere.
  const seen = (id: string) =>
    Prisma.sql`(select s.id from correction s where s.id = ${id}::uuid and ${partiesAre(p.viewer, "s")})`;
  if (p.after && isId(p.after)) parts.push(Prisma.sql`c.id < ${seen(p.after)}`);
  if (p.before && isId(p.before)) parts.push(Prisma.sql`c.id > ${seen(p.before)}`);
  const rows = await tx.$queryRaw<Raw[]>`
    ${SELECT} where ${Prisma.join(parts, " and ")} order by c.id ${direction} limit ${p.limit}`;
  return rows.map(shown);
}

function shown(row: Raw): CorrectionRow {
  const text = (date: Date | null) => date && toInstant(date).toString();
  return {
    ...row,
    createdAt: toInstant(row.createdAt).toString(),
    answerBy: toInstant(row.answerBy).toString(),
    buyerObjectedAt: text(row.buyerObjectedAt),
    providerObjectedAt: text(row.providerObjectedAt),
    buyerAcceptedAt: text(row.buyerAcceptedAt),
    providerAcceptedAt: text(row.providerAcceptedAt),
    ruledAt: text(row.ruledAt),
  };
}
