import { monthName } from "./month-name.ts";

/** "November 2026", or "After November 2026" for what corrections brought after a contract's last month. */
export function statementMonth({ period, closing }: { period: string; closing: number }): string {
  if (closing === 0) return monthName(period);
  return `After ${monthName(period)}${closing === 1 ? "" : ` (${closing})`}`;
}

/** "November 2026 statement", or "Closing statement after November 2026". */
export function statementName(one: { period: string; closing: number }): string {
  if (one.closing === 0) return `${monthName(one.period)} statement`;
  return `Closing statement ${statementMonth(one).replace("After", "after")}`;
}
