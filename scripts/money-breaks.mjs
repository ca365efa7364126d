/**
 * Guards of money and how each is taken out: what the break is, the edits that make it, and the tests that
 * have to notice. A guard that stands in two places is taken out of both.
 */
export const breaks = [
  {
    name: "unique-cause",
    says: "the books take the same event twice",
    edits: [
      {
        file: "prisma/migrations/0001_tables/migration.sql",
        find: 'CREATE UNIQUE INDEX "journal_entry_source_source_id_step_key"',
        put: 'CREATE INDEX "journal_entry_source_source_id_step_key"',
      },
      {
        file: "server/ledger/post-entry.ts",
        find: "on conflict (source, source_id, step) do nothing",
        put: "on conflict do nothing",
      },
    ],
    tests: ["test/scenarios/ledger.test.ts"],
  },
  {
    name: "round-half-even",
    says: "halves are rounded to the even neighbour",
    edits: [
      {
        file: "domain/shared/rational.ts",
        find: "const rounded = (2n * magnitude + denominator) / (2n * denominator);",
        put: `const whole = magnitude / denominator;
  const over = 2n * (magnitude % denominator);
  const up = over > denominator || (over === denominator && whole % 2n === 1n);
  const rounded = whole + (up ? 1n : 0n);`,
      },
    ],
    tests: ["domain/shared/rational.test.ts", "domain/service-levels/credit-arithmetic.test.ts"],
  },
  {
    name: "duplicate-events",
    says: "an event that came before is acted on again",
    edits: [
      {
        file: "server/billing/handle-stripe-event.ts",
        find: "if (!event || event.handledAt) return;",
        put: "if (!event) return;",
      },
      {
        file: "server/billing/receive-stripe-event.ts",
        find: "on conflict (id) do nothing",
        put: "on conflict (id) do update set handled_at = null",
      },
      {
        file: "server/billing/settle-invoice.ts",
        find: 'if (locked.state === "paid") return { changed: false };',
        put: "",
      },
    ],
    tests: ["test/scenarios/stripe-webhooks.test.ts"],
  },
  {
    name: "event-as-truth",
    says: "what an event says is believed instead of asked",
    edits: [
      {
        file: "server/billing/settle-if-paid.ts",
        find: "const mirror = await stripe.retrieveInvoice(p.stripeInvoiceId);",
        put: `const event = await deps.db.open.stripeEvent.findUniqueOrThrow({ where: { id: p.eventId ?? "" } });
  const said = (event.payload as any).data.object;
  const asked = await stripe.retrieveInvoice(p.stripeInvoiceId);
  const currency = asked.total.currency;
  const mirror = { ...asked, status: said.status,
    amountPaid: { amountMinor: BigInt(said.amount_paid), currency },
    total: { amountMinor: BigInt(said.total), currency } };`,
      },
    ],
    tests: ["test/scenarios/stripe-hint.test.ts"],
  },
  {
    name: "credit-sign",
    says: "a credit note is booked the wrong way round",
    edits: [
      {
        file: "domain/ledger/credit-recipes.ts",
        find: "memo: `Credit note ${p.number} on invoice ${p.invoiceNumber}`,\n    sign: 1n,",
        put: "memo: `Credit note ${p.number} on invoice ${p.invoiceNumber}`,\n    sign: -1n,",
      },
    ],
    tests: ["test/scenarios/credit-notes.test.ts", "test/scenarios/money-walk.test.ts"],
  },
  {
    name: "forgotten-reversal",
    says: "the bank takes the buyer's money back and the provider keeps its part",
    edits: [
      {
        file: "server/billing/disputes/keep-dispute.ts",
        find: 'if (takenFrom === "reversal") {',
        put: 'if (takenFrom === "reversal") return;\n  if (takenFrom === "reversal") {',
      },
    ],
    tests: ["test/scenarios/disputes.test.ts"],
  },
];
