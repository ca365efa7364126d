import { z } from "zod";
import { StripeOutOfReach, StripeSaidNo } from "../../domain/billing/errors.ts";
import { isMethodKind } from "../../domain/billing/payment-method.ts";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import { NotAllowed, NotFound, parseInput } from "../../domain/shared/refusals.ts";
import { type Clock, toDate } from "../clock.ts";
import { type Caller, command, type Deed } from "../command.ts";
import type { Database } from "../db.ts";
import { isId } from "../party-scope.ts";
import { StripeRefused, StripeUnknownOutcome } from "../ports/stripe/errors.ts";
import type { StripeSetup } from "../ports/stripe/payment-methods.ts";
import type { StripePort } from "../ports/stripe/port.ts";
import { ensureStripeCustomer } from "./stripe-customer.ts";
import { runOperation } from "./stripe-operation.ts";

const input = z.object({
  currency: z.string().regex(/^[A-Z]{3}$/, "Write a currency of three letters, such as EUR."),
  returnUrl: z.url({ protocol: /^https?$/ }),
});

const beginSetup = command({
  name: "payment_method.set_up",
  permission: "payment_method:manage",
  run: async (deed: Deed, { currency }: { currency: string }): Promise<{ setupId: string }> => {
    const { viewer, now } = deed;
    if (viewer.organizationKind !== "buyer") throw new NotAllowed("Only a buyer saves ways to pay.");
    const setup = await deed.tx.paymentSetup.create({
      data: {
        organizationId: viewer.organizationId,
        currency,
        state: "asked",
        startedById: viewer.userId,
        startedByName: viewer.name,
        startedAt: toDate(now),
      },
      select: { id: true },
    });
    deed.about("payment_setup", setup.id, { currency });
    return { setupId: setup.id };
  },
});

/**
 * Opens Stripe's page on which the buyer saves a card or a bank account; no number of theirs passes through
 * us. Permission payment_method:manage, buyers only. Throws NotAllowed, InvalidInput, StripeOutOfReach,
 * StripeSaidNo.
 */
export async function startPaymentSetup(
  caller: Caller,
  p: { stripe: StripePort; currency: string; returnUrl: string },
): Promise<{ url: string; setupId: string }> {
  const { currency, returnUrl } = parseInput(input, p);
  const { stripe } = p;
  const { db, clock, viewer } = caller;
  const { organizationId } = viewer;
  const { setupId } = await beginSetup(caller, { currency });
  const deps = { db, clock, stripe };
  try {
    const customerId = await ensureStripeCustomer(deps, { organizationId });
    const successUrl = `${returnUrl}?setup=${setupId}`;
    const setup = await runOperation<StripeSetup>(deps, {
      kind: "payment_setup.open",
      subjectId: setupId,
      organizationId,
      providerId: organizationId,
      request: { customerId, currency, successUrl },
      send: (idempotencyKey) =>
        stripe.startSetup({
          ...{ customerId, currency, setupId, organizationId, idempotencyKey },
          ...{ successUrl, cancelUrl: returnUrl },
        }),
      // A page that was opened unseen saves nothing by itself and ends within a day.
      lookUp: async () => null,
    });
    if (!setup.url) throw new StripeOutOfReach();
    await db.withOrg(systemViewer(organizationId, `setup:${setupId}`), (tx) =>
      tx.paymentSetup.updateMany({
        where: { id: setupId, state: "asked" },
        data: {
          state: "waiting",
          sessionId: setup.sessionId,
          url: setup.url,
          expiresAt: new Date(setup.expiresAtEpochSeconds * 1000),
        },
      }),
    );
    return { url: setup.url, setupId };
  } catch (error) {
    if (error instanceof StripeUnknownOutcome) throw new StripeOutOfReach();
    if (error instanceof StripeRefused) throw new StripeSaidNo(error.message);
    throw error;
  }
}

type Deps = { db: Database; clock: Clock; stripe: Pick<StripePort, "retrieveSetup"> };

/**
 * Looks at a hosted page of the organisation's and keeps what was saved on it, once: after the buyer came
 * back, or when an event says so. Answers whether there is a method. Throws NotFound for a page of nobody's.
 */
export async function finishPaymentSetup(
  deps: Deps,
  p: { organizationId: string; setupId?: string; sessionId?: string },
): Promise<{ saved: boolean }> {
  if (p.setupId && !isId(p.setupId)) throw new NotFound("page of Stripe's");
  const viewer = systemViewer(p.organizationId, `setup:${p.setupId ?? p.sessionId}`);
  const known = await deps.db.withOrg(viewer, (tx) =>
    tx.paymentSetup.findFirst({
      where: {
        organizationId: p.organizationId,
        ...(p.setupId ? { id: p.setupId } : { sessionId: p.sessionId ?? "" }),
      },
    }),
  );
  if (p.setupId && !known) throw new NotFound("page of Stripe's");
  const sessionId = known?.sessionId ?? (p.setupId ? null : p.sessionId);
  if (!sessionId || known?.state === "saved") return { saved: known?.state === "saved" };
  const setup = await deps.stripe.retrieveSetup(sessionId);
  const setupId = known?.id ?? setup.metadata.setup_id;
  if (!setupId || setup.metadata.organization_id !== p.organizationId) return { saved: false };
  if (setup.status !== "complete" && setup.status !== "expired") return { saved: false };
  return keepSetup({ db: deps.db, clock: deps.clock, viewer }, { setupId, setup });
}

const keepSetup = command({
  name: "payment_method.keep",
  permission: "statement:approve",
  run: async (deed: Deed, p: { setupId: string; setup: StripeSetup }): Promise<{ saved: boolean }> => {
    const { tx, viewer, now } = deed;
    const { organizationId } = viewer;
    deed.about("payment_setup", p.setupId);
    const [row] = await tx.$queryRaw<{ state: string; currency: string; by: string }[]>`
      select state, currency, started_by_name as by from payment_setup
      where id = ${p.setupId}::uuid and organization_id = ${organizationId}::uuid for update`;
    if (!row || row.state === "saved") return { saved: row?.state === "saved" };
    const { method } = p.setup;
    const isKept = method !== null && isMethodKind(method.type);
    await tx.paymentSetup.update({
      where: { id: p.setupId },
      data: { state: isKept ? "saved" : "ended", closedAt: toDate(now), sessionId: p.setup.sessionId },
    });
    if (!method || !isKept) return { saved: false };
    // Two tabs that save at once must not both find that there is no default yet.
    await tx.$queryRaw`select id from organization where id = ${organizationId}::uuid for no key update`;
    const others = await tx.paymentMethod.count({ where: { organizationId, isDefault: true } });
    await tx.$executeRaw`
      insert into payment_method (organization_id, kind, stripe_payment_method_id, currency, brand, last4,
        exp_month, exp_year, mandate_id, mandate_status, is_default, added_by_name, added_at)
      values (${organizationId}::uuid, ${method.type}, ${method.id}, ${row.currency}, ${method.brand},
        ${method.last4}, ${method.expires?.month ?? null}, ${method.expires?.year ?? null},
        ${method.mandate?.id ?? null}, ${method.mandate?.status ?? null}, ${others === 0}, ${row.by},
        ${toDate(now)}::timestamptz)
      on conflict (stripe_payment_method_id) do nothing`;
    return { saved: true };
  },
});
