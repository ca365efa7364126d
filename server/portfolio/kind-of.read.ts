import type { Tx } from "../db.ts";
import { isId } from "../party-scope.ts";

export type NodeKind =
  | "Listing"
  | "StatementOfWork"
  | "Engagement"
  | "WorkItem"
  | "Statement"
  | "Invoice"
  | "Payout";

/** What a row of this id is, in the sight of the transaction's organisation; null where it sees none. */
export async function kindOf(tx: Tx, id: string): Promise<NodeKind | null> {
  if (!isId(id)) return null;
  const [row] = await tx.$queryRaw<{ kind: NodeKind }[]>`
    select 'Listing' as kind from listing_card where listing_id = ${id}::uuid
    union all select 'StatementOfWork' from statement_of_work where id = ${id}::uuid
    union all select 'Engagement' from engagement where id = ${id}::uuid
    union all select 'WorkItem' from work_item where id = ${id}::uuid
    union all select 'Statement' from statement where id = ${id}::uuid
    union all select 'Invoice' from invoice where id = ${id}::uuid
    union all select 'Payout' from payout where id = ${id}::uuid
    limit 1`;
  return row?.kind ?? null;
}
