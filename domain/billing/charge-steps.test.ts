import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { credited, invoiceOf as issued } from "../../test/factories/creditable.ts";
import { type Adjustment, adjustmentSchema } from "../service-levels/adjustment-bundle.ts";
import { recomputeStatement } from "../service-levels/recompute.ts";
import type { StatementBundle } from "../service-levels/statement-bundle.ts";
import { statementFigures, statementOf } from "../service-levels/statement-result.ts";
import { chargeStepMinor, OffStep } from "../shared/currency.ts";
import { disputeParts } from "./charge-dispute.ts";
import { allThatIsLeft, creditNoteAmounts, spreadOverLines } from "./credit-note.ts";
import { providerShares, refuseTooMuch } from "./objection.ts";
import { splitPayout } from "./split-payout.ts";
import { taxLines, taxPerLine } from "./tax/invoice-tax.ts";

const treatment = { category: "S", rateBps: 2400, reasonCode: null, note: null, source: "test" } as const;
const sum = (all: readonly bigint[]) => all.reduce((total, one) => total + one, 0n);
const currencies = fc.constantFrom("USD", "JPY", "ISK", "UGX", "KWD", "BHD", "TND");

function bundle(p: { currency: string; feeMinor: bigint; adjustments?: Adjustment[] }): StatementBundle {
  const level = {
    direction: "higher",
    target: "98",
    minimum: "95",
    missBps: 5000,
    failBps: 10_000,
  } as const;
  const step = chargeStepMinor(p.currency);
  return {
    ...{ id: "m", currency: p.currency, feeMinor: String(p.feeMinor), commissionBps: 1000 },
    scheme: {
      ...{ kind: "at_risk_pool", poolBps: 1200, capBps: 1000 },
      levels: [
        { ...level, id: "a", weightBps: 3333, measured: "96" },
        { ...level, id: "b", weightBps: 3333, measured: "90" },
        { ...level, id: "c", weightBps: 3334, measured: null },
      ],
    },
    ...(p.adjustments ? { adjustments: p.adjustments } : {}),
    collar: { maxReductionBps: 1100, maxIncreaseBps: 500 },
    ...(step === 1n ? {} : { stepMinor: String(step) }),
  };
}

describe("a statement in a currency that is charged in steps", () => {
  test.each([
    // 123,400 crowns at 12 %: 4,935.26 of a third at half its weight is 2,468 whole crowns.
    ["ISK", 12_340_000n, { creditMinor: 1_234_000n, commissionMinor: 1_110_600n }],
    // 1,234.560 dinars in tens of fils.
    ["KWD", 1_234_560n, { creditMinor: 123_460n, commissionMinor: 111_110n }],
    // Without steps: as ever, to the minor unit.
    ["USD", 1_234_560n, { creditMinor: 123_456n, commissionMinor: 111_110n }],
    ["JPY", 123_457n, { creditMinor: 12_346n, commissionMinor: 11_111n }],
  ])("%s %s", (currency, feeMinor, expected) => {
    expect(statementFigures(bundle({ currency, feeMinor }))).toMatchObject(expected);
  });

  test("case 30: is made of multiples of the step that add up", () => {
    const price = fc.record({
      perStepMinor: fc.integer({ min: 1, max: 99_999 }),
      measured: fc.constantFrom("90.1", "97.3", "99.9", null),
    });
    fc.assert(
      fc.property(
        currencies,
        fc.bigInt(1n, 10n ** 7n),
        price,
        (currency, steps, { perStepMinor, measured }) => {
          const step = chargeStepMinor(currency);
          const adjustment = adjustmentSchema.parse({
            ...{
              id: "x",
              kind: "bonus_malus",
              measured,
              reference: "97",
              direction: "higher",
              step: "0.3",
            },
            ...{ perStepMinor: String(perStepMinor), maxMalusMinor: "123457", maxBonusMinor: "654321" },
          });
          const found = statementFigures(
            bundle({ currency, feeMinor: steps * step, adjustments: [adjustment] }),
          );
          const parts = [
            ...found.levels.flatMap((one) => [one.creditMinor, one.uncappedMinor]),
            ...found.adjustments.map((one) => one.amountMinor),
            ...[found.creditMinor, found.capMinor, found.collarMinor, found.netMinor, found.carriedMinor],
            ...[
              found.commissionMinor,
              found.providerMinor,
              found.providerBearsMinor,
              found.platformBearsMinor,
            ],
          ];
          expect(parts.filter((part) => part % step !== 0n)).toEqual([]);
          expect(sum(found.levels.map((one) => one.creditMinor))).toBe(found.creditMinor);
          expect(found.commissionMinor + found.providerMinor).toBe(found.netMinor);
          expect(found.creditMinor <= found.capMinor).toBe(true);
        },
      ),
    );
  });

  test("is rebuilt from its bundle, and one without a step is what it always was", () => {
    const crowns = bundle({ currency: "ISK", feeMinor: 12_340_000n });
    expect(recomputeStatement(crowns)).toEqual(statementOf(crowns));
    const { stepMinor: _step, ...before } = crowns;
    expect(recomputeStatement(before)).toMatchObject({
      creditMinor: "1234000",
      commissionMinor: "1110600",
    });
    const { stepMinor: _none, ...odd } = bundle({ currency: "ISK", feeMinor: 12_345_600n });
    expect(recomputeStatement(odd)).toMatchObject({ creditMinor: "1234560" });
    expect(recomputeStatement({ ...odd, stepMinor: "100" })).toMatchObject({ creditMinor: "1234600" });
    expect(recomputeStatement({ ...odd, stepMinor: "0" })).toMatchObject({ error: { path: "stepMinor" } });
  });
});

