import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { credited, invoiceOf, sum, totalOf } from "../../test/factories/creditable.ts";
import { CreditTooLarge } from "./credit-errors.ts";
import {
  allThatIsLeft,
  type CreditableInvoice,
  type CreditNoteAmounts,
  creditNoteAmounts,
  cumulativePart,
  isFullyCredited,
  spreadOverLines,
} from "./credit-note.ts";

const credit = (invoice: CreditableInvoice, position: number, netMinor: bigint) =>
  creditNoteAmounts(invoice, [{ position, netMinor }]);

test("the worked example: 100.00 net of 1,200.00 at 20 % tax and 10 % commission", () => {
  const invoice = invoiceOf(
    [
      { netMinor: 100_000n, rateBps: 2000 },
      { netMinor: 20_000n, rateBps: 2000 },
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
    const three = { netMinor: 333n, rateBps: 2000 };
    const invoice = invoiceOf([three, three, three], 0n);
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
    const invoice = invoiceOf([{ netMinor: 100n, rateBps: 1900 }], 10n);
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
    const invoice = invoiceOf([{ netMinor: 8100n, rateBps: 2100 }], 811n);
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
    const invoice = invoiceOf([{ netMinor: 1001n, rateBps: 2000 }], 100n);
    const first = credit(invoice, 1, 500n);
    const rest = creditNoteAmounts(credited(invoice, first), allThatIsLeft(credited(invoice, first)));
    expect(first.totalMinor + rest.totalMinor).toBe(1201n);
  });

  test("case 27: a fully credited invoice takes no cent more, and there is no credit of nothing", () => {
    const invoice = invoiceOf([{ netMinor: 1n }], 0n);
    const gone = credited(invoice, credit(invoice, 1, 1n));
    expect(() => credit(gone, 1, 1n)).toThrow(CreditTooLarge);
    expect(() => credit(invoice, 1, 0n)).toThrow(CreditTooLarge);
    expect(() => credit(invoice, 1, -1n)).toThrow(CreditTooLarge);
    expect(() => creditNoteAmounts(invoice, [])).toThrow(CreditTooLarge);
  });

  test("case 28: commission is given back with the part, by what is left of it", () => {
    const invoice = invoiceOf([{ netMinor: 5n }], 1n);
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
  const lowered = invoiceOf([{ netMinor: 400_000n }, { netMinor: -21_600n }], 37_840n);

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
      [1n, 1n, 1n].map((n) => ({ netMinor: n * 100n })),
      0n,
    );
    expect(sum(spreadOverLines(invoice, 100n).map((one) => one.netMinor))).toBe(100n);
    expect(() => spreadOverLines(invoice, 301n)).toThrow(CreditTooLarge);
    expect(() => spreadOverLines(invoice, 0n)).toThrow(CreditTooLarge);
  });
});

const amount = (max: number) => fc.bigInt({ min: 1n, max: BigInt(max) });

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
