import type { Temporal } from "temporal-polyfill";
import { allModules } from "../../domain/catalogue/catalogue.ts";
import { type EngagementState, engagementStateAt } from "../../domain/delivery/engagement.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { idCursor } from "../../domain/shared/id-cursor.ts";
import { toPlainDate } from "../clock.ts";
import { type Organisation, organisationsById } from "../contracts/statement-of-work.read.ts";
import type { Prisma, Tx } from "../db.ts";
import { isId } from "../party-scope.ts";
import { visibleTo } from "./engagement.scope.ts";

export type EngagementRow = {
  id: string;
  organizationId: string;
  providerId: string;
  statementOfWorkId: string;
  sowVersionId: string;
  moduleCode: string;
  title: string;
  state: EngagementState;
  /** Dates as text: they have no zone. */
  startsOn: string;
  endsOn: string | null;
  zone: string;
  currency: string;
  createdAt: Date;
  buyer: Organisation;
  provider: Organisation;
};

export type ChecklistItemRow = {
  id: string;
  organizationId: string;
  providerId: string;
  engagementId: string;
  position: number;
  party: string;
  title: string;
  required: boolean;
  doneAt: Date | null;
  doneByName: string | null;
};

export type EngagementPerson = {
  id: string;
  name: string;
  email: string;
  role: string;
  organisation: string;
  party: "buyer" | "provider";
};

/** The engagement as the viewer may see it; null for a missing and for a foreign id alike. */
export async function findEngagement(
  tx: Tx,
  input: { viewer: Viewer; id: string; now: Temporal.Instant },
): Promise<EngagementRow | null> {
  if (!isId(input.id)) return null;
  const where = { AND: [{ id: input.id }, await visibleTo(tx, input.viewer)] };
  const [row] = await rowsWhere(tx, { where, take: 1, now: input.now });
  return row ?? null;
}

/**
 * A page of engagements, newest first; `after` and `before` are ids, exclusive. `search` keeps those of which
 * every word stands in the title, in a party's name or in the service's. Throws InvalidInput.
 */
export async function listEngagements(
  tx: Tx,
  input: {
    viewer: Viewer;
    now: Temporal.Instant;
    after?: string | undefined;
    before?: string | undefined;
    search?: string | null | undefined;
    take: number;
    inverted: boolean;
  },
): Promise<EngagementRow[]> {
  const words = wordsOf(input.search ?? "");
  const found = await Promise.all(words.map((word) => mentioning(tx, word)));
  const cursor = [
    input.after ? { id: { lt: idCursor(input.after) } } : {},
    input.before ? { id: { gt: idCursor(input.before) } } : {},
  ];
  return rowsWhere(tx, {
    where: { AND: [await visibleTo(tx, input.viewer), ...cursor, ...found] },
    take: input.take,
    orderBy: { id: input.inverted ? "asc" : "desc" },
    now: input.now,
  });
}

/** Longer searches find nothing more. */
const MOST_WORDS = 8;

function wordsOf(search: string): string[] {
  return [...new Set(search.trim().split(/\s+/))].filter((word) => word !== "").slice(0, MOST_WORDS);
}

/** The engagements that a word speaks of, by the names that the reader may know. */
async function mentioning(tx: Tx, word: string): Promise<Prisma.EngagementWhereInput> {
  const parties = await tx.organization.findMany({
    where: { name: { contains: likeText(word), mode: "insensitive" } },
    select: { id: true },
  });
  const ids = parties.map((one) => one.id);
  const modules = allModules.filter(({ name }) => name.toLowerCase().includes(word.toLowerCase()));
  return {
    OR: [
      { title: { contains: likeText(word), mode: "insensitive" } },
      { moduleCode: { in: modules.map((one) => one.code) } },
      { organizationId: { in: ids } },
      { providerId: { in: ids } },
    ],
  };
}

/** Signs that stand for others in a pattern are meant as they are written. */
function likeText(word: string): string {
  return word.replace(/[\\%_]/g, (sign) => `\\${sign}`);
}

/** The onboarding checklists of several engagements at once, each in its order. */
export async function checklistsOf(tx: Tx, engagementIds: readonly string[]): Promise<ChecklistItemRow[]> {
  return tx.checklistItem.findMany({
    where: { engagementId: { in: [...engagementIds] } },
    orderBy: [{ engagementId: "asc" }, { position: "asc" }],
  });
}

export async function findChecklistItem(
  tx: Tx,
  viewer: Viewer,
  id: string,
): Promise<ChecklistItemRow | null> {
  return tx.checklistItem.findFirst({ where: { id, engagement: await visibleTo(tx, viewer) } });
}

/** The present members of both organisations, the provider's first: who to turn to. */
export async function peopleOf(tx: Tx, engagement: EngagementRow): Promise<EngagementPerson[]> {
  const rows = await tx.membership.findMany({
    where: { organizationId: { in: [engagement.organizationId, engagement.providerId] }, endedAt: null },
    select: {
      organizationId: true,
      role: true,
      user: { select: { id: true, name: true, email: true, disabledAt: true } },
    },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  const people = rows
    .filter((row) => row.user.disabledAt === null)
    .map((row) => {
      const party =
        row.organizationId === engagement.organizationId ? ("buyer" as const) : ("provider" as const);
      const { id, name, email } = row.user;
      return {
        id: `${party}-${id}`,
        name,
        email,
        role: row.role,
        organisation: engagement[party].name,
        party,
      };
    });
  return [
    ...people.filter((one) => one.party === "provider"),
    ...people.filter((one) => one.party === "buyer"),
  ];
}

async function rowsWhere(
  tx: Tx,
  p: {
    where: Prisma.EngagementWhereInput;
    take: number;
    orderBy?: { id: "asc" | "desc" };
    now: Temporal.Instant;
  },
): Promise<EngagementRow[]> {
  const { now, ...query } = p;
  const rows = await tx.engagement.findMany(query);
  const organisations = await organisationsById(
    tx,
    rows.flatMap((row) => [row.organizationId, row.providerId]),
  );
  return rows.map((row) => {
    const startsOn = toPlainDate(row.startsOn).toString();
    const endsOn = row.endsOn === null ? null : toPlainDate(row.endsOn).toString();
    return {
      ...row,
      startsOn,
      endsOn,
      state: engagementStateAt({ startsOn, endsOn, zone: row.zone, now }),
      buyer: organisations(row.organizationId),
      provider: organisations(row.providerId),
    };
  });
}
