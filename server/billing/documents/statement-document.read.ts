import type {
  BillingDocument,
  DocumentLine,
  DocumentTable,
} from "../../../domain/billing/documents/billing-document.ts";
import { frozenLevelsSchema } from "../../../domain/billing/frozen-level.ts";
import { monthName } from "../../../domain/billing/month-name.ts";
import { type StatementLine, statementLines } from "../../../domain/billing/statement-lines.ts";
import { statementName } from "../../../domain/billing/statement-name.ts";
import { whoBearsIt } from "../../../domain/billing/who-bears-it.ts";
import { formatMoney } from "../../../domain/shared/format-money.ts";
import { money } from "../../../domain/shared/money.ts";
import type { Tx } from "../../db.ts";
import {
  type AdjustingLine,
  adjustingLines,
  type StatementRow,
  statementPaper,
} from "../statement.read.ts";
import { dayIn, daysOf } from "./invoice-document.read.ts";

type Paper = Awaited<ReturnType<typeof statementPaper>>;

/** A statement as a document: what is due before tax and how it came about, who bears it, who approved. */
export async function statementDocument(tx: Tx, statement: StatementRow): Promise<BillingDocument> {
  const paper = await statementPaper(tx, statement);
  const corrections = await adjustingLines(tx, statement);
  const { period, netMinor, currency, title, providerName, buyerName } = statement;
  return {
    kind: "statement",
    number: `${period}-${statement.id.slice(-8)}`,
    title: `${statementName(statement)}, ${title}`,
    currency,
    issuedOn: dayIn(statement.createdAt, statement.zone),
    dueOn: null,
    period: daysOf(period),
    ...{ seller: null, buyer: null, providerName, buyerName, corrects: null },
    purchaseOrder: paper.terms.billing?.purchaseOrder?.number ?? null,
    costCentre: paper.terms.billing?.costCentre ?? null,
    lines: linesOf(statement, { paper, corrections }),
    taxes: [],
    ...{ netMinor, taxMinor: 0n, totalMinor: netMinor, netLabel: "Due before tax" },
    notes: [
      `Contract version ${paper.contractVersion}, rules ${paper.ruleVersion}, ${paper.itemCount} items.`,
      `Hash of the bundle that rebuilds it: ${statement.bundleHash}`,
    ],
    tables: [burdens(statement), approvals(statement, paper)],
  };
}

function linesOf(
  statement: StatementRow,
  { paper, corrections }: { paper: Paper; corrections: readonly AdjustingLine[] },
): DocumentLine[] {
  const { bundle, terms } = paper;
  const found = statementLines({ bundle, terms, levels: frozenLevelsSchema.parse(paper.levels) });
  const fee = found.charges?.map((one) => line(one.label, one.amountMinor, one.sentence)) ?? [
    line("Monthly fee", statement.feeMinor, `${statement.title}, contract v${paper.contractVersion}`),
  ];
  return [
    ...fee,
    ...found.lines.map((one) =>
      one.creditMinor > 0n
        ? line(`Credit: ${one.name}`, -one.creditMinor, `${measuredWords(one, statement)}. ${one.sentence}`)
        : line(one.name, 0n, measuredWords(one, statement)),
    ),
    ...found.adjustments
      .filter((one) => one.kind !== "correction")
      .map((one) => line(one.label, one.amountMinor, one.sentence)),
    ...corrections.map((one) => line(`Correction of ${monthName(one.period)}`, one.netMinor, null)),
  ];
}

/** The figure with what stands behind it. */
function measuredWords(one: StatementLine, { period }: StatementRow): string {
  const months = one.windowFrom && one.windowFrom !== period ? `${one.windowFrom} to ${period}` : period;
  const noun = one.n === 1 ? one.counts.slice(0, -1) : one.counts;
  const counted = one.counts === "items" && one.n > 0 ? `of ${one.n} ${noun}` : `${one.n || "no"} ${noun}`;
  const behind = `${counted}, ${months}, ${one.excluded || "none"} excluded`;
  return `Measured ${one.measured ?? "nothing"}, ${behind}; target ${one.target} ${one.unit}`;
}

function line(label: string, amountMinor: bigint, detail: string | null): DocumentLine {
  return { label, amountMinor, detail, tax: null };
}

function burdens(statement: StatementRow): DocumentTable {
  const show = (minor: bigint) => formatMoney(money(minor, statement.currency));
  const names = { buyer: "Buyer pays", provider: "Provider receives", commission: "Commission" };
  return {
    title: "Who bears it",
    head: ["Party", "Without credits", "This month", "Difference"],
    rows: whoBearsIt(statement).map(({ party, withoutMinor, nowMinor }) => [
      ...[names[party], show(withoutMinor), show(nowMinor), show(nowMinor - withoutMinor)],
    ]),
  };
}

function approvals(statement: StatementRow, paper: Paper): DocumentTable {
  const missing = statement.closing === 0 ? "not yet" : "with the correction";
  const said = (at: Date | null, who: string | null) =>
    at ? `${dayIn(at, statement.zone)}${who ? `, ${who}` : ""}` : missing;
  return {
    title: "Approvals",
    head: ["Side", "Approved"],
    rows: [
      [statement.buyerName, said(statement.buyerApprovedAt, paper.buyerApprover)],
      [statement.providerName, said(statement.providerApprovedAt, paper.providerApprover)],
    ],
  };
}
