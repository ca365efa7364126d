import type { Temporal } from "temporal-polyfill";
import { accountName } from "../../domain/ledger/accounts.ts";
import { csvTable } from "../../domain/shared/csv.ts";
import { toDecimalString } from "../../domain/shared/format-money.ts";
import { money } from "../../domain/shared/money.ts";
import type { Tx } from "../db.ts";
import { type AccountFilter, accountLines } from "./account-lines.read.ts";
import { trialBalance } from "./ledger.read.ts";

/** More than a person opens in a spreadsheet; the filter by day makes the rest smaller. */
const MOST_LINES = 50_000;

const decimal = (minor: bigint, currency: string) => ({ number: toDecimalString(money(minor, currency)) });

/** The legs of an account that the filter leaves, newest first. For staff. */
export async function accountCsv(tx: Tx, filter: AccountFilter): Promise<string> {
  const lines = await accountLines(tx, filter, { take: MOST_LINES, inverted: false });
  const head = [
    "effective at",
    "memo",
    "party",
    "source",
    "source id",
    "amount",
    "balance",
    "currency",
    "entry",
  ];
  const rows = lines.map((line) => [
    line.effectiveAt.toISOString(),
    line.memo,
    line.organizationName ?? "",
    line.source,
    line.sourceId,
    decimal(line.amountMinor, line.currency),
    decimal(line.balanceMinor, line.currency),
    line.currency,
    line.entryId,
  ]);
  return csvTable([head, ...rows]);
}

/** The trial balance at the end of a day. For staff. */
export async function trialBalanceCsv(tx: Tx, asOf: Temporal.PlainDate | null): Promise<string> {
  const rows = (await trialBalance(tx, asOf)).map(({ code, currency, debitMinor, creditMinor }) => [
    code,
    accountName(code),
    currency,
    decimal(debitMinor, currency),
    decimal(creditMinor, currency),
    decimal(debitMinor - creditMinor, currency),
  ]);
  return csvTable([["account", "name", "currency", "debit", "credit", "balance"], ...rows]);
}
