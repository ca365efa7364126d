import type { PastMonth } from "../contracts/baseline.ts";
import { isDecimal } from "../shared/decimal.ts";
import { InvalidInput } from "../shared/refusals.ts";

const MAX_MONTHS = 60;

/**
 * A history as people paste it: a line a month, "2025-11, 97.2, 3.1, 100", in the order of the contract's
 * levels, or under a first line that names them. An empty cell means that nothing was due; "none" that
 * something was and no figure came. Throws InvalidInput on the field "history", naming the line.
 */
export function typedHistory(text: string, levels: readonly { id: string; name: string }[]): PastMonth[] {
  const lines = text
    .split(/\r?\n/)
    .map((line, at) => ({ number: at + 1, cells: line.split(/[,;\t]/).map((cell) => cell.trim()) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ""));
  const [first, ...rest] = lines;
  if (!first) return [];
  const named = !isMonth(first.cells[0] ?? "");
  const columns = named ? columnsOf(first, levels) : levels.map((level) => level.id);
  const months = (named ? rest : lines).map((line) => monthOf(line, columns));
  const twice = months.find((month, at) => months.findIndex((one) => one.period === month.period) !== at);
  if (twice) refuse(`${twice.period} stands there twice.`);
  if (months.length > MAX_MONTHS) refuse(`A history has ${MAX_MONTHS} months at most.`);
  return months.sort((left, right) => (left.period < right.period ? -1 : 1));
}

type Line = { number: number; cells: string[] };

function columnsOf({ cells }: Line, levels: readonly { id: string; name: string }[]): string[] {
  return cells.slice(1).map((cell) => {
    const wanted = cell.toLowerCase();
    const found = levels.find((level) => level.id === wanted || level.name.toLowerCase() === wanted);
    return found?.id ?? refuse(`Line 1: the contract has no service level "${cell}".`);
  });
}

function monthOf({ number, cells }: Line, columns: readonly string[]): PastMonth {
  const [period = "", ...figures] = cells;
  if (!isMonth(period)) refuse(`Line ${number}: write the month as 2025-11, not "${period}".`);
  if (figures.length !== columns.length)
    refuse(`Line ${number}: ${figures.length} figures for ${columns.length} service levels.`);
  const levels = columns.map((id, at) => {
    const cell = figures[at] ?? "";
    if (cell === "") return { id, measured: null, excused: true };
    if (cell.toLowerCase() === "none") return { id, measured: null, excused: false };
    const measured = cell.replace(/\s*%$/, "");
    if (!isDecimal(measured)) refuse(`Line ${number}: "${cell}" is not a number such as 98.5.`);
    return { id, measured, excused: false };
  });
  return { period, frozen: false, levels };
}

function isMonth(text: string): boolean {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(text);
}

function refuse(message: string): never {
  throw new InvalidInput([{ field: "history", message }]);
}
