import type { TaxCategory } from "./tax-provider.ts";

/** The rate as people write it: 2100 is "21", 2550 is "25.5". */
export function rateText(rateBps: number): string {
  const hundredths = String(rateBps % 100).padStart(2, "0");
  const fraction = hundredths.replace(/0+$/, "");
  return `${(rateBps - (rateBps % 100)) / 100}${fraction ? `.${fraction}` : ""}`;
}

/** What a tax line of an invoice is called. */
export function taxLabel({ category, rateBps }: { category: TaxCategory; rateBps: number }): string {
  switch (category) {
    case "S":
      return `VAT ${rateText(rateBps)} %`;
    case "Z":
      return "VAT 0 %, zero rated";
    case "E":
      return "Exempt from VAT";
    case "AE":
      return "VAT 0 %, reverse charge";
    case "O":
      return "Outside the scope of VAT";
    default:
      return category satisfies never;
  }
}

/** The sentences that the law wants on an invoice, each once. */
export function taxNotes(taxes: readonly { note: string | null }[]): string[] {
  return [...new Set(taxes.flatMap(({ note }) => (note === null ? [] : [note])))];
}
