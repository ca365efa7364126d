import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { credited, invoiceOf, sum, taxable, totalOf } from "../../test/factories/creditable.ts";
import { CreditTooLarge } from "./credit-errors.ts";
import {
  allThatIsLeft,
  type CreditableInvoice,
  type CreditNoteAmounts,
  creditNoteAmounts,
  isFullyCredited,
  spreadOverLines,
} from "./credit-note.ts";
import { taxPerLine } from "./tax/invoice-tax.ts";

const credit = (invoice: CreditableInvoice, position: number, netMinor: bigint) =>
  creditNoteAmounts(invoice, [{ position, netMinor }]);

describe("the tax of a credit note", () => {
  const twoRates = invoiceOf(
    [
      { netMinor: 100_000n, rateBps: 2550 },
      { netMinor: -20_000n, rateBps: 2550 },
      { netMinor: 50_000n, rateBps: 1400 },
      { netMinor: 30_000n },
    ],
    16_000n,
  );

  test("of the whole invoice is, line by line, the tax of the invoice", () => {
    const lines = [
      { netMinor: 333n, rateBps: 2550 },
      { netMinor: -7n, rateBps: 2550 },
      { netMinor: 333n, rateBps: 1400 },
      { netMinor: 1001n },
    ];
    const invoice = invoiceOf(lines, 0n);
    const note = creditNoteAmounts(invoice, allThatIsLeft(invoice));
    expect(note.lines.map((line) => line.taxMinor)).toEqual(taxPerLine(lines.map(taxable)));
  });

  test("is each category's own, at its own rate", () => {
    const note = creditNoteAmounts(twoRates, [
      { position: 1, netMinor: 10_000n },
      { position: 3, netMinor: 10_000n },
      { position: 4, netMinor: 10_000n },
    ]);
    expect(note.lines.map((line) => line.taxMinor)).toEqual([2550n, 1400n, 0n]);
    expect(note).toMatchObject({ taxMinor: 3950n, totalMinor: 33_950n });
  });

  test("goes by what was credited before: the unit that a first note rounded up the next leaves out", () => {
    // 2.50 at 10 %: 0.125 of each half, rounded up once and down once.
    const invoice = invoiceOf([{ netMinor: 250n, rateBps: 1000 }], 0n);
    const first = credit(invoice, 1, 125n);
    const second = credit(credited(invoice, first), 1, 125n);
    expect([first.taxMinor, second.taxMinor]).toEqual([13n, 12n]);
  });

  test.each([
    ["more than a category has, though its line has it", [{ position: 1, netMinor: 80_001n }]],
    [
      "what would charge more in a category",
      [
        { position: 2, netMinor: -1n },
        { position: 3, netMinor: 100n },
      ],
    ],
  ])("%s is refused", (_name, wanted) => {
    expect(() => creditNoteAmounts(twoRates, wanted)).toThrow(CreditTooLarge);
  });

  test("a credit about the whole invoice takes no category beyond what it charges", () => {
    const wanted = spreadOverLines(twoRates, 160_000n);
    expect(wanted).toEqual([
      { position: 1, netMinor: 80_000n },
      { position: 3, netMinor: 50_000n },
      { position: 4, netMinor: 30_000n },
    ]);
    const invoiceTax = sum(twoRates.taxes.map((tax) => tax.taxMinor));
    expect(creditNoteAmounts(twoRates, wanted).taxMinor).toBe(invoiceTax);
  });
});

const rate = fc.constantFrom(0, 2550, 1400, 810);
const anyInvoice = fc
  .tuple(
    fc.array(fc.record({ netMinor: fc.bigInt(1n, 10_000_000n), rateBps: rate }), {
      minLength: 1,
      maxLength: 5,
    }),
    fc.array(fc.record({ netMinor: fc.bigInt(-9000n, -1n), rateBps: rate }), { maxLength: 2 }),
    fc.integer({ min: 0, max: 10_000 }),
  )
  .map(([raising, lowering, bps]) => {
    // A line that lowers the invoice stands in a category that has more.
    const fits = lowering.filter(({ netMinor, rateBps }) =>
      raising.some((one) => one.rateBps === rateBps && one.netMinor > -2n * netMinor),
    );
    const lines = [...raising, ...fits];
    const netMinor = sum(lines.map((one) => one.netMinor));
    return invoiceOf(lines, (netMinor * BigInt(bps)) / 10_000n);
  });
