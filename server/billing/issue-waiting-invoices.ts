import { TaxUndecided } from "../../domain/billing/errors.ts";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import { ExchangeRateMissing } from "../../domain/ledger/exchange-rate.ts";
import { issueInvoice } from "./issue-invoice.ts";
import { type MirrorDeps, mirrorInvoice } from "./mirror-invoice.ts";

/**
 * Issues the invoice of an approved statement and brings it to Stripe. Where its tax cannot be decided, or a
 * sum cannot be stated in a currency that it has to be stated in, the statement stays approved, the page says
 * what is missing, and the job is done: it is taken up again when somebody states it.
 */
export async function issueApproved(
  deps: MirrorDeps,
  { statementId, organizationId }: { statementId: string; organizationId: string },
): Promise<void> {
  const viewer = systemViewer(organizationId, `statement.approved:${statementId}`);
  const invoiceId = await issueInvoice({ db: deps.db, clock: deps.clock, viewer }, { statementId }).then(
    (issued) => issued.invoiceId,
    (error: unknown) => {
      if (!(error instanceof TaxUndecided || error instanceof ExchangeRateMissing)) throw error;
      deps.logger.warn({ statementId, code: error.code }, error.message);
      return null;
    },
  );
  if (invoiceId) await mirrorInvoice(deps, { invoiceId, organizationId });
}

/** Takes up every approved statement of a buyer that has no invoice yet, the oldest month first. */
export async function issueWaitingInvoices(
  deps: MirrorDeps,
  { organizationId }: { organizationId: string },
): Promise<void> {
  const viewer = systemViewer(organizationId, `tax_identity.stated:${organizationId}`);
  const waiting = await deps.db.withOrg(viewer, (tx) =>
    tx.statement.findMany({
      where: { organizationId, state: "approved" },
      select: { id: true },
      orderBy: [{ period: "asc" }, { id: "asc" }],
    }),
  );
  for (const { id } of waiting) await issueApproved(deps, { statementId: id, organizationId });
}
