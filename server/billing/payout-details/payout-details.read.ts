import type { PayoutDetailsState } from "../../../domain/billing/payout-details.ts";
import type { Viewer } from "../../../domain/identity/viewer.ts";
import { maskedEnd } from "../../../domain/shared/masked.ts";
import type { Tx } from "../../db.ts";
import { sealedFields } from "../../sealed-fields.ts";

export type PayoutDetailsRow = {
  id: string;
  currency: string;
  holder: string;
  /** Its end alone. */
  account: string;
  bic: string | null;
  state: PayoutDetailsState;
  proposedById: string;
  proposedByName: string;
  proposedAt: Date;
  decidedByName: string | null;
  decidedAt: Date | null;
  reason: string | null;
  replacedAt: Date | null;
};

const LATEST = 50;

/** The latest payout details of the viewer's own organisation, in force and proposed ones first. */
export async function listPayoutDetails(tx: Tx, viewer: Viewer): Promise<PayoutDetailsRow[]> {
  if (viewer.organizationKind !== "provider") return [];
  const rows = await tx.$queryRaw<PayoutDetailsRow[]>`
    select id, currency, holder, account, bic, state, proposed_by_id as "proposedById",
      proposed_by_name as "proposedByName", proposed_at as "proposedAt", decided_by_name as "decidedByName",
      decided_at as "decidedAt", reason, replaced_at as "replacedAt"
    from payout_details where organization_id = ${viewer.organizationId}::uuid
    order by (state in ('proposed', 'confirmed')) desc, id desc limit ${LATEST}`;
  const { openKept } = await sealedFields(tx);
  return Promise.all(
    rows.map(async (row) => ({
      ...row,
      account: maskedEnd(await openKept("payout_details.account", row.id, row.account)),
    })),
  );
}
