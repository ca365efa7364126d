import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { priceLines } from "../../domain/billing/adjustment-lines.ts";
import { invoiceLines, taxInvoiceLines } from "../../domain/billing/invoice-document.ts";
import { draftStatement } from "../../domain/billing/statement-draft.ts";
import { chargeStepMinor } from "../../domain/shared/currency.ts";
import { money } from "../../domain/shared/money.ts";
import { WORKED_FIGURES } from "../../test/factories/money-story.ts";
import { workedTerms } from "../../test/factories/worked-terms.ts";
import {
  openStripeWorld,
  type StripeWorld,
  webhookSecret,
} from "../../test/stripe-schemas/stripe-world.ts";
import { createStripePort, type StripePort } from "../ports/stripe/port.ts";

let world: StripeWorld;
let port: StripePort;
let customerId: string;
let made = 0;

beforeAll(async () => {
  world = await openStripeWorld();
  port = createStripePort({ apiKey: "sk_test_1", apiBase: world.standIn.url, webhookSecret });
  customerId = await port.ensureCustomer({
    ...{ organisationId: "org_1", name: "Acme", email: "billing@acme.example", country: "DE" },
    idempotencyKey: "customer",
  });
});
afterAll(() => world.stop());

/** A month: its fee in what the currency can charge, how each level went, and what is carried and taxed. */
const month = fc.record({
  currency: fc.constantFrom("EUR", "USD", "JPY", "KWD", "ISK", "UGX"),
  feeSteps: fc.bigInt({ min: 1n, max: 90_000_00n }),
  measured: fc.array(fc.integer({ min: 900, max: 1000 }), { minLength: 3, maxLength: 3 }),
  poolBps: fc.integer({ min: 1, max: 2500 }),
  carriedPercent: fc.integer({ min: 0, max: 130 }),
  taxPercent: fc.integer({ min: 0, max: 27 }),
});
type Month = typeof month extends fc.Arbitrary<infer T> ? T : never;

/** The invoice's total as our statement and tax have it, and the lines that Stripe is told. */
function ours({ currency, feeSteps, measured, poolBps, carriedPercent, taxPercent }: Month) {
  const step = chargeStepMinor(currency);
  const monthlyFeeMinor = String(feeSteps * step);
  const carriedMinor = -((feeSteps * BigInt(carriedPercent)) / 100n) * step;
  const terms = workedTerms({
    ...{ currency, monthlyFeeMinor, scheme: { kind: "at_risk_pool", poolBps, capBps: poolBps } },
  });
  const draft = draftStatement({
    ...{ id: crypto.randomUUID(), terms },
    levels: WORKED_FIGURES.map((level, at) => ({
      ...level,
      interval: null,
      measured: String((measured[at] ?? 0) / 10),
    })),
    also:
      carriedMinor === 0n
        ? []
        : [
            {
              ...{ kind: "carried_over", id: "carried_over/2026-09", period: "2026-09" },
              amountMinor: String(carriedMinor),
            },
          ],
  });
  const { figures, bundle } = draft;
  const taxMinor = (((figures.netMinor / step) * BigInt(taxPercent)) / 100n) * step;
  const taxes = [{ category: "S" as const, rateBps: taxPercent * 100, taxMinor }];
  const lines = [
    ...invoiceLines({
      ...{ title: "Books", period: "2026-10", currency, feeMinor: figures.feeMinor },
      credits: draft.credits.map((one) => ({ name: one.arithmetic.name, amountMinor: one.amountMinor })),
      others: priceLines(bundle, terms),
    }),
    ...taxInvoiceLines({ currency, taxes }),
  ];
  return { total: money(figures.netMinor + taxMinor, currency), lines };
}

test("P5: the total of any month's invoice is Stripe's total, as a draft and when it is open", async () => {
  await fc.assert(
    fc.asyncProperty(month, async (one) => {
      const { total, lines } = ours(one);
      made += 1;
      const key = `month-${made}`;
      const draft = await port.createDraftInvoice({
        ...{ customerId, currency: one.currency, lines, invoiceId: key, daysUntilDue: 14 },
        idempotencyKey: key,
      });
      expect(draft.total).toEqual(total);
      const open = await port.finalizeInvoice({
        ...{ stripeInvoiceId: draft.id, expectedTotal: total, idempotencyKey: `${key}:open` },
      });
      expect(open.total).toEqual(total);
    }),
    { numRuns: 30 },
  );
});
