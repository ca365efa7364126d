import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileCalendar } from "./compiled-calendar.ts";
import { businessSeconds, instantReached, type Stretch, unionOf, without } from "./elapsed-time.ts";

const stretch = fc
  .tuple(fc.integer({ min: -30, max: 60 }), fc.nat(20))
  .map(([from, length]) => ({ from, to: from + length }));
const anyStretches = fc.array(stretch, { maxLength: 6 });
/** Ascending, apart and none of no length, as a clock hands them over. */
const apart = anyStretches.map((list) => unionOf(list).filter(({ from, to }) => to > from));

/** The seconds that lie in a list, one by one. */
const seconds = (list: readonly Stretch[]) => {
  const all = new Set<number>();
  for (const { from, to } of list) for (let at = from; at < to; at += 1) all.add(at);
  return all;
};
const sorted = (set: Iterable<number>) => [...set].sort((a, b) => a - b);
const always = compileCalendar(null);

describe("a union", () => {
  test("holds the same seconds as its parts, in stretches that ascend and lie apart", () => {
    fc.assert(
      fc.property(anyStretches, (list) => {
        const union = unionOf(list);
        expect(sorted(seconds(union))).toEqual(sorted(seconds(list)));
        for (const [n, one] of union.entries()) {
          const next = union[n + 1];
          if (next) expect(one.to).toBeLessThan(next.from);
        }
      }),
    );
  });

  test("is idempotent, and neither order nor grouping matters", () => {
    fc.assert(
      fc.property(anyStretches, anyStretches, anyStretches, (a, b, c) => {
        expect(unionOf(unionOf(a))).toEqual(unionOf(a));
        expect(unionOf([...b, ...a])).toEqual(unionOf([...a, ...b]));
        expect(unionOf([...unionOf([...a, ...b]), ...c])).toEqual(
          unionOf([...a, ...unionOf([...b, ...c])]),
        );
      }),
    );
  });

  test("joins stretches that touch, and ends where the longest ends", () => {
    const touching = [
      { from: 4, to: 6 },
      { from: 0, to: 4 },
      { from: 1, to: 2 },
    ];
    expect(unionOf(touching)).toEqual([{ from: 0, to: 6 }]);
    const apart = [
      { from: 7, to: 8 },
      { from: 0, to: 4 },
      { from: 5, to: 6 },
    ];
    expect(unionOf(apart)).toEqual([
      { from: 0, to: 4 },
      { from: 5, to: 6 },
      { from: 7, to: 8 },
    ]);
  });

  test("leaves what it was given as it was", () => {
    const given = [
      { from: 5, to: 9 },
      { from: 0, to: 6 },
    ];
    expect(unionOf(given)).toEqual([{ from: 0, to: 9 }]);
    expect(given).toEqual([
      { from: 5, to: 9 },
      { from: 0, to: 6 },
    ]);
  });
});

