import { allocateInSteps } from "../shared/allocate.ts";
import { OffStep } from "../shared/currency.ts";
import { rational, roundToStep } from "../shared/rational.ts";
import { CreditTooLarge } from "./credit-errors.ts";
import { spreadTax } from "./tax/invoice-tax.ts";

/**
 * A line of an issued invoice with what earlier credit notes took off it. Minor units; a credit line is below
 * 0.
 */
export type CreditableLine = {
  /** 1 for the first line of the invoice. */
  position: number;
  label: string;
  netMinor: bigint;
  creditedNetMinor: bigint;
  /** The group of its tax, as `groupOf` writes it; null on an invoice without tax. */
  group: string | null;
};

/** The tax of one category and rate, with what earlier credit notes gave back of it. Minor units. */
export type CreditableTax = {
  group: string;
  rateBps: number;
  taxMinor: bigint;
  creditedTaxMinor: bigint;
};

/**
 * An issued invoice as far as it can still be credited. total = Σ net + Σ tax; Σ net = commission + provider.
 */
export type CreditableInvoice = {
  lines: readonly CreditableLine[];
  taxes: readonly CreditableTax[];
  commissionMinor: bigint;
  creditedCommissionMinor: bigint;
  /** What the currency can be charged in, in minor units; left out, one. */
  stepMinor?: bigint;
};

export type CreditedLine = { position: number; label: string; netMinor: bigint; taxMinor: bigint };

export type CreditNoteAmounts = {
  lines: CreditedLine[];
  netMinor: bigint;
  taxMinor: bigint;
  totalMinor: bigint;
  commissionMinor: bigint;
  providerMinor: bigint;
};

/**
 * The part of `whole` that falls on a part of its base, by the cumulative method: round(whole × cumulative
 * base ÷ base), half away from zero, less what was given before. Whatever the sequence of parts, they never
 * exceed the whole and a full sequence is the whole exactly. Never against the whole's own sign. Parts are
 * multiples of `stepMinor` minor units; the last one takes what a whole has beyond its last step.
 */
export function cumulativePart(p: {
  wholeMinor: bigint;
  baseMinor: bigint;
  cumulativeMinor: bigint;
  beforeMinor: bigint;
  stepMinor?: bigint | undefined;
}): bigint {
  const { wholeMinor, baseMinor, cumulativeMinor, beforeMinor, stepMinor = 1n } = p;
  if (baseMinor === 0n || wholeMinor === 0n) return 0n;
  const exact = rational(wholeMinor * cumulativeMinor, baseMinor);
  const due = cumulativeMinor === baseMinor ? wholeMinor : roundToStep(exact, stepMinor);
  const part = due - beforeMinor;
  // After a note was withdrawn the rest may be a unit short; it waits for the next part.
  return wholeMinor > 0n === part > 0n ? part : 0n;
}

/**
 * What a credit note over parts of an invoice's lines comes to: tax by category and commission over the whole
 * invoice, each by the cumulative method, so that the provider bears the rest. A line that lowers the invoice
 * is credited by an amount below 0. Throws CreditTooLarge where a line, a category or the invoice has less
 * left, OffStep where the currency is not paid out in such amounts.
 */
export function creditNoteAmounts(
  invoice: CreditableInvoice,
  wanted: readonly { position: number; netMinor: bigint }[],
): CreditNoteAmounts {
  const parts = wanted
    .filter((one) => one.netMinor !== 0n)
    .map(({ position, netMinor }) => partOf(invoice, { position, netMinor }));
  const netMinor = sumOf(parts);
  const { baseMinor, creditedMinor } = netOf(invoice.lines);
  const leftMinor = baseMinor - creditedMinor;
  if (netMinor <= 0n || netMinor > leftMinor) throw new CreditTooLarge({ leftMinor });
  const lines = withTax(invoice, parts);
  const taxMinor = lines.reduce((sum, line) => sum + line.taxMinor, 0n);
  // Only where a part that lowers the invoice is taxed more than what is credited beside it.
  if (taxMinor < 0n) throw new CreditTooLarge({ leftMinor });
  const commissionMinor = withinShares(
    cumulativePart({
      wholeMinor: invoice.commissionMinor,
      baseMinor,
      cumulativeMinor: creditedMinor + netMinor,
      beforeMinor: invoice.creditedCommissionMinor,
      stepMinor: invoice.stepMinor,
    }),
    { invoice, netMinor, leftMinor },
  );
  const [totalMinor, providerMinor] = [netMinor + taxMinor, netMinor - commissionMinor];
  return { lines, netMinor, taxMinor, totalMinor, commissionMinor, providerMinor };
}

/**
 * Withdrawn notes take the units with them to which theirs were rounded, and the next part would take them
 * all: more than itself. So the commission's part is at most the whole part, and what it leaves behind
 * fits into what is then left of the invoice: neither share is ever below 0.
 */
function withinShares(
  partMinor: bigint,
  p: { invoice: CreditableInvoice; netMinor: bigint; leftMinor: bigint },
): bigint {
  const { invoice, netMinor, leftMinor } = p;
  const leftCommissionMinor = invoice.commissionMinor - invoice.creditedCommissionMinor;
  const leastMinor = leftCommissionMinor - (leftMinor - netMinor);
  const atLeast = partMinor > leastMinor ? partMinor : leastMinor;
  return atLeast < netMinor ? atLeast : netMinor;
}

/** What is left of every line: a credit note over it all makes the invoice nothing. */
export function allThatIsLeft(
  invoice: Pick<CreditableInvoice, "lines">,
): { position: number; netMinor: bigint }[] {
  return invoice.lines
    .map((line) => ({ position: line.position, netMinor: line.netMinor - line.creditedNetMinor }))
    .filter((one) => one.netMinor !== 0n);
}

