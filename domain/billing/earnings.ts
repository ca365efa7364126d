import { csvTable } from "../shared/csv.ts";
import { toDecimalString } from "../shared/format-money.ts";
import { money } from "../shared/money.ts";

/** What a provider earned in some time, in one currency; minor units, each a sum of legs of the books. */
export type EarningsSums = {
  /** How many invoices were paid. */
  payments: number;
  /** What buyers paid for the provider's work, before tax, and the marketplace's commission on it. */
  grossMinor: bigint;
  commissionMinor: bigint;
  earnedMinor: bigint;
  /** What credit notes took back, and what disputes did that were lost (less losses undone); above 0. */
  creditNotesMinor: bigint;
  lostMinor: bigint;
  /** What was transferred, by Stripe or a bank, and what banks had taken back of it while they decided. */
  paidOutMinor: bigint;
  returnedMinor: bigint;
};

/** A provider's month in a currency; months are those of the provider's zone. */
export type EarningsMonth = EarningsSums & {
  providerId: string;
  providerName: string;
  /** "2026-11" */
  month: string;
  currency: string;
  /** Owed, held, in reserve and under dispute at the month's end, less what the provider owes. */
  closingMinor: bigint;
  /** What of it is under dispute. */
  disputedMinor: bigint;
};

export type EarningsTotal = EarningsSums & Pick<EarningsMonth, "providerId" | "providerName" | "currency">;

/** What happened to a provider's part of a disputed payment. */
export const DISPUTE_MOVES = {
  set_aside: "Set aside",
  reversed: "Taken back from the account",
  released: "Given back",
  lost: "Lost",
  loss_undone: "Loss undone",
} as const;

export type EarningsDispute = Pick<EarningsMonth, "providerId" | "providerName" | "currency"> & {
  disputeId: string;
  invoiceNumber: string;
  /** The day in the provider's zone, as 2026-11-23. */
  day: string;
  kind: keyof typeof DISPUTE_MOVES;
  amountMinor: bigint;
};

/** A year of earnings: the months in which something happened, their sums, and what disputes did. */
export type EarningsYear = {
  year: number;
  months: readonly EarningsMonth[];
  disputes: readonly EarningsDispute[];
};

/** The sums of the months by provider and currency, in the order in which they come first. */
export function yearTotals(months: readonly EarningsMonth[]): EarningsTotal[] {
  const totals = new Map<string, EarningsTotal>();
  for (const month of months) {
    const { providerId, providerName, currency } = month;
    const key = `${providerId} ${currency}`;
    const before = totals.get(key) ?? { ...NOTHING, providerId, providerName, currency };
    totals.set(key, { ...before, ...sumOf(before, month) });
  }
  return [...totals.values()];
}

const NOTHING: EarningsSums = {
  payments: 0,
  ...{ grossMinor: 0n, commissionMinor: 0n, earnedMinor: 0n, creditNotesMinor: 0n, lostMinor: 0n },
  ...{ paidOutMinor: 0n, returnedMinor: 0n },
};

function sumOf(a: EarningsSums, b: EarningsSums): EarningsSums {
  return {
    payments: a.payments + b.payments,
    grossMinor: a.grossMinor + b.grossMinor,
    commissionMinor: a.commissionMinor + b.commissionMinor,
    earnedMinor: a.earnedMinor + b.earnedMinor,
    creditNotesMinor: a.creditNotesMinor + b.creditNotesMinor,
    lostMinor: a.lostMinor + b.lostMinor,
    paidOutMinor: a.paidOutMinor + b.paidOutMinor,
    returnedMinor: a.returnedMinor + b.returnedMinor,
  };
}

const decimal = (minor: bigint, currency: string) => toDecimalString(money(minor, currency));

/** The sums as a program reads them: decimals of the currency. */
function written(row: EarningsSums & { currency: string }) {
  const text = (minor: bigint) => decimal(minor, row.currency);
  return {
    payments: row.payments,
    grossPaidByBuyers: text(row.grossMinor),
    commission: text(row.commissionMinor),
    earned: text(row.earnedMinor),
    creditNotes: text(row.creditNotesMinor),
    lostToDisputes: text(row.lostMinor),
    net: text(row.earnedMinor - row.creditNotesMinor - row.lostMinor),
    paidOut: text(row.paidOutMinor),
    takenBackForDisputes: text(row.returnedMinor),
  };
}

/** A year for programs. */
export function earningsJson({ year, months, disputes }: EarningsYear): Record<string, unknown> {
  const whose = ({ providerId, providerName, currency }: EarningsTotal | EarningsDispute) => ({
    provider: { id: providerId, name: providerName },
    currency,
  });
  return {
    year,
    totals: yearTotals(months).map((one) => ({ ...whose(one), ...written(one) })),
    months: months.map((one) => ({
      ...{ ...whose(one), month: one.month, ...written(one) },
      owedAtTheEnd: decimal(one.closingMinor, one.currency),
      ofItUnderDispute: decimal(one.disputedMinor, one.currency),
    })),
    disputes: disputes.map((one) => ({
      ...{
        ...whose(one),
        day: one.day,
        dispute: one.disputeId,
        invoice: one.invoiceNumber,
        kind: one.kind,
      },
      amount: decimal(one.amountMinor, one.currency),
    })),
  };
}

const HEAD = [
  ...["provider", "month", "currency", "payments", "gross paid by buyers", "commission", "earned"],
  ...["credit notes", "lost to disputes", "net of the month", "paid out", "taken back for disputes"],
  ...["owed at the end", "of it under dispute"],
];

/** A year for spreadsheets: a line a month, and after the months of a provider and currency their sums. */
export function earningsCsv({ year, months }: EarningsYear): string {
  const rows = yearTotals(months).flatMap((total) => {
    const own = months.filter(
      (one) => one.providerId === total.providerId && one.currency === total.currency,
    );
    const ends = (one: EarningsMonth) => [one.closingMinor, one.disputedMinor];
    const last = own.at(-1);
    return [
      ...own.map((one) => csvRow(one, one.month, ends(one))),
      csvRow(total, String(year), last ? ends(last) : []),
    ];
  });
  return csvTable([HEAD, ...rows]);
}

function csvRow(row: EarningsTotal, time: string, ends: bigint[]) {
  const { payments, ...sums } = written(row);
  const figures = [...Object.values(sums), ...ends.map((minor) => decimal(minor, row.currency))];
  const cells = [{ number: String(payments) }, ...figures.map((number) => ({ number }))];
  return [row.providerName, time, row.currency, ...cells];
}