const steps = fc.array(
  fc.record({ line: fc.nat(6), share: fc.integer({ min: 1, max: 1000 }), withdrawn: fc.nat(9) }),
  { maxLength: 30 },
);
const groupTax = (invoice: CreditableInvoice) =>
  new Map(invoice.taxes.map((tax) => [tax.group, tax.taxMinor]));

describe("P3 and T7", () => {
  test("after notes were withdrawn a cent is nobody's loss of two", () => {
    // 5 of 10 are credited with 3 of the 9 of commission: the 6th would bring round(9 × 6 ÷ 10) − 3 = 2.
    const invoice: CreditableInvoice = {
      lines: [{ position: 1, label: "Fee", netMinor: 10n, creditedNetMinor: 5n, group: null }],
      ...{ taxes: [], commissionMinor: 9n, creditedCommissionMinor: 3n },
    };
    const note = creditNoteAmounts(invoice, [{ position: 1, netMinor: 1n }]);
    expect(note).toMatchObject({ commissionMinor: 1n, providerMinor: 0n });
  });

  test("no sequence of credits exceeds the invoice or any tax of it, and a full one is both exactly", () => {
    fc.assert(
      fc.property(anyInvoice, steps, (invoice, walk) => {
        const notes: CreditNoteAmounts[] = [];
        let left = invoice;
        const take = (wanted: { position: number; netMinor: bigint }[]) => {
          const note = creditNoteAmounts(left, wanted);
          expect(note.commissionMinor).toBeGreaterThanOrEqual(0n);
          expect(note.providerMinor).toBeGreaterThanOrEqual(0n);
          expect(note.totalMinor).toBe(note.commissionMinor + note.providerMinor + note.taxMinor);
          expect(note.taxMinor).toBe(sum(note.lines.map((line) => line.taxMinor)));
          notes.push(note);
          left = credited(left, note);
          for (const tax of left.taxes) {
            expect(tax.creditedTaxMinor).toBeGreaterThanOrEqual(0n);
            expect(tax.creditedTaxMinor).toBeLessThanOrEqual(tax.taxMinor);
          }
          expect(sum(notes.map((one) => one.totalMinor))).toBeLessThanOrEqual(totalOf(invoice));
        };
        for (const { line, share, withdrawn } of walk) {
          const one = left.lines[line % left.lines.length];
          const room = one ? one.netMinor - one.creditedNetMinor : 0n;
          const netMinor = (room * BigInt(share)) / 1000n;
          if (one && netMinor > 0n && fits(left, { group: one.group, netMinor }))
            take([{ position: one.position, netMinor }]);
          // Stripe refuses a note now and then, and it is taken out of the books again.
          if (withdrawn === 0) {
            notes.splice(line % Math.max(1, notes.length), 1);
            left = notes.reduce(credited, invoice);
          }
        }
        if (!isFullyCredited(left) && sum(allThatIsLeft(left).map((one) => one.netMinor)) > 0n)
          take(allThatIsLeft(left));
        if (isFullyCredited(left)) {
          expect(sum(notes.map((one) => one.totalMinor))).toBe(totalOf(invoice));
          expect(sum(notes.map((one) => one.commissionMinor))).toBe(invoice.commissionMinor);
          expect(new Map(left.taxes.map((tax) => [tax.group, tax.creditedTaxMinor]))).toEqual(
            groupTax(invoice),
          );
        }
      }),
      { numRuns: 400 },
    );
  });
});

function fits(invoice: CreditableInvoice, p: { group: string | null; netMinor: bigint }): boolean {
  const own = allThatIsLeft({ lines: invoice.lines.filter((line) => line.group === p.group) });
  return p.netMinor <= sum(own.map((one) => one.netMinor));
}