/** A fully credited invoice has no line with anything left (T11: it never reads as paid). */
export function isFullyCredited(invoice: Pick<CreditableInvoice, "lines">): boolean {
  return invoice.lines.every((line) => line.netMinor === line.creditedNetMinor);
}

/**
 * A sum spread over what is left of the categories and, within each, of the lines that raise the invoice, by
 * largest remainder: for a credit that is about the invoice as a whole. Throws CreditTooLarge where less is
 * left.
 */
export function spreadOverLines(
  invoice: CreditableInvoice,
  netMinor: bigint,
): { position: number; netMinor: bigint }[] {
  const groups = [...new Set(invoice.lines.map((line) => line.group))].map((group) => {
    const { baseMinor, creditedMinor } = netOf(linesOf(invoice, group));
    return { group, leftMinor: baseMinor > creditedMinor ? baseMinor - creditedMinor : 0n };
  });
  const leftMinor = groups.reduce((sum, one) => sum + one.leftMinor, 0n);
  if (netMinor <= 0n || netMinor > leftMinor) throw new CreditTooLarge({ leftMinor });
  const step = invoice.stepMinor ?? 1n;
  if (netMinor % step !== 0n) throw new OffStep({ stepMinor: step, field: "lines" });
  const parts = allocateInSteps(
    netMinor,
    groups.map((one) => one.leftMinor),
    { step },
  );
  return groups
    .flatMap(({ group }, index) =>
      spreadOver(linesOf(invoice, group), { netMinor: parts[index] ?? 0n, step }),
    )
    .sort((one, other) => one.position - other.position);
}

function spreadOver(
  lines: readonly CreditableLine[],
  { netMinor, step }: { netMinor: bigint; step: bigint },
) {
  if (netMinor === 0n) return [];
  const open = allThatIsLeft({ lines }).filter((one) => one.netMinor > 0n);
  const parts = allocateInSteps(
    netMinor,
    open.map((one) => one.netMinor),
    { step },
  );
  return open.map(({ position }, index) => ({ position, netMinor: parts[index] ?? 0n }));
}

type Part = Omit<CreditedLine, "taxMinor"> & { group: string | null };

function partOf(
  invoice: CreditableInvoice,
  { position, netMinor }: { position: number; netMinor: bigint },
): Part {
  const line = lineAt(invoice, position);
  const { label, group } = line;
  const leftMinor = line.netMinor - line.creditedNetMinor;
  const fits =
    line.netMinor > 0n ? netMinor > 0n && netMinor <= leftMinor : netMinor < 0n && netMinor >= leftMinor;
  if (!fits) throw new CreditTooLarge({ leftMinor, label });
  const step = invoice.stepMinor ?? 1n;
  if (netMinor !== leftMinor && netMinor % step !== 0n)
    throw new OffStep({ stepMinor: step, field: "lines" });
  return { position, label, group, netMinor };
}

/** Every part with its share of what the note gives back of its category's tax. */
function withTax(invoice: CreditableInvoice, parts: readonly Part[]): CreditedLine[] {
  const taxes = new Map<number, bigint>();
  for (const tax of invoice.taxes) {
    const own = parts.filter((part) => part.group === tax.group);
    const taxMinor = creditedTax(invoice, { tax, netMinor: sumOf(own) });
    const spread = spreadTax(
      { taxMinor, rateBps: tax.rateBps, step: invoice.stepMinor ?? 1n },
      own.map((part) => part.netMinor),
    );
    for (const [index, { position }] of own.entries()) taxes.set(position, spread[index] ?? 0n);
  }
  return parts.map(({ position, label, netMinor }) => ({
    ...{ position, label, netMinor },
    taxMinor: taxes.get(position) ?? 0n,
  }));
}

/**
 * The tax that goes with a part of a category, by the cumulative method. Throws CreditTooLarge where the part
 * is more than the category has left, or would add to what the invoice charges of it.
 */
function creditedTax(
  invoice: CreditableInvoice,
  { tax, netMinor }: { tax: CreditableTax; netMinor: bigint },
): bigint {
  if (netMinor === 0n) return 0n;
  const { baseMinor, creditedMinor } = netOf(linesOf(invoice, tax.group));
  const leftMinor = baseMinor - creditedMinor;
  const fits =
    leftMinor > 0n ? netMinor > 0n && netMinor <= leftMinor : netMinor < 0n && netMinor >= leftMinor;
  if (!fits) throw new CreditTooLarge({ leftMinor });
  return cumulativePart({
    wholeMinor: tax.taxMinor,
    baseMinor,
    cumulativeMinor: creditedMinor + netMinor,
    beforeMinor: tax.creditedTaxMinor,
    stepMinor: invoice.stepMinor,
  });
}

function lineAt(invoice: CreditableInvoice, position: number): CreditableLine {
  const line = invoice.lines.find((one) => one.position === position);
  if (!line) throw new CreditTooLarge({ leftMinor: 0n });
  return line;
}

function linesOf({ lines }: CreditableInvoice, group: string | null): CreditableLine[] {
  return lines.filter((line) => line.group === group);
}

function netOf(lines: readonly CreditableLine[]) {
  return {
    baseMinor: sumOf(lines),
    creditedMinor: lines.reduce((sum, line) => sum + line.creditedNetMinor, 0n),
  };
}

function sumOf(parts: readonly { netMinor: bigint }[]): bigint {
  return parts.reduce((sum, part) => sum + part.netMinor, 0n);
}