const nets = fc.array(fc.bigInt(1n, 10n ** 6n), { minLength: 1, maxLength: 8 });

describe("tax", () => {
  test("24 % of 1,235 crowns is 296 crowns, of 1.230 dinars 0.300", () => {
    expect(taxLines([{ amountMinor: 123_500n, treatment }], 100n)).toMatchObject([{ taxMinor: 29_600n }]);
    expect(taxLines([{ amountMinor: 1230n, treatment }], 10n)).toMatchObject([{ taxMinor: 300n }]);
    expect(taxLines([{ amountMinor: 123_500n, treatment }])).toMatchObject([{ taxMinor: 29_640n }]);
  });

  test("of lines is made of multiples of the step and is that of their sum", () => {
    fc.assert(
      fc.property(currencies, nets, (currency, some) => {
        const step = chargeStepMinor(currency);
        const lines = some.map((net) => ({ amountMinor: net * step, treatment }));
        const parts = taxPerLine(lines, step);
        expect(parts.filter((part) => part % step !== 0n)).toEqual([]);
        expect(sum(parts)).toBe(sum(taxLines(lines, step).map((one) => one.taxMinor)));
      }),
    );
  });
});

/** An invoice in steps, with its tax and commission as they are made at issue. */
function invoiceOf(some: readonly bigint[], step: bigint) {
  const lines = some.map((net) => ({ netMinor: net * step, rateBps: treatment.rateBps }));
  return issued(lines, ((sum(some) * 12n) / 100n) * step, step);
}

describe("credit notes", () => {
  test("of any sequence are in steps and come to the invoice exactly", () => {
    fc.assert(
      fc.property(
        currencies,
        nets,
        fc.array(fc.integer({ min: 1, max: 99 }), { maxLength: 5 }),
        (currency, some, cuts) => {
          const step = chargeStepMinor(currency);
          let invoice = invoiceOf(some, step);
          const total = sum(some);
          const given = { tax: 0n, commission: 0n };
          const credit = (wanted: { position: number; netMinor: bigint }[]) => {
            const note = creditNoteAmounts(invoice, wanted);
            const all = [note.taxMinor, note.commissionMinor, note.providerMinor, note.totalMinor];
            expect(
              [...all, ...note.lines.flatMap((one) => [one.netMinor, one.taxMinor])].every(
                (one) => one % step === 0n,
              ),
            ).toBe(true);
            given.tax += note.taxMinor;
            given.commission += note.commissionMinor;
            invoice = credited(invoice, note);
          };
          for (const cut of cuts) {
            const part = (total * BigInt(cut)) / 1000n;
            const left = sum(allThatIsLeft(invoice).map((one) => one.netMinor)) / step;
            if (part > 0n && part < left) credit(spreadOverLines(invoice, part * step));
          }
          credit(allThatIsLeft(invoice));
          expect(given.tax).toBe(sum(invoice.taxes.map((tax) => tax.taxMinor)));
          expect(given.commission).toBe(invoice.commissionMinor);
        },
      ),
    );
  });

  test("and objections of half a crown are refused, of what is left not", () => {
    const invoice = invoiceOf([100n, 50n], 100n);
    expect(() => creditNoteAmounts(invoice, [{ position: 1, netMinor: 150n }])).toThrow(OffStep);
    expect(() => spreadOverLines(invoice, 150n)).toThrow(OffStep);
    const objection = { leftMinor: 250n, what: "the month", stepMinor: 100n };
    expect(() => refuseTooMuch({ ...objection, amountMinor: 150n })).toThrow(OffStep);
    expect(() => refuseTooMuch({ ...objection, amountMinor: 250n })).not.toThrow();
    expect(() => refuseTooMuch({ ...objection, amountMinor: 200n })).not.toThrow();
  });
});

test("held, reserved and disputed parts are in steps and add up to the share", () => {
  const share = fc.record({
    net: fc.bigInt(2n, 10n ** 9n),
    bps: fc.bigInt(1n, 10_000n),
    cut: fc.bigInt(1n, 99n),
  });
  fc.assert(
    fc.property(
      currencies,
      share,
      fc.integer({ min: 0, max: 10_000 }),
      (currency, { net, bps, cut }, reserveBps) => {
        const step = chargeStepMinor(currency);
        const [netMinor, providerMinor] = [net * step, ((net * bps) / 10_000n) * step];
        const first = ((net * cut) / 100n) * step;
        const contested = [first, netMinor - first];
        const held = providerShares({
          netMinor,
          providerMinor,
          contestedMinor: contested,
          stepMinor: step,
        });
        expect(held.every((part) => part % step === 0n)).toBe(true);
        expect(sum(held)).toBe(providerMinor);
        const split = splitPayout({
          ...{
            amountMinor: providerMinor,
            contested: [{ key: "o", amountMinor: held[0] ?? 0n }],
            receivables: [],
          },
          reserve: { bps: reserveBps, roomMinor: providerMinor / 2n, stepMinor: step },
        });
        const parts = [
          ...split.contested.map((one) => one.amountMinor),
          split.reserveMinor,
          split.transferMinor,
        ];
        expect(parts.every((part) => part % step === 0n && part >= 0n)).toBe(true);
        expect(sum(parts)).toBe(providerMinor);
        const disputed = disputeParts(
          {
            ...{
              totalMinor: netMinor,
              providerMinor,
              commissionMinor: netMinor - providerMinor,
              taxMinor: 0n,
            },
            ...{ before: { amountMinor: 0n, providerMinor: 0n, taxMinor: 0n }, stepMinor: step },
          },
          first,
        );
        expect(Object.values(disputed).every((part) => part % step === 0n)).toBe(true);
      },
    ),
  );
});
