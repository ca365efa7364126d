/**
 * The end of a number, as pages and the API show it: its last four signs, the last two of a short one. Null
 * is a number that was erased.
 */
export function maskedEnd(number: string | null): string {
  if (number === null) return "erased";
  return `•••• ${number.slice(number.length < 8 ? -2 : -4)}`;
}
