import { describe, expect, test } from "vitest";
import { dueMoves } from "./due-moves.ts";
import { verdictOf } from "./verdict.ts";
import { type VerdictBundle, verdictBundleSchema } from "./verdict-bundle.ts";

const hour = (at: number) =>
  new Date(Date.UTC(2026, 2, 2) + at * 3_600_000).toISOString().replace(".000Z", "Z");
const office = { zone: "UTC", weekly: { mon: [["09:00", "17:00"]], tue: [["09:00", "17:00"]] } };
type Happened = [at: number, type: string, minutes?: number];

function inOffice(events: Happened[], asOf = 30): VerdictBundle {
  return verdictBundleSchema.parse({
    id: "w",
    calendar: office,
    targetMinutes: 480,
    reopenPolicy: "continue",
    events: events.map(([at, type, minutes]) => ({ at: hour(at), type, ...(minutes ? { minutes } : {}) })),
    asOf: hour(asOf),
  });
}

describe("the due time", () => {
  test("moves by what a party let the work wait, in business time", () => {
    expect(
      dueMoves(
        inOffice(
          [
            [9, "start"],
            [10, "pause"],
            [16, "resume"],
          ],
          16,
        ),
      ),
    ).toEqual([
      {
        from: hour(17),
        to: hour(24 + 15),
        at: hour(16),
        ongoing: false,
        causes: [{ kind: "pause", because: 1, businessSeconds: 6 * 3600, wallSeconds: 6 * 3600 }],
      },
    ]);
  });

  test("does not move for a pause outside the hours, however long", () => {
    const bundle = inOffice(
      [
        [9, "start"],
        [18, "pause"],
        [24 + 8, "resume"],
      ],
      33,
    );
    expect(dueMoves(bundle)).toEqual([]);
    expect(verdictOf(bundle).netSeconds).toBe(8 * 3600);
  });

  test("does not move for a pause of no length", () => {
    expect(
      dueMoves(
        inOffice(
          [
            [9, "start"],
            [10, "pause"],
            [10, "resume"],
          ],
          12,
        ),
      ),
    ).toEqual([]);
  });

  test("moves on for as long as a wait lasts, and says so", () => {
    const [move] = dueMoves(
      inOffice(
        [
          [9, "start"],
          [10, "pause"],
        ],
        12,
      ),
    );
    expect(move).toMatchObject({ ongoing: true, from: hour(17), to: hour(24 + 11) });
  });

  test("moves with the priority", () => {
    const [move] = dueMoves(
      inOffice(
        [
          [9, "start"],
          [10, "target", 240],
        ],
        11,
      ),
    );
    expect(move).toMatchObject({ from: hour(17), to: hour(13), causes: [{ kind: "target" }] });
  });
});
