import type { Viewer } from "../../domain/identity/viewer.ts";
import { Prisma, type Tx } from "../db.ts";
import { isId, partiesAre } from "../party-scope.ts";
import { keyset, type PageOf } from "./keyset.ts";

/** An accepted work item behind a line of a statement. */
export type BilledItemRow = {
  id: string;
  workItemId: string;
  reference: string;
  title: string;
  finishedAt: Date;
  /** What the counted field held; null where items themselves are counted. */
  value: string | null;
};

const FROM = Prisma.sql`billed_item b`;

/** The items of one line of a statement, the latest first; none of a foreign or missing statement. */
export function listBilledItems(
  tx: Tx,
  viewer: Viewer,
  page: PageOf & { statementId: string; lineId: string },
): Promise<BilledItemRow[]> {
  if (!isId(page.statementId)) return Promise.resolve([]);
  const keys = keyset({
    by: Prisma.sql`b.id`,
    from: FROM,
    id: Prisma.sql`b.id`,
    scope: partiesAre(viewer, "b"),
    page,
  });
  return tx.$queryRaw<BilledItemRow[]>`
    select b.id, b.work_item_id as "workItemId", w.reference, w.title, b.value,
      coalesce(w.resolved_at, w.closed_at) as "finishedAt"
    from ${FROM} join work_item w on w.id = b.work_item_id
    where b.statement_id = ${page.statementId}::uuid and b.line_id = ${page.lineId}
      and ${partiesAre(viewer, "b")} and ${keys.where} ${keys.order}`;
}