describe("what exclusions leave", () => {
  test("are the seconds that none of them covers", () => {
    fc.assert(
      fc.property(apart, apart, (running, excluded) => {
        const gone = seconds(excluded);
        expect(sorted(seconds(without(running, excluded)))).toEqual(
          sorted(seconds(running)).filter((at) => !gone.has(at)),
        );
      }),
    );
  });

  test("and what they cover make up the whole: the intersection is the rest", () => {
    fc.assert(
      fc.property(apart, apart, (running, excluded) => {
        const left = without(running, excluded);
        const common = without(running, left);
        expect(businessSeconds(always, left) + businessSeconds(always, common)).toBe(
          businessSeconds(always, running),
        );
        expect(sorted(seconds(common))).toEqual(
          sorted(seconds(without(excluded, without(excluded, running)))),
        );
      }),
    );
  });

  test.each<[string, Stretch[], Stretch[]]>([
    ["nothing, where one covers all", [{ from: 0, to: 10 }], []],
    ["all, where one ends as the running begins", [{ from: -5, to: 2 }], [{ from: 2, to: 8 }]],
    ["all, where one begins as the running ends", [{ from: 8, to: 20 }], [{ from: 2, to: 8 }]],
    [
      "both ends, where one lies inside",
      [{ from: 4, to: 5 }],
      [
        { from: 2, to: 4 },
        { from: 5, to: 8 },
      ],
    ],
    ["the head", [{ from: 4, to: 30 }], [{ from: 2, to: 4 }]],
    ["the tail", [{ from: 0, to: 4 }], [{ from: 4, to: 8 }]],
  ])("%s", (_name, exclusions, left) => {
    expect(without([{ from: 2, to: 8 }], exclusions)).toEqual(left);
  });

  test("never are a stretch of no length, whatever touches or covers what", () => {
    fc.assert(
      fc.property(apart, anyStretches, (running, excluded) => {
        const left = without(running, unionOf(excluded));
        expect(left.filter(({ from, to }) => to <= from)).toEqual([]);
      }),
    );
  });

  test("are whole where an exclusion of no length lies inside: it cuts nothing", () => {
    const left = without([{ from: 2, to: 8 }], [{ from: 5, to: 5 }]);
    expect(businessSeconds(always, left)).toBe(6);
  });

  test("keep the stretch after several exclusions", () => {
    const exclusions = [
      { from: 0, to: 3 },
      { from: 4, to: 5 },
      { from: 6, to: 7 },
      { from: 20, to: 30 },
    ];
    expect(without([{ from: 2, to: 8 }], exclusions)).toEqual([
      { from: 3, to: 4 },
      { from: 5, to: 6 },
      { from: 7, to: 8 },
    ]);
  });

  test("is a list of its own even where nothing is excluded", () => {
    const running = [{ from: 0, to: 1 }];
    const left = without(running, []);
    expect(left).toEqual(running);
    expect(left).not.toBe(running);
  });
});

describe("business time", () => {
  const calendar = compileCalendar({
    zone: "UTC",
    weekly: { thu: [["00:00", "00:01"]], fri: [["00:00", "24:00"]] },
  });
  const interval = fc
    .tuple(fc.integer({ min: -200_000, max: 200_000 }), fc.nat(200_000), fc.nat(200_000))
    .map(([from, first, second]) => ({ from, cut: from + first, to: from + first + second }));

  test("of an interval that is split anywhere is the time of the parts", () => {
    fc.assert(
      fc.property(interval, ({ from, cut, to }) => {
        expect(
          businessSeconds(calendar, [
            { from, to: cut },
            { from: cut, to },
          ]),
        ).toBe(businessSeconds(calendar, [{ from, to }]));
      }),
    );
  });

  test("of an interval never shrinks as its end moves on, and never passes the time that went by", () => {
    fc.assert(
      fc.property(interval, ({ from, cut, to }) => {
        const [early, late] = [calendar.measure(from, cut), calendar.measure(from, to)];
        expect(early).toBeLessThanOrEqual(late);
        expect(late - early).toBeLessThanOrEqual(to - cut);
      }),
    );
  });

  test("is reached at the first instant that holds it, and splitting does not move that instant", () => {
    fc.assert(
      fc.property(interval, fc.nat(90_000), ({ from, cut, to }, wanted) => {
        const reached = instantReached(calendar, [{ from, to }], wanted);
        const parts = [
          { from, to: cut },
          { from: cut, to },
        ];
        expect(instantReached(calendar, parts, wanted)).toBe(reached);
        const total = calendar.measure(from, to);
        if (wanted > total) expect(reached).toBeNull();
        else expect(calendar.measure(from, reached ?? Number.NaN)).toBe(wanted);
        if (reached !== null && wanted > 0) expect(calendar.measure(from, reached - 1)).toBe(wanted - 1);
      }),
    );
  });
});

test("an interval of no length holds nothing, and nothing is reached where it begins", () => {
  expect(businessSeconds(always, [{ from: 7, to: 7 }])).toBe(0);
  expect(instantReached(always, [{ from: 7, to: 7 }], 0)).toBe(7);
  expect(instantReached(always, [{ from: 7, to: 7 }], 1)).toBeNull();
  expect(instantReached(always, [], 0)).toBeNull();
});
