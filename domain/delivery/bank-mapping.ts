import { z } from "zod";
import { isKnownCurrency } from "../shared/currency.ts";
import { isZone } from "../shared/zone-offsets.ts";

/** The columns of a bank's export that we read; each holds the name of a header, or is left out. */
export const BANK_COLUMNS = [
  "date",
  "amount",
  "moneyIn",
  "moneyOut",
  "payee",
  "memo",
  "account",
  "currency",
  "reference",
] as const;
export type BankColumn = (typeof BANK_COLUMNS)[number];

const header = z.string().trim().min(1, "Choose a column.");
const optional = header.optional();

/** How one bank's export becomes transactions, one work item each. */
export const bankMappingSchema = z
  .strictObject({
    shape: z.literal("bank_transactions"),
    zone: z.string().refine(isZone, { error: "Choose a time zone such as America/Sao_Paulo." }),
    timestamps: z.enum(["day_first", "month_first"]),
    workItemType: z.string().min(1, "Choose the type of work."),
    columns: z.strictObject({
      date: header,
      amount: optional,
      moneyIn: optional,
      moneyOut: optional,
      payee: optional,
      memo: optional,
      account: optional,
      currency: optional,
      reference: optional,
    }),
    decimalSign: z.enum(["point", "comma"]),
    /** Some banks write money that leaves the account without a minus, and what comes in with one. */
    sign: z.enum(["as_written", "reversed"]),
    /** For rows that name no currency of their own. */
    currency: z.string().refine(isKnownCurrency, { error: "Choose a currency such as EUR." }),
  })
  .superRefine((mapping, context) => {
    const { amount, moneyIn, moneyOut } = mapping.columns;
    if (!amount && !moneyIn && !moneyOut)
      context.addIssue({
        code: "custom",
        path: ["columns", "amount"],
        message: "Choose the column with the amount, or those with money in and money out.",
      });
  });

export type BankMapping = z.infer<typeof bankMappingSchema>;

/** Header names, best first, as banks write them in English, German, Portuguese, Spanish and French. */
const NAMES: Record<BankColumn, readonly string[]> = {
  date: [
    ...[
      "date",
      "booking date",
      "posting date",
      "posted",
      "transaction date",
      "value date",
      "completed date",
    ],
    ...["buchungstag", "buchungsdatum", "data", "data lancamento", "fecha", "date operation"],
  ],
  amount: ["amount", "betrag", "valor", "importe", "montant", "transaction amount"],
  moneyIn: ["money in", "credit", "credit amount", "paid in", "deposit", "deposits", "haben", "entrada"],
  moneyOut: [
    ...["money out", "debit", "debit amount", "paid out", "withdrawal", "withdrawals", "soll", "saida"],
  ],
  payee: [
    ...["payee", "counterparty", "merchant", "name", "beneficiary", "beguenstigter/zahlungspflichtiger"],
    ...["empfaenger", "favorecido", "beneficiario"],
  ],
  memo: [
    ...["memo", "description", "details", "narrative", "reference text", "particulars", "verwendungszweck"],
    ...["descricao", "historico", "concepto", "libelle"],
  ],
  account: ["account", "account number", "iban", "auftragskonto", "conta", "cuenta", "compte"],
  currency: ["currency", "ccy", "wahrung", "waehrung", "moeda", "divisa", "devise"],
  reference: ["transaction id", "id", "fitid", "reference", "bank reference", "transaction reference"],
};

/** Whether the header is that of a bank: a day, money, and nothing that only a ticket has. */
export function looksLikeBank(fileHeader: readonly string[]): boolean {
  const { date, amount, moneyIn, moneyOut } = columnsIn(fileHeader);
  const ticket = fileHeader.some((name) => /status|state|priority|ticket|issue|incident/i.test(name));
  return date !== undefined && (amount ?? moneyIn ?? moneyOut) !== undefined && !ticket;
}

/** A first mapping from the header and some amounts; the wizard shows it for correction. */
export function guessBankMapping(
  fileHeader: readonly string[],
  rows: readonly (readonly string[])[],
  known: { zone: string; workItemType: string; currency: string },
): BankMapping {
  const columns = columnsIn(fileHeader);
  const amounts = [columns.amount, columns.moneyIn, columns.moneyOut].flatMap((name) => {
    const place = name === undefined ? -1 : fileHeader.indexOf(name);
    return place < 0 ? [] : rows.slice(0, 200).map((cells) => cells[place] ?? "");
  });
  const commas = amounts.filter((text) => /,\d{1,2}\D*$/.test(text)).length;
  const points = amounts.filter((text) => /\.\d{1,2}\D*$/.test(text)).length;
  return {
    shape: "bank_transactions",
    timestamps: "day_first",
    ...known,
    columns: { ...columns, date: columns.date ?? "" },
    decimalSign: commas > points ? "comma" : "point",
    sign: "as_written",
  };
}

function columnsIn(fileHeader: readonly string[]): Partial<Record<BankColumn, string>> {
  const found: Partial<Record<BankColumn, string>> = {};
  const taken = new Set<string>();
  for (const column of BANK_COLUMNS)
    for (const name of NAMES[column]) {
      const match = fileHeader.find((one) => plain(one) === name && !taken.has(one));
      if (match === undefined || found[column] !== undefined) continue;
      found[column] = match.trim();
      taken.add(match);
    }
  return found;
}

function plain(name: string): string {
  return name
    .replace(/^\uFEFF/, "")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, " ");
}
