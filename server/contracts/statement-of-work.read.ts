import type { SowState } from "../../domain/contracts/statement-of-work.ts";
import type { Terms } from "../../domain/contracts/terms.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { idCursor } from "../../domain/shared/id-cursor.ts";
import type { Prisma, Tx } from "../db.ts";
import { isId } from "../party-scope.ts";
import { knownState, storedTerms } from "./locked-statement-of-work.ts";
import { visibleTo } from "./statement-of-work.scope.ts";

export type Organisation = { id: string; name: string; city: string; country: string };

export type StatementOfWorkRow = {
  id: string;
  organizationId: string;
  providerId: string;
  listingId: string | null;
  moduleCode: string;
  title: string;
  state: SowState;
  currentVersion: number;
  offeredAt: Date | null;
  closedAt: Date | null;
  closedReason: string;
  createdAt: Date;
  updatedAt: Date;
  buyer: Organisation;
  provider: Organisation;
  terms: Terms;
  proposedBy: string;
  engagementId: string | null;
};

const INCLUDE = {
  engagement: { select: { id: true } },
  versions: { orderBy: { number: "desc" }, take: 1, select: { terms: true, proposedBy: true } },
} as const satisfies Prisma.StatementOfWorkInclude;

/** The contract as the viewer may see it; null for a missing and for a foreign id alike. */
export async function findStatementOfWork(
  tx: Tx,
  viewer: Viewer,
  id: string,
): Promise<StatementOfWorkRow | null> {
  if (!isId(id)) return null;
  const [row] = await rowsWhere(tx, { where: { AND: [{ id }, await visibleTo(tx, viewer)] }, take: 1 });
  return row ?? null;
}

export type ListFilter = { states?: readonly SowState[] | undefined; awaitingViewer?: boolean | undefined };

/** A page of contracts, newest first; `after` and `before` are ids, exclusive. Throws InvalidInput. */
export async function listStatementsOfWork(
  tx: Tx,
  viewer: Viewer,
  page: ListFilter & {
    after?: string | undefined;
    before?: string | undefined;
    take: number;
    inverted: boolean;
  },
): Promise<StatementOfWorkRow[]> {
  const cursor = [
    page.after ? { id: { lt: idCursor(page.after) } } : {},
    page.before ? { id: { gt: idCursor(page.before) } } : {},
  ];
  return rowsWhere(tx, {
    where: { AND: [await visibleTo(tx, viewer), filterOf(viewer, page), ...cursor] },
    take: page.take,
    orderBy: { id: page.inverted ? "asc" : "desc" },
  });
}

/** How many contracts match, for the counts beside filters. */
export async function countStatementsOfWork(tx: Tx, viewer: Viewer, filter: ListFilter): Promise<number> {
  const visible = await visibleTo(tx, viewer);
  return tx.statementOfWork.count({ where: { AND: [visible, filterOf(viewer, filter)] } });
}

function filterOf(viewer: Viewer, filter: ListFilter): Prisma.StatementOfWorkWhereInput {
  const mine = {
    OR: [
      { organizationId: viewer.organizationId, state: { in: ["draft", "countersigned"] } },
      { providerId: viewer.organizationId, state: "offered" },
    ],
  };
  return {
    AND: [filter.states ? { state: { in: [...filter.states] } } : {}, filter.awaitingViewer ? mine : {}],
  };
}

async function rowsWhere(
  tx: Tx,
  query: { where: Prisma.StatementOfWorkWhereInput; take: number; orderBy?: { id: "asc" | "desc" } },
): Promise<StatementOfWorkRow[]> {
  const rows = await tx.statementOfWork.findMany({ ...query, include: INCLUDE });
  const organisations = await organisationsById(
    tx,
    rows.flatMap((row) => [row.organizationId, row.providerId]),
  );
  return rows.map(({ engagement, versions, ...row }) => ({
    ...row,
    state: knownState(row.state),
    buyer: organisations(row.organizationId),
    provider: organisations(row.providerId),
    terms: storedTerms(versions[0]?.terms),
    proposedBy: versions[0]?.proposedBy ?? "buyer",
    engagementId: engagement?.id ?? null,
  }));
}

/** Looks the organisations up at once; one that the viewer may not see has no name. */
export async function organisationsById(tx: Tx, ids: readonly string[]) {
  const rows = await tx.organization.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: { id: true, name: true, city: true, country: true },
  });
  const known = new Map(rows.map((row) => [row.id, row]));
  return (id: string): Organisation => known.get(id) ?? { id, name: "", city: "", country: "" };
}
