import { decideTax } from "./decide-tax.ts";
import type { TaxRate } from "./rate-table.ts";
import type { TaxProvider } from "./tax-provider.ts";

/** The port's first implementation: the rules of `decideTax` over the rows of a table. */
export function tableProvider(rates: readonly TaxRate[]): TaxProvider {
  return { treatmentOf: async (question) => decideTax(question, rates) };
}
