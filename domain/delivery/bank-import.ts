import { isKnownCurrency, minorUnitExponent } from "../shared/currency.ts";
import { formatInstant, parseInstantNanoseconds, secondsOf } from "../shared/instant.ts";
import { sha256Hex } from "../shared/sha256.ts";
import { parseBankAmount } from "./bank-amount.ts";
import { BANK_COLUMNS, type BankColumn, type BankMapping } from "./bank-mapping.ts";
import { knownText } from "./import-cell.ts";
import type { ImportRefusal } from "./import-row.ts";
import type { ImportedWorkItem } from "./import-ticket.ts";
import { parseTimestamp } from "./import-timestamp.ts";
import { finishReading, type ImportReading } from "./service-desk-import.ts";

/**
 * Reads a bank's export, one row a transaction, each a work item that was opened on its day. Pure and
 * repeatable: a row without a reference of the bank's own is known by what it says and by how often the
 * file has said so, so that exports that overlap add nothing twice.
 */
export function readBankExport(input: {
  header: readonly string[];
  rows: Iterable<readonly string[]>;
  mapping: BankMapping;
  now: string;
}): ImportReading {
  const names = input.header.map((name) => name.replace(/^\uFEFF/, "").trim());
  const missing = Object.values(input.mapping.columns).filter((name) => name && !names.includes(name));
  if (missing.length > 0)
    return finishReading(
      [...new Set(missing)].map((name) => `The file has no column "${name}".`),
      [],
      [],
      { rows: 0, ticketsRefused: 0 },
    );
  const read = transactionReader(input.mapping, names, secondsOf(parseInstantNanoseconds(input.now) ?? 0n));
  const items = new Map<string, ImportedWorkItem>();
  const refusals: ImportRefusal[] = [];
  let line = 1;
  let rows = 0;
  for (const cells of input.rows) {
    line += 1;
    if (cells.every((cell) => cell.trim() === "")) continue;
    rows += 1;
    const item = read(cells, line);
    if ("reason" in item) refusals.push(item);
    else if (items.has(item.number))
      refusals.push({
        ...nowhere(line, item.number),
        reason: "This reference stands in the file already.",
      });
    else items.set(item.number, item);
  }
  const problems = rows === 0 ? ["The file has a header but no rows."] : [];
  return finishReading(problems, [...items.values()], refusals, { rows, ticketsRefused: 0 });
}

function transactionReader(mapping: BankMapping, names: readonly string[], now: number) {
  const places = new Map<BankColumn, number>();
  for (const column of BANK_COLUMNS) {
    const name = mapping.columns[column];
    if (name) places.set(column, names.indexOf(name));
  }
  const seen = new Map<string, number>();
  return (cells: readonly string[], row: number): ImportedWorkItem | ImportRefusal => {
    const text = (column: BankColumn) => knownText(cells[places.get(column) ?? -1]);
    const refuse = (column: BankColumn, reason: string): ImportRefusal => ({
      ...nowhere(row, text("reference")),
      column: mapping.columns[column] ?? null,
      value: text(column),
      reason,
    });
    const day = text("date");
    const at = day === null ? null : parseTimestamp(day, mapping.zone, mapping.timestamps);
    if (at === null)
      return refuse("date", day === null ? "The day is missing." : `"${day}" is not a day we can read.`);
    if (at > now) return refuse("date", `"${day}" lies in the future.`);
    const currency = (text("currency") ?? mapping.currency).toUpperCase();
    if (!isKnownCurrency(currency)) return refuse("currency", `"${currency}" is not a currency we know.`);
    const amount = amountOf(mapping, text, currency);
    if ("reason" in amount) return refuse(amount.column, amount.reason);
    const facts = { account: text("account"), payee: text("payee"), memo: text("memo"), currency };
    const said = [facts.account, at, String(amount.minor), currency, facts.payee, facts.memo];
    return transaction({ row, at, minor: amount.minor, facts, type: mapping.workItemType }, () => {
      const own = text("reference");
      if (own !== null) return own;
      const times = (seen.get(JSON.stringify(said)) ?? 0) + 1;
      seen.set(JSON.stringify(said), times);
      return `B-${sha256Hex(JSON.stringify([...said, times])).slice(0, 20)}`;
    });
  };
}

function amountOf(
  mapping: BankMapping,
  text: (column: BankColumn) => string | null,
  currency: string,
): { minor: bigint } | { column: BankColumn; reason: string } {
  const { decimalSign } = mapping;
  let minor: bigint | null = null;
  for (const column of ["amount", "moneyIn", "moneyOut"] as const) {
    const written = text(column);
    if (written === null) continue;
    const read = parseBankAmount(written, { currency, decimalSign });
    if (read === null) {
      const decimals = minorUnitExponent(currency);
      const how = `a decimal ${decimalSign} and ${decimals} decimals at most`;
      const reason = `"${written}" is no amount in ${currency} with ${how}.`;
      return { column, reason };
    }
    if (read === 0n && column !== "amount") continue;
    if (minor !== null) return { column, reason: "The row says an amount twice." };
    minor = column === "moneyOut" && read > 0n ? -read : read;
  }
  if (minor === null) return { column: "amount", reason: "The amount is missing." };
  return { minor: mapping.sign === "reversed" ? -minor : minor };
}

function transaction(
  p: {
    row: number;
    at: number;
    minor: bigint;
    facts: { account: string | null; payee: string | null; memo: string | null; currency: string };
    type: string;
  },
  numbered: () => string,
): ImportedWorkItem {
  const number = numbered().slice(0, 120);
  const at = formatInstant(p.at);
  const known = Object.entries(p.facts).filter(([, value]) => value !== null);
  return {
    number,
    type: p.type,
    title: (p.facts.payee ?? p.facts.memo ?? `Transaction ${number}`).slice(0, 200),
    priority: null,
    state: "new",
    openedAt: at,
    category: null,
    requester: null,
    assignmentGroup: null,
    assignee: null,
    reopenCount: null,
    deskMadeSla: null,
    fields: { ...Object.fromEntries(known), amountMinor: String(p.minor) },
    events: [{ sourceKey: `${number}/opened/start`, at, type: "start", row: p.row }],
    rows: [p.row],
  };
}

function nowhere(row: number, number: string | null): Omit<ImportRefusal, "reason"> {
  return { row, number, column: null, value: null, scope: "row" };
}
