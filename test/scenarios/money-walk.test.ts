import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { askCreditNote } from "../../server/billing/credits/ask-credit-note.ts";
import type { Contracted } from "../factories/contracted.ts";
import {
  accountManager,
  balanceOf,
  expectBooksAgree,
  FEE_LINE,
  openInvoiceOf,
  told,
} from "../factories/credit-story.ts";
import { payOnHostedPage, workedContract } from "../factories/money-story.ts";
import { hoursLater, reconciled } from "../factories/reconciled.ts";
import { canBePaidOut } from "../factories/stripe-story.ts";
import { MoneyModel } from "../oracle/money-model.ts";
import { openWorld, type World } from "../world.ts";

/** P9 of the list of properties: more of them with MONEY_WALKS=100. */
const WALKS = Number(process.env.MONEY_WALKS ?? 4);

let world: World;
const models: MoneyModel[] = [];

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** One step of a walk; which invoice and how much are shares of what there is. */
const step = fc.record({
  kind: fc.constantFrom("issue", "pay", "pay", "credit", "credit", "account"),
  which: fc.nat({ max: 99 }),
  percent: fc.oneof(fc.constant(100), fc.integer({ min: 1, max: 100 })),
  refund: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

type Walk = {
  story: Contracted;
  model: MoneyModel;
  ours: { invoiceId: string; hostedUrl: string }[];
  canBePaid: boolean;
};

test("P9: any walk of invoices, payments, credits, refunds and payouts leaves the books as the model", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.bigInt({ min: 100_00n, max: 9_000_00n }),
      fc.array(step, { minLength: 4, maxLength: 12 }),
      walk,
    ),
    { numRuns: WALKS, endOnFailure: true },
  );
  await hoursLater(world);
  expect(await reconciled(world)).toEqual([]);
});

async function walk(fee: bigint, steps: readonly Step[]): Promise<void> {
  const story = await workedContract(world, { monthlyFeeMinor: String(fee) });
  const on: Walk = { story, model: new MoneyModel(), ours: [], canBePaid: false };
  models.push(on.model);
  for (const one of [{ kind: "issue", which: 0, percent: 0, refund: false } as const, ...steps]) {
    await DO[one.kind](on, one);
    await expectSame(on);
  }
}

const DO: Record<Step["kind"], (on: Walk, step: Step) => Promise<void>> = {
  async issue(on) {
    const month = on.ours.length;
    const period = `2026-${String(month + 1).padStart(2, "0")}`;
    if (month >= 12) return;
    const { invoiceId, hostedUrl } = await openInvoiceOf(world, on.story, period);
    await told(world);
    const row = await world.row(
      `select i.total_minor as total, s.commission_minor as commission from invoice i
       join statement s on s.id = i.statement_id where i.id = $1`,
      [invoiceId],
    );
    on.model.issue(BigInt(row.total), BigInt(row.commission));
    on.ours.push({ invoiceId, hostedUrl });
  },
  async pay(on, { which }) {
    const open = on.model.invoices.flatMap((one, place) => (one.paid ? [] : [place]));
    const place = open[which % Math.max(open.length, 1)];
    if (place === undefined) return;
    await payOnHostedPage(on.ours[place]?.hostedUrl ?? "");
    await told(world);
    on.model.pay(place);
  },
  async credit(on, { which, percent, refund }) {
    const place = which % on.ours.length;
    const { model } = on;
    const left = model.left(place);
    const amount = (left * BigInt(percent)) / 100n;
    if (amount <= 0n) return;
    const { most, refundable } = model.givesBack(place, amount);
    const back = refund ? min(most, refundable) : 0n;
    await askCreditNote(world.caller(await accountManager(world)), {
      invoiceId: on.ours[place]?.invoiceId ?? "",
      lines: [{ position: FEE_LINE, netMinor: String(amount) }],
      reason: "service_not_met",
      memo: "A step of the walk",
      refundMinor: String(back),
    });
    await world.drainJobs();
    await told(world);
    model.credit(place, amount, back);
  },
  async account(on) {
    if (on.canBePaid) return;
    on.canBePaid = true;
    await canBePaidOut(world, on.story);
    await world.drainJobs();
  },
};

/** The books of both parties, the marketplace's fees, and Stripe's own account of it all. */
async function expectSame({ story, model }: Walk): Promise<void> {
  const want = model.books();
  const buyer = (code: string) => balanceOf(world, { code, organizationId: story.buyer.organizationId });
  const provider = (code: string) =>
    balanceOf(world, { code, organizationId: story.provider.organizationId });
  expect({
    receivable: await buyer("receivable"),
    buyer: (await buyer("buyer_credit")) + (await buyer("carried_balance")),
    refundOwed: await buyer("refund_payable"),
    providerPending: await provider("provider_pending"),
  }).toEqual({
    receivable: want.receivable,
    buyer: want.buyer,
    refundOwed: 0n,
    providerPending: want.providerPending,
  });
  const sent = await sentTo(story.provider.organizationId);
  const owed = -(await provider("provider_payable")) - (await provider("provider_receivable"));
  expect(owed + sent).toBe(want.providerEarned);
  const fees =
    (await balanceOf(world, { code: "fee_pending" })) + (await balanceOf(world, { code: "fee_income" }));
  expect(fees).toBe(models.reduce((sum, one) => sum + one.books().fees, 0n));
  await expectBooksAgree(world);
}

/** What left for the provider. */
async function sentTo(providerId: string): Promise<bigint> {
  const row = await world.row(
    `select coalesce(sum(coalesce(transfer_minor, amount_minor)), 0) as sent from payout
     where provider_id = $1 and stripe_transfer_id is not null`,
    [providerId],
  );
  return BigInt(row.sent);
}

const min = (a: bigint, b: bigint) => (a < b ? a : b);
