import { expect, type Locator, type Page } from "./fixtures.ts";

/** An amount as a page writes it, such as "−$1,234.50", in minor units. */
export function minorOf(text: string): bigint {
  const [whole, sign = "", digits = "", cents = ""] =
    /([−-])?[^\d−-]*([\d,]+)\.(\d{2})/.exec(text.replace(/\s/g, "")) ?? [];
  expect(whole, `an amount in "${text}"`).toBeTruthy();
  const amount = BigInt(digits.replaceAll(",", "") + cents);
  return sign ? -amount : amount;
}

export type Sum = { lines: bigint[]; total: bigint };

/** A table of arithmetic as shown: the amounts of its lines and the total under them. */
export async function sumOf(table: Locator): Promise<Sum> {
  // The total waits for the page; the lines are then there too.
  const total = await table.locator("tfoot tr td").first().innerText();
  const lines = await table.locator("tbody tr td").allInnerTexts();
  return { lines: lines.map(minorOf), total: minorOf(total) };
}

/** What stands under the lines is their sum, to the cent. */
export async function addsUp(table: Locator): Promise<Sum> {
  const sum = await sumOf(table);
  expect(sum.lines.reduce((left, right) => left + right, 0n)).toBe(sum.total);
  return sum;
}

/** One row of a table as its cells' texts. */
export function cellsOf(
  page: Page,
  p: { table: string | RegExp; row: string | RegExp },
): Promise<string[]> {
  const table = page.getByRole("table", { name: p.table });
  const row = table.getByRole("row").filter({ has: page.getByRole("rowheader", { name: p.row }) });
  return row.getByRole("cell").allInnerTexts();
}
