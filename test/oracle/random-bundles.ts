import fc from "fast-check";
import type { StatementBundle } from "../../domain/service-levels/statement-bundle.ts";
import type { VerdictBundle } from "../../domain/service-levels/verdict-bundle.ts";

/** Zones whose clocks do unusual things, beside two that everybody knows. */
export const ZONES = [
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
  "Pacific/Chatham",
  "Africa/Casablanca",
  "America/New_York",
  "Europe/London",
  "Pacific/Apia",
  "Africa/Cairo",
];

/** Weeks around changes of the clocks, a leap day, a turn of the year and a Ramadan in Morocco. */
const WEEKS = [
  "2026-03-06",
  "2026-03-27",
  "2026-04-03",
  "2026-09-25",
  "2026-10-02",
  "2026-10-30",
  "2027-02-05",
  "2027-03-12",
  "2028-02-27",
  "2026-12-29",
  "2035-03-24",
  "2011-12-28",
].map((date) => Date.parse(`${date}T00:00:00Z`) / 1000);

const DAY = 86_400;
const TYPES = ["start", "pause", "resume", "stop", "reopen", "reset", "cancel", "target"] as const;

const clockText = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
const time = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 47 }).map((half) => clockText(half * 30)) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 1439 }).map(clockText) },
);
const end = fc.oneof({ weight: 6, arbitrary: time }, { weight: 1, arbitrary: fc.constant("24:00") });
const spans = fc.array(fc.tuple(time, end), { maxLength: 3 });
const day = fc.option(spans, { nil: undefined, freq: 5 });

/** Around the clock, a whole week of open days, or any spans at all, with holidays and overrides. */
const calendarFrom = (start: number) => {
  const dates = Array.from({ length: 7 }, (_, n) =>
    new Date((start + n * DAY) * 1000).toISOString().slice(0, 10),
  );
  return fc.option(
    fc.record({
      zone: fc.constantFrom(...ZONES),
      weekly: fc
        .record({ mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day })
        .map((week) => JSON.parse(JSON.stringify(week)) as typeof week),
      holidays: fc.uniqueArray(fc.constantFrom(...dates), { maxLength: 2 }),
      overrides: fc.dictionary(fc.constantFrom(...dates), spans, { maxKeys: 2 }),
    }),
    { freq: 12 },
  );
};

const instant = (seconds: number, fraction = "") =>
  new Date(seconds * 1000).toISOString().replace(".000Z", `${fraction}Z`);

/**
 * Any bundle of a week or so. Most are written in whole minutes; one in ten counts seconds, with fractions.
 */
export const verdictBundles: fc.Arbitrary<VerdictBundle> = fc
  .record({ start: fc.constantFrom(...WEEKS), inSeconds: fc.integer({ min: 0, max: 9 }) })
  .chain(({ start, inSeconds }) => {
    const exact = inSeconds === 0;
    const unit = exact ? 1 : 60;
    const most = exact ? 20_000 : 6 * 1440;
    const fraction = exact ? fc.constantFrom("", "", ".25", ".5", ".999") : fc.constant("");
    const at = fc
      .tuple(fc.integer({ min: 0, max: most }), fraction)
      .map(([n, part]) => instant(start + n * unit, part));
    const plain = fc.record({ at, type: fc.constantFrom(...TYPES), minutes: fc.nat(exact ? 120 : 3000) });
    return fc.record({
      id: fc.string({ maxLength: 6 }),
      calendar: calendarFrom(start),
      targetMinutes: fc.oneof(fc.nat(exact ? 200 : 2500), fc.constant(0)),
      reopenPolicy: fc.constantFrom("continue" as const, "new_cycle" as const),
      exclusions: fc.array(
        fc.tuple(fc.integer({ min: 0, max: most }), fc.nat(Math.floor(most / 3))).map(([from, length]) => ({
          from: instant(start + from * unit),
          to: instant(start + (from + length) * unit),
        })),
        { maxLength: 3 },
      ),
      events: fc
        .tuple(
          fc.option(fc.constant({ at: instant(start), type: "start" as const }), { freq: 8 }),
          fc.array(plain, { maxLength: 9 }),
        )
        .map(([first, rest]) => [...(first ? [first] : []), ...rest.map(written)]),
      asOf: at,
    });
  });

function written(event: { at: string; type: (typeof TYPES)[number]; minutes: number }) {
  const { at, type, minutes } = event;
  return type === "target" ? { at, type, minutes } : { at, type };
}

const figure = fc
  .tuple(fc.integer({ min: 9400, max: 10_000 }), fc.constantFrom(0, 1, 2))
  .map(([hundredths, places]) => (hundredths / 100).toFixed(places));
const bps = fc.oneof(fc.constantFrom(0, 333, 1000, 2500, 5000, 10_000), fc.nat(10_000));
const minor = fc.oneof(fc.nat(2_000_000).map(String), fc.bigInt(0n, 10n ** 29n).map(String));

const atRiskLevel = fc.record({
  weightBps: bps,
  direction: fc.constantFrom("higher" as const, "lower" as const),
  target: figure,
  minimum: figure,
  missBps: bps,
  failBps: bps,
  measured: fc.option(figure, { freq: 6 }),
  excused: fc.boolean(),
});
const band = fc.record({ atLeast: figure, points: fc.nat(6) });
const pointsLevel = fc.record({
  measured: fc.option(figure, { freq: 6 }),
  target: figure,
  bands: fc.tuple(fc.array(band, { maxLength: 3 }), fc.nat(9), fc.nat(3)).map(([bands, points, place]) => {
    const all: { atLeast?: string; points: number }[] = [...bands];
    all.splice(Math.min(place, all.length), 0, { points });
    return all;
  }),
  failedLastPeriod: fc.boolean(),
});
const numbered = <Level>(levels: readonly Level[]) =>
  levels.map((level, n) => ({ id: `level-${n}`, ...level }));

/** Any month's money under either scheme, with caps that bite and fees of any size. */
export const statementBundles: fc.Arbitrary<StatementBundle> = fc.record({
  id: fc.string({ maxLength: 6 }),
  currency: fc.constant("USD"),
  feeMinor: minor,
  commissionBps: bps,
  scheme: fc.oneof(
    fc.record({
      kind: fc.constant("at_risk_pool" as const),
      poolBps: fc.oneof(bps, fc.nat(25_000)),
      capBps: bps,
      levels: fc.array(atRiskLevel, { maxLength: 5 }).map(numbered),
    }),
    fc.record({
      kind: fc.constant("service_points" as const),
      valuePerPointMinor: fc.nat(50_000).map(String),
      capBps: bps,
      levels: fc.array(pointsLevel, { maxLength: 5 }).map(numbered),
    }),
  ),
});
