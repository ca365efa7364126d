/** "66.67 %" of 6,667 basis points; whole per cents without decimals. */
export function weightText(weightBps: number): string {
  return `${plainWeight(weightBps)} %`;
}

/** The same as a form takes it: "66.67". */
export function plainWeight(weightBps: number): string {
  const whole = Math.floor(weightBps / 100);
  const rest = String(weightBps % 100)
    .padStart(2, "0")
    .replace(/0+$/, "");
  return rest === "" ? String(whole) : `${whole}.${rest}`;
}
