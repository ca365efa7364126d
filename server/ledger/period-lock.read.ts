import type { Temporal } from "temporal-polyfill";
import { toPlainDate } from "../clock.ts";
import type { Tx } from "../db.ts";

/** The one book that the product keeps. */
export const BOOK = "engine-room";

/** The day through which the books are closed; null while they never were, or are open again altogether. */
export async function closedThrough(tx: Tx): Promise<Temporal.PlainDate | null> {
  const [book] = await tx.$queryRaw<{ day: Date | null }[]>`
    select closed_through as day from journal_book where code = ${BOOK}`;
  return book?.day ? toPlainDate(book.day) : null;
}

export type LockRow = {
  id: string;
  action: "close" | "reopen";
  closedThrough: Date | null;
  reason: string;
  byName: string;
  at: Date;
};

/** Every closing and reopening, newest first, at most 200. */
export function lockHistory(tx: Tx): Promise<LockRow[]> {
  return tx.$queryRaw<LockRow[]>`
    select id, action, closed_through as "closedThrough", reason, by_name as "byName", at
    from period_lock where book = ${BOOK} order by at desc, id desc limit 200`;
}
