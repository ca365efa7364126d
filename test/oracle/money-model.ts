/**
 * A buyer, a provider and what is between them, in the plainest form that can be right: whole minor units,
 * no journal, no Stripe. The walk of money holds the books against it after every step.
 */
export type ModelInvoice = {
  total: bigint;
  commission: bigint;
  /** What its credit notes have taken off so far. */
  credited: bigint;
  due: bigint;
  /** Collected by a charge, and of that given back. */
  charged: bigint;
  refunded: bigint;
  paid: boolean;
};

/** A currency, what it is charged in whole multiples of, and its worth in the one that the books are in. */
export type ModelCurrency = {
  code: string;
  step: bigint;
  worth: { numerator: bigint; denominator: bigint };
};

/** Stripe carries anything smaller to the next invoice, in dollars, yen and dinars alike. */
const LEAST_CHARGE = 50n;

export class MoneyModel {
  readonly invoices: ModelInvoice[] = [];
  /** As Stripe keeps it: below 0 the buyer has credit, above 0 something was carried over. */
  balance = 0n;

  readonly currency: ModelCurrency;

  constructor(currency: ModelCurrency) {
    this.currency = currency;
  }

  /** What all of it comes to in the other currency: each sum of an invoice is rounded once. */
  stated() {
    const { numerator, denominator } = this.currency.worth;
    const worth = (minor: bigint) => (2n * minor * numerator + denominator) / (2n * denominator);
    return {
      total: sum(this.invoices.map((one) => worth(one.total))),
      credit: sum(this.invoices.map((one) => worth(one.credited))),
      refund: sum(this.invoices.map((one) => worth(one.refunded))),
    };
  }

  /** An invoice is opened: the balance is settled with it first. Answers its place. */
  issue(total: bigint, commission: bigint): number {
    const one = { total, commission, credited: 0n, due: 0n, charged: 0n, refunded: 0n, paid: false };
    const asked = total + this.balance;
    one.due = asked > 0n ? asked : 0n;
    this.balance = asked > 0n ? 0n : asked;
    if (one.due < LEAST_CHARGE) {
      this.balance += one.due;
      one.due = 0n;
    }
    one.paid = one.due === 0n;
    return this.invoices.push(one) - 1;
  }

  pay(place: number): void {
    const one = this.at(place);
    one.charged = one.due;
    one.due = 0n;
    one.paid = true;
  }

  /** What a credit note of this much would give back, beside what it takes off what is due. */
  givesBack(place: number, amount: bigint): { most: bigint; refundable: bigint } {
    const one = this.at(place);
    return { most: amount > one.due ? amount - one.due : 0n, refundable: one.charged - one.refunded };
  }

  credit(place: number, amount: bigint, refund: bigint): void {
    const one = this.at(place);
    const { most } = this.givesBack(place, amount);
    one.credited += amount;
    one.due -= amount - most;
    one.refunded += refund;
    this.balance -= most - refund;
    if (one.due === 0n) one.paid = true;
  }

  left(place: number): bigint {
    const one = this.at(place);
    return one.total - one.credited;
  }

  at(place: number): ModelInvoice {
    const one = this.invoices[place];
    if (!one) throw new RangeError(`There is no invoice ${place}.`);
    return one;
  }

  /** What the accounts have to hold, debit above 0. */
  books() {
    const { step } = this.currency;
    const open = this.invoices.filter((one) => !one.paid);
    const paid = this.invoices.filter((one) => one.paid);
    return {
      receivable: sum(open.map((one) => one.due)),
      buyer: this.balance,
      providerPending: -sum(open.map((one) => providerLeft(one, step))),
      /** Owed, held, sent and owed back together. */
      providerEarned: sum(paid.map((one) => providerLeft(one, step))),
      fees: -sum(this.invoices.map((one) => commissionLeft(one, step))),
      collected: sum(this.invoices.map((one) => one.charged - one.refunded)),
    };
  }
}

/** The commission on what is left of an invoice, half a step upwards: never on what was credited. */
function commissionLeft({ total, commission, credited }: ModelInvoice, step: bigint): bigint {
  if (total === 0n) return 0n;
  return commission - ((2n * commission * credited + total * step) / (2n * total * step)) * step;
}

function providerLeft(one: ModelInvoice, step: bigint): bigint {
  return one.total - one.credited - commissionLeft(one, step);
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((all, one) => all + one, 0n);
}
