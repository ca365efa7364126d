import { systemViewer } from "../../domain/identity/system-viewer.ts";
import type { StripePort } from "../ports/stripe/port.ts";
import { type OperationDeps, runOperation } from "./stripe-operation.ts";

type Deps = OperationDeps & { stripe: StripePort };

/**
 * The buyer's customer with Stripe: the known one, or a new one made once for the organisation. Two
 * invoices that need it at once share the operation and so its key, and Stripe answers both with one
 * customer.
 */
export async function ensureStripeCustomer(
  deps: Deps,
  { organizationId }: { organizationId: string },
): Promise<string> {
  const viewer = systemViewer(organizationId, `customer:${organizationId}`);
  const facts = await deps.db.withOrg(viewer, async (tx) => ({
    known: await tx.stripeCustomer.findUnique({ where: { organizationId } }),
    organization: await tx.organization.findUniqueOrThrow({ where: { id: organizationId } }),
    members: await tx.membership.findMany({
      where: { organizationId, endedAt: null },
      include: { user: true },
      orderBy: { createdAt: "asc" },
    }),
  }));
  if (facts.known) return facts.known.customerId;
  const { name, country } = facts.organization;
  const contact = facts.members.find((one) => one.role === "finance") ?? facts.members[0];
  const email = contact?.user.email ?? "";
  const customerId = await runOperation<string>(deps, {
    kind: "customer.create",
    subjectId: organizationId,
    organizationId,
    providerId: organizationId,
    request: { name, email, country },
    send: (idempotencyKey) =>
      deps.stripe.ensureCustomer({ organisationId: organizationId, name, email, country, idempotencyKey }),
    // A customer without an invoice moves no money, so one that was made unseen may stay behind.
    lookUp: async () => null,
  });
  const kept = await deps.db.withOrg(viewer, async (tx) => {
    await tx.$executeRaw`insert into stripe_customer (organization_id, customer_id)
      values (${organizationId}::uuid, ${customerId}) on conflict (organization_id) do nothing`;
    return tx.stripeCustomer.findUniqueOrThrow({ where: { organizationId } });
  });
  return kept.customerId;
}
