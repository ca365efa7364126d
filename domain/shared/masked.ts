/** The end of a number, as pages and the API show it: its last four signs, the last two of a short one. */
export function maskedEnd(number: string): string {
  return `•••• ${number.slice(number.length < 8 ? -2 : -4)}`;
}
