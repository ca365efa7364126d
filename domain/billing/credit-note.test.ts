import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CreditTooLarge } from "./credit-errors.ts";
import {
  allThatIsLeft,
  type CreditableInvoice,
  type CreditNoteAmounts,
  creditNoteAmounts,
  cumulativePart,
  isFullyCredited,
  spreadOverLines,
  taxByLine,
} from "./credit-note.ts";

type Plain = { netMinor: bigint; taxMinor: bigint };

const invoiceOf = (lines: readonly Plain[], commissionMinor: bigint): CreditableInvoice => ({
  lines: lines.map((line, index) => ({
    position: index + 1,
    label: `Line ${index + 1}`,
    ...line,
    creditedNetMinor: 0n,
    creditedTaxMinor: 0n,
  })),
  commissionMinor,
  creditedCommissionMinor: 0n,
});

/** The invoice after a credit note. */
function credited(invoice: CreditableInvoice, note: CreditNoteAmounts): CreditableInvoice {
  return {
    ...invoice,
    creditedCommissionMinor: invoice.creditedCommissionMinor + note.commissionMinor,
    lines: invoice.lines.map((line) => {
      const part = note.lines.find((one) => one.position === line.position);
      return {
        ...line,
        creditedNetMinor: line.creditedNetMinor + (part?.netMinor ?? 0n),
        creditedTaxMinor: line.creditedTaxMinor + (part?.taxMinor ?? 0n),
      };
    }),
  };
}

const sum = (values: readonly bigint[]) => values.reduce((total, one) => total + one, 0n);
const totalOf = (invoice: CreditableInvoice) =>
  sum(invoice.lines.map((line) => line.netMinor + line.taxMinor));

const credit = (invoice: CreditableInvoice, position: number, netMinor: bigint) =>
  creditNoteAmounts(invoice, [{ position, netMinor }]);

test("the worked example: 100.00 net of 1,200.00 at 20 % tax and 10 % commission", () => {
  const invoice = invoiceOf(
    [
      { netMinor: 100_000n, taxMinor: 20_000n },
      { netMinor: 20_000n, taxMinor: 4000n },
    ],
    12_000n,
  );
  expect(credit(invoice, 1, 10_000n)).toMatchObject({
    netMinor: 10_000n,
    taxMinor: 2000n,
    totalMinor: 12_000n,
    commissionMinor: 1000n,
    providerMinor: 9000n,
  });
});

describe("bugs that others had", () => {
  test("case 22: tax of the whole at invoice and by line at credit never adds up to a cent more", () => {
    // Three lines of 3.33 with 20 %: 2.00 tax on the sum, and 0.67 three times by line would be 2.01.
    const taxes = taxByLine([333n, 333n, 333n], 200n);
    const invoice = invoiceOf(
      taxes.map((taxMinor) => ({ netMinor: 333n, taxMinor })),
      0n,
    );
    let left = invoice;
    let given = 0n;
    for (const position of [1, 2, 3]) {
      const note = credit(left, position, 333n);
      given += note.totalMinor;
      left = credited(left, note);
    }
    expect(given).toBe(1199n);
    expect(given).toBe(totalOf(invoice));
  });

  test("case 23: credits by thirds leave no cent due", () => {
    const invoice = invoiceOf([{ netMinor: 100n, taxMinor: 19n }], 10n);
    const parts = [33n, 33n, 34n];
    const { left, given } = parts.reduce(
      (state, part) => {
        const note = credit(state.left, 1, part);
        return { left: credited(state.left, note), given: state.given + note.totalMinor };
      },
      { left: invoice, given: 0n },
    );
    expect(totalOf(invoice) - given).toBe(0n);
    expect(isFullyCredited(left)).toBe(true);
  });

  test("case 24: eighty-one small credits do not drift from the sum", () => {
    const invoice = invoiceOf([{ netMinor: 8100n, taxMinor: 1701n }], 811n);
    let left = invoice;
    const notes: CreditNoteAmounts[] = [];
    for (let count = 0; count < 81; count += 1) {
      const note = credit(left, 1, 100n);
      notes.push(note);
      left = credited(left, note);
    }
    expect(sum(notes.map((note) => note.taxMinor))).toBe(1701n);
    expect(sum(notes.map((note) => note.commissionMinor))).toBe(811n);
    expect(sum(notes.map((note) => note.providerMinor))).toBe(8100n - 811n);
  });

  test("case 26: one precision: what is compared is what was rounded", () => {
    const invoice = invoiceOf([{ netMinor: 1001n, taxMinor: 200n }], 100n);
    const first = credit(invoice, 1, 500n);
    const rest = creditNoteAmounts(credited(invoice, first), allThatIsLeft(credited(invoice, first)));
    expect(first.totalMinor + rest.totalMinor).toBe(1201n);
  });

  test("case 27: a fully credited invoice takes no cent more, and there is no credit of nothing", () => {
    const invoice = invoiceOf([{ netMinor: 1n, taxMinor: 0n }], 0n);
    const gone = credited(invoice, credit(invoice, 1, 1n));
    expect(() => credit(gone, 1, 1n)).toThrow(CreditTooLarge);
    expect(() => credit(invoice, 1, 0n)).toThrow(CreditTooLarge);
    expect(() => credit(invoice, 1, -1n)).toThrow(CreditTooLarge);
    expect(() => creditNoteAmounts(invoice, [])).toThrow(CreditTooLarge);
  });

  test("case 28: commission is given back with the part, by what is left of it", () => {
    const invoice = invoiceOf([{ netMinor: 5n, taxMinor: 0n }], 1n);
    const commissions: bigint[] = [];
    let left = invoice;
    for (let count = 0; count < 5; count += 1) {
      const note = credit(left, 1, 1n);
      commissions.push(note.commissionMinor);
      left = credited(left, note);
    }
    expect(commissions).toEqual([0n, 0n, 1n, 0n, 0n]);
  });
});

