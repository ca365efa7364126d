import {
  DISPUTE_MOVES,
  type EarningsSums,
  type EarningsTotal,
  type EarningsYear,
  yearTotals,
} from "../../../domain/billing/earnings.ts";
import { monthName } from "../../../domain/billing/month-name.ts";
import { dateWords } from "../../../domain/shared/date-words.ts";
import { formatMoney } from "../../../domain/shared/format-money.ts";
import { money } from "../../../domain/shared/money.ts";
import { openPaper } from "./open-paper.ts";
import type { Paper, PdfRow } from "./paper.ts";

/** A year of earnings as a tagged PDF, sections by provider and currency; the same year, the same bytes. */
export async function earningsPdf(year: EarningsYear): Promise<Buffer> {
  const sheet = await openPaper({ title: `Earnings of ${year.year}`, at: `${year.year}-12-31` });
  sheet.heading(1, `Earnings of ${year.year}`);
  sheet.paragraph(
    "Out of the books, by month. A summary for the provider's own accounts: no tax form, no invoice.",
  );
  const totals = yearTotals(year.months);
  if (totals.length === 0) sheet.paragraph("Nothing was earned in this year.");
  for (const total of totals) section(sheet, year, total);
  return sheet.done();
}

const SIX = [115, 60, 80, 80, 80, 80];
const FIGURES = [1, 2, 3, 4, 5];

function section(sheet: Paper, { year, months, disputes }: EarningsYear, total: EarningsTotal): void {
  const isOwn = (one: { providerId: string; currency: string }) =>
    one.providerId === total.providerId && one.currency === total.currency;
  const show = (minor: bigint) => formatMoney(money(minor, total.currency));
  const own = months.filter(isOwn);
  const earned = (name: string, row: EarningsSums, strong = false): PdfRow => ({
    cells: [
      ...[
        name,
        String(row.payments),
        show(row.grossMinor),
        show(row.commissionMinor),
        show(row.earnedMinor),
      ],
      show(row.earnedMinor - row.creditNotesMinor - row.lostMinor),
    ],
    strong,
  });
  const head = ["Month", "Payments", "Paid by buyers", "Commission", "Earned", "Less what was lost"];
  sheet.heading(2, `${total.providerName}, in ${total.currency}: what was earned`);
  const rows = [...own.map((one) => earned(monthName(one.month), one)), earned(String(year), total, true)];
  sheet.table({ columns: SIX, head, rows, numeric: FIGURES });

  sheet.heading(2, `${total.providerName}, in ${total.currency}: what became of it`);
  sheet.table({
    columns: [95, 80, 80, 80, 80, 80],
    head: ["Month", "Credit notes", "Lost to disputes", "Paid out", "Taken back", "Owed at the end"],
    rows: own.map((one) => ({
      cells: [
        ...[monthName(one.month), show(one.creditNotesMinor), show(one.lostMinor), show(one.paidOutMinor)],
        ...[show(one.returnedMinor), show(one.closingMinor)],
      ],
      detail: one.disputedMinor > 0n ? `${show(one.disputedMinor)} under dispute` : null,
    })),
    numeric: FIGURES,
  });
  const moves = disputes.filter(isOwn);
  if (moves.length === 0) return;
  sheet.heading(2, `${total.providerName}, in ${total.currency}: disputes`);
  sheet.table({
    columns: [115, 110, 170, 100],
    head: ["Day", "Invoice", "The provider's part", "Amount"],
    rows: moves.map((one) => ({
      cells: [dateWords(one.day), one.invoiceNumber, DISPUTE_MOVES[one.kind], show(one.amountMinor)],
    })),
    numeric: [3],
  });
}
