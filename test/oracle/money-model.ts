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

/** Stripe carries anything smaller to the next invoice, in dollars. */
const LEAST_CHARGE = 50n;

export class MoneyModel {
  readonly invoices: ModelInvoice[] = [];
  /** As Stripe keeps it: below 0 the buyer has credit, above 0 something was carried over. */
  balance = 0n;

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
    const open = this.invoices.filter((one) => !one.paid);
    const paid = this.invoices.filter((one) => one.paid);
    return {
      receivable: sum(open.map((one) => one.due)),
      buyer: this.balance,
      providerPending: -sum(open.map(providerLeft)),
      /** Owed, held, sent and owed back together. */
      providerEarned: sum(paid.map(providerLeft)),
      fees: -sum(this.invoices.map(commissionLeft)),
      collected: sum(this.invoices.map((one) => one.charged - one.refunded)),
    };
  }
}

/** The commission on what is left of an invoice, half a unit upwards: never on what was credited. */
function commissionLeft({ total, commission, credited }: ModelInvoice): bigint {
  if (total === 0n) return 0n;
  return commission - (2n * commission * credited + total) / (2n * total);
}

function providerLeft(one: ModelInvoice): bigint {
  return one.total - one.credited - commissionLeft(one);
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((all, one) => all + one, 0n);
}
