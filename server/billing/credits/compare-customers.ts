import type { Temporal } from "temporal-polyfill";
import type { Viewer } from "../../../domain/identity/viewer.ts";
import type { Finding } from "../../../domain/ledger/recon-break.ts";
import { formatMoney } from "../../../domain/shared/format-money.ts";
import { money } from "../../../domain/shared/money.ts";
import type { Database } from "../../db.ts";
import type { StripePort } from "../../ports/stripe/port.ts";

type Deps = { db: Database; stripe: Pick<StripePort, "customerCredit">; viewer: Viewer };
type Kept = { organizationId: string; customerId: string; currency: string; creditMinor: bigint };

/**
 * Every buyer's credit (below 0 what its next invoice collects) by Stripe's customer against the books. Buyers
 * who never had any are not asked for, and those with a request to Stripe on its way are looked at the next
 * night; where the two differ the books are read again, because an event may have been booked meanwhile.
 */
export async function compareCustomers(deps: Deps, now: Temporal.Instant): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [customerId, kept] of byCustomer(await balancesInBooks(deps))) {
    const credit = await deps.stripe.customerCredit(customerId);
    const theirs = (currency: string) => credit.find((one) => one.currency === currency)?.amountMinor ?? 0n;
    if (kept.every((one) => theirs(one.currency) === one.creditMinor)) continue;
    const again = (await balancesInBooks(deps)).filter((one) => one.customerId === customerId);
    for (const one of again)
      if (theirs(one.currency) !== one.creditMinor)
        findings.push(findingOf(one, { theirsMinor: theirs(one.currency), now }));
  }
  return findings;
}

function balancesInBooks({ db, viewer }: Deps): Promise<Kept[]> {
  return db.withOrg(
    viewer,
    (tx) => tx.$queryRaw<Kept[]>`
      select organization_id as "organizationId", customer_id as "customerId", currency,
        credit_minor as "creditMinor" from app.customer_balances() order by customer_id, currency`,
  );
}

function byCustomer(rows: readonly Kept[]): Map<string, Kept[]> {
  const found = new Map<string, Kept[]>();
  for (const row of rows) found.set(row.customerId, [...(found.get(row.customerId) ?? []), row]);
  return found;
}

function findingOf(one: Kept, p: { theirsMinor: bigint; now: Temporal.Instant }): Finding {
  const { organizationId, customerId, currency, creditMinor } = one;
  const [theirs, ours] = [p.theirsMinor, creditMinor].map((minor) => formatMoney(money(minor, currency)));
  return {
    kind: "customer_balance_differs",
    subject: `${organizationId} ${currency}`,
    says: `Stripe keeps a credit of ${theirs} for ${customerId}; the books say ${ours}.`,
    currency,
    ...{ expectedMinor: p.theirsMinor, actualMinor: creditMinor, since: p.now, entryId: null },
  };
}
