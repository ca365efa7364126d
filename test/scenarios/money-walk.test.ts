import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { askCreditNote } from "../../server/billing/credits/ask-credit-note.ts";
import { stateBooksCurrency } from "../../server/billing/exchange/state-books-currency.ts";
import { stateExchangeRate } from "../../server/billing/exchange/state-exchange-rate.ts";
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
import { colleague, member } from "../factories/people.ts";
import { hoursLater, reconciled } from "../factories/reconciled.ts";
import { canBePaidOut } from "../factories/stripe-story.ts";
import { MoneyModel } from "../oracle/money-model.ts";
import { openWorld, type World } from "../world.ts";

/** P9 of the list of properties: more of them with MONEY_WALKS=100. */
const WALKS = Number(process.env.MONEY_WALKS ?? 5);

/** Three currencies, and the books of both sides in a fourth: one unit of each is so many euros. */
const CURRENCIES = [
  { code: "USD", step: 1n, rate: "0.9224", worth: { numerator: 9224n, denominator: 10_000n } },
  { code: "JPY", step: 1n, rate: "0.006113", worth: { numerator: 6113n, denominator: 10_000n } },
  { code: "KWD", step: 10n, rate: "2.9983", worth: { numerator: 29_983n, denominator: 100_000n } },
] as const;

let world: World;
const models: MoneyModel[] = [];

beforeAll(async () => {
  world = await openWorld();
  const admin = await member(world, { name: "House", kind: "marketplace", role: "admin" });
  const validFrom = world.clock.now().toString().slice(0, 10);
  for (const { code: base, rate } of CURRENCIES)
    await stateExchangeRate(world.caller(admin), {
      ...{ base, quote: "EUR", rate, validFrom, source: "A bank", confirmed: false },
    });
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

/** One walk that every currency takes: a part is credited on account, the rest refunded. */
const SHORT: Step[] = (
  [
    ["pay", 0, true],
    ["account", 0, false],
    ["credit", 7, true],
    ["credit", 33, true],
    ["issue", 0, false],
    ["credit", 100, true],
  ] as const
).map(([kind, percent, refund]) => ({ kind, which: 0, percent, refund }));

type Walk = {
  story: Contracted;
  model: MoneyModel;
  ours: { invoiceId: string; hostedUrl: string }[];
  canBePaid: boolean;
};

test("P9: any walk of invoices, credits, refunds and payouts, in any currency, leaves the books as the model", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.bigInt({ min: 100_00n, max: 9_000_00n }),
      fc.array(step, { minLength: 4, maxLength: 12 }),
      fc.constantFrom(...CURRENCIES),
      walk,
    ),
    // However few they are, each currency has its walk.
    {
      ...{ numRuns: WALKS, endOnFailure: true },
      examples: CURRENCIES.map((one): [bigint, Step[], typeof one] => [5_000_00n, SHORT, one]),
    },
  );
  await hoursLater(world);
  expect(await reconciled(world)).toEqual([]);
});

async function walk(
  fee: bigint,
  steps: readonly Step[],
  currency: (typeof CURRENCIES)[number],
): Promise<void> {
  const story = await workedContract(world, {
    ...{ monthlyFeeMinor: String(fee * currency.step), currency: currency.code },
  });
  for (const kind of ["buyer", "provider"] as const) {
    const finance = await colleague(world, { ...story[kind], kind, role: "finance" });
    await stateBooksCurrency(world.caller(finance), { currency: "EUR" });
  }
  const on: Walk = { story, model: new MoneyModel(currency), ours: [], canBePaid: false };
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
    const part = (left * BigInt(percent)) / 100n;
    const amount = part - (part % model.currency.step);
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
  const { code: currency } = model.currency;
  const of = (code: string, organizationId?: string) =>
    balanceOf(world, { code, currency, ...(organizationId ? { organizationId } : {}) });
  const buyer = (code: string) => of(code, story.buyer.organizationId);
  const provider = (code: string) => of(code, story.provider.organizationId);
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
  const fees = (await of("fee_pending")) + (await of("fee_income"));
  const same = models.filter((one) => one.currency.code === currency);
  expect(fees).toBe(same.reduce((sum, one) => sum + one.books().fees, 0n));
  await expectBooksAgree(world, currency);
  expect(await statedOf(story)).toEqual(model.stated());
}

/** What the invoices, notes and refunds of a contract state in the currency of the buyer's books. */
async function statedOf({ engagementId }: Contracted): Promise<Record<string, bigint>> {
  const { rows } = await world.owner.query(
    `select f.purpose, sum(f.after_minor)::text as minor from fx_line f
     join invoice i on i.id = f.invoice_id join statement s on s.id = i.statement_id
     where s.engagement_id = $1 and f.purpose in ('total', 'credit', 'refund') group by 1`,
    [engagementId],
  );
  const stated = Object.fromEntries(rows.map(({ purpose, minor }) => [purpose, BigInt(minor)]));
  return { total: 0n, credit: 0n, refund: 0n, ...stated };
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
