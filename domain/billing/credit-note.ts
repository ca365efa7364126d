import { allocateInSteps } from "../shared/allocate.ts";
import { OffStep } from "../shared/currency.ts";
import { rational, roundToStep } from "../shared/rational.ts";
import { CreditTooLarge } from "./credit-errors.ts";

/**
 * A line of an issued invoice with what earlier credit notes took off it. Minor units; a credit line is below
 * 0.
 */
export type CreditableLine = {
  /** 1 for the first line of the invoice. */
  position: number;
  label: string;
  netMinor: bigint;
  taxMinor: bigint;
  creditedNetMinor: bigint;
  creditedTaxMinor: bigint;
};

/**
 * An issued invoice as far as it can still be credited. total = Σ net + Σ tax; Σ net = commission + provider.
 */
export type CreditableInvoice = {
  lines: readonly CreditableLine[];
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
 * What a credit note over parts of an invoice's lines comes to: tax by line and commission over the whole
 * invoice, each by the cumulative method, so that the provider bears the rest. A line that lowers the invoice
 * is credited by an amount below 0. Throws CreditTooLarge where a line or the invoice has less left,
 * OffStep where the currency is not paid out in such amounts.
 */
export function creditNoteAmounts(
  invoice: CreditableInvoice,
  wanted: readonly { position: number; netMinor: bigint }[],
): CreditNoteAmounts {
  const lines = wanted
    .filter((one) => one.netMinor !== 0n)
    .map(({ position, netMinor }) => creditedLine(invoice, { position, netMinor }));
  const netMinor = lines.reduce((sum, line) => sum + line.netMinor, 0n);
  const taxMinor = lines.reduce((sum, line) => sum + line.taxMinor, 0n);
  const { baseMinor, creditedMinor } = netOf(invoice);
  if (netMinor <= 0n || creditedMinor + netMinor > baseMinor)
    throw new CreditTooLarge({ leftMinor: baseMinor - creditedMinor });
  const commissionMinor = cumulativePart({
    wholeMinor: invoice.commissionMinor,
    baseMinor,
    cumulativeMinor: creditedMinor + netMinor,
    beforeMinor: invoice.creditedCommissionMinor,
    stepMinor: invoice.stepMinor,
  });
  const totalMinor = netMinor + taxMinor;
  return {
    lines,
    netMinor,
    taxMinor,
    totalMinor,
    commissionMinor,
    providerMinor: netMinor - commissionMinor,
  };
}

/** What is left of every line: a credit note over it all makes the invoice nothing. */
export function allThatIsLeft(invoice: CreditableInvoice): { position: number; netMinor: bigint }[] {
  return invoice.lines
    .map((line) => ({ position: line.position, netMinor: line.netMinor - line.creditedNetMinor }))
    .filter((one) => one.netMinor !== 0n);
}

/** A fully credited invoice has no line with anything left (T11: it never reads as paid). */
export function isFullyCredited(invoice: Pick<CreditableInvoice, "lines">): boolean {
  return invoice.lines.every((line) => line.netMinor === line.creditedNetMinor);
}

/**
 * A sum spread over what is left of the lines that raise the invoice, by largest remainder: for a credit that
 * is about the invoice as a whole. Throws CreditTooLarge where they have less left.
 */
export function spreadOverLines(
  invoice: CreditableInvoice,
  netMinor: bigint,
): { position: number; netMinor: bigint }[] {
  const open = allThatIsLeft(invoice).filter((one) => one.netMinor > 0n);
  const leftMinor = open.reduce((sum, one) => sum + one.netMinor, 0n);
  if (netMinor <= 0n || netMinor > leftMinor) throw new CreditTooLarge({ leftMinor });
  const step = invoice.stepMinor ?? 1n;
  if (netMinor % step !== 0n) throw new OffStep({ stepMinor: step, field: "lines" });
  const parts = allocateInSteps(
    netMinor,
    open.map((one) => one.netMinor),
    { step },
  );
  return open.map(({ position }, index) => ({ position, netMinor: parts[index] ?? 0n }));
}

/**
 * An invoice's tax spread over its lines by their net: by largest remainder, and where a line lowers the
 * invoice by the cumulative method, so that it lowers the tax too. Exact to the minor unit either way.
 */
export function taxByLine(nets: readonly bigint[], taxMinor: bigint, stepMinor = 1n): bigint[] {
  // What was issued before amounts were rounded to steps is split to the minor unit.
  const step = taxMinor % stepMinor === 0n ? stepMinor : 1n;
  if (nets.every((net) => net >= 0n)) return allocateInSteps(taxMinor, nets, { step });
  const baseMinor = nets.reduce((sum, net) => sum + net, 0n);
  if (taxMinor === 0n || baseMinor <= 0n) return nets.map(() => 0n);
  let cumulative = 0n;
  let given = 0n;
  return nets.map((net) => {
    cumulative += net;
    const due = roundToStep(rational(taxMinor * cumulative, baseMinor), step);
    const part = due - given;
    given = due;
    return part;
  });
}

function creditedLine(
  invoice: CreditableInvoice,
  { position, netMinor }: { position: number; netMinor: bigint },
): CreditedLine {
  const line = lineAt(invoice, position);
  const { label } = line;
  const leftMinor = line.netMinor - line.creditedNetMinor;
  const fits =
    line.netMinor > 0n ? netMinor > 0n && netMinor <= leftMinor : netMinor < 0n && netMinor >= leftMinor;
  if (!fits) throw new CreditTooLarge({ leftMinor, label });
  const step = invoice.stepMinor ?? 1n;
  if (netMinor !== leftMinor && netMinor % step !== 0n)
    throw new OffStep({ stepMinor: step, field: "lines" });
  const taxMinor = cumulativePart({
    wholeMinor: line.taxMinor,
    baseMinor: line.netMinor,
    cumulativeMinor: line.creditedNetMinor + netMinor,
    beforeMinor: line.creditedTaxMinor,
    stepMinor: step,
  });
  return { position, label, netMinor, taxMinor };
}

function lineAt(invoice: CreditableInvoice, position: number): CreditableLine {
  const line = invoice.lines.find((one) => one.position === position);
  if (!line) throw new CreditTooLarge({ leftMinor: 0n });
  return line;
}

function netOf({ lines }: CreditableInvoice) {
  return {
    baseMinor: lines.reduce((sum, line) => sum + line.netMinor, 0n),
    creditedMinor: lines.reduce((sum, line) => sum + line.creditedNetMinor, 0n),
  };
}