describe("lines", () => {
  const lowered = invoiceOf(
    [
      { netMinor: 400_000n, taxMinor: 0n },
      { netMinor: -21_600n, taxMinor: 0n },
    ],
    37_840n,
  );

  test.each([
    ["more than a line has", [{ position: 1, netMinor: 400_001n }]],
    ["more than the invoice has, though the line has it", [{ position: 1, netMinor: 378_401n }]],
    ["a line that is not there", [{ position: 3, netMinor: 1n }]],
    ["a credit line the wrong way", [{ position: 2, netMinor: 1n }]],
    ["a credit line alone", [{ position: 2, netMinor: -1n }]],
  ])("%s is refused", (_name, wanted) => {
    expect(() => creditNoteAmounts(lowered, wanted)).toThrow(CreditTooLarge);
  });

  test("all that is left of an invoice with a credit line is its net", () => {
    const note = creditNoteAmounts(lowered, allThatIsLeft(lowered));
    expect(note).toMatchObject({ netMinor: 378_400n, commissionMinor: 37_840n, providerMinor: 340_560n });
    expect(allThatIsLeft(credited(lowered, note))).toEqual([]);
  });

  test("a sum about the whole invoice is spread to the cent over the lines that raise it", () => {
    const invoice = invoiceOf(
      [1n, 1n, 1n].map((n) => ({ netMinor: n * 100n, taxMinor: 0n })),
      0n,
    );
    expect(sum(spreadOverLines(invoice, 100n).map((one) => one.netMinor))).toBe(100n);
    expect(() => spreadOverLines(invoice, 301n)).toThrow(CreditTooLarge);
    expect(() => spreadOverLines(invoice, 0n)).toThrow(CreditTooLarge);
  });
});

describe("tax by line", () => {
  test.each([
    ["equal lines", [333n, 333n, 333n], 200n, [67n, 67n, 66n]],
    ["a line that lowers", [400_000n, -21_600n], 75_680n, [80_000n, -4320n]],
    ["no net", [0n, 0n], 0n, [0n, 0n]],
    ["a net of nothing", [100n, -100n], 0n, [0n, 0n]],
  ])("%s", (_name, nets, taxMinor, parts) => {
    expect(taxByLine(nets, taxMinor)).toEqual(parts);
  });
});

const amount = (max: number) => fc.bigInt({ min: 1n, max: BigInt(max) });
const line = fc
  .tuple(amount(10_000_000), fc.integer({ min: 0, max: 2700 }))
  .map(([netMinor, bps]) => ({ netMinor, taxMinor: (netMinor * BigInt(bps)) / 10_000n }));
const anyInvoice = fc
  .tuple(fc.array(line, { minLength: 1, maxLength: 5 }), fc.integer({ min: 0, max: 10_000 }))
  .map(([lines, bps]) => invoiceOf(lines, (sum(lines.map((one) => one.netMinor)) * BigInt(bps)) / 10_000n));
const steps = fc.array(fc.tuple(fc.nat(4), fc.double({ min: 0.001, max: 1, noNaN: true })), {
  maxLength: 30,
});

describe("P3 and T7", () => {
  test("no sequence of credits exceeds the invoice, and a full one is the invoice exactly", () => {
    fc.assert(
      fc.property(anyInvoice, steps, (invoice, walk) => {
        const notes: CreditNoteAmounts[] = [];
        let left = invoice;
        const take = (wanted: { position: number; netMinor: bigint }[]) => {
          const note = creditNoteAmounts(left, wanted);
          expect(note.taxMinor).toBeGreaterThanOrEqual(0n);
          expect(note.commissionMinor).toBeGreaterThanOrEqual(0n);
          expect(note.providerMinor).toBeGreaterThanOrEqual(0n);
          expect(note.totalMinor).toBe(note.commissionMinor + note.providerMinor + note.taxMinor);
          notes.push(note);
          left = credited(left, note);
          expect(sum(notes.map((one) => one.totalMinor))).toBeLessThanOrEqual(totalOf(invoice));
        };
        for (const [index, share] of walk) {
          const one = left.lines[index % left.lines.length];
          const room = one ? one.netMinor - one.creditedNetMinor : 0n;
          const netMinor = (room * BigInt(Math.ceil(share * 1000))) / 1000n;
          if (one && netMinor > 0n) take([{ position: one.position, netMinor }]);
        }
        if (!isFullyCredited(left)) take(allThatIsLeft(left));
        expect(sum(notes.map((one) => one.totalMinor))).toBe(totalOf(invoice));
        expect(sum(notes.map((one) => one.commissionMinor))).toBe(invoice.commissionMinor);
        expect(sum(notes.map((one) => one.taxMinor))).toBe(sum(invoice.lines.map((one) => one.taxMinor)));
      }),
      { numRuns: 400 },
    );
  });

  test("a part is never against the sign of the whole", () => {
    fc.assert(
      fc.property(
        amount(1000),
        amount(1000),
        amount(1000),
        amount(1000),
        (whole, base, cumulative, before) => {
          const part = cumulativePart({
            wholeMinor: whole,
            baseMinor: base,
            cumulativeMinor: cumulative,
            beforeMinor: before,
          });
          expect(part).toBeGreaterThanOrEqual(0n);
        },
      ),
    );
  });
});
