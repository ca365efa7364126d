import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { verdictBundles } from "../../test/oracle/random-bundles.ts";
import { parseInstantNanoseconds } from "../shared/instant.ts";
import { type VerdictResult, verdictOf } from "./verdict.ts";
import type { VerdictBundle } from "./verdict-bundle.ts";

const RUNS = { numRuns: 400 };
const ns = (text: string) => parseInstantNanoseconds(text) ?? 0n;
const figures = ({ bundleHash: _hash, ignored: _ignored, ...rest }: VerdictResult) => rest;

/** A clock that started and was neither reset, reopened nor cancelled: one cycle. */
const oneCycle = verdictBundles.map((bundle) => ({
  ...bundle,
  events: bundle.events.filter(({ type }) => !["reset", "reopen", "cancel"].includes(type)),
}));

describe("for any bundle", () => {
  test("a pause that ends at once changes nothing", () => {
    fc.assert(
      fc.property(verdictBundles, fc.nat(5000), (bundle, minutes) => {
        const start = ns(bundle.events[0]?.at ?? bundle.asOf);
        const at = new Date(Number(start / 1_000_000n) + minutes * 60_000).toISOString();
        const before = bundle.events.filter((event) => ns(event.at) <= ns(at));
        const running = verdictOf({ ...bundle, events: before, asOf: at }).state === "running";
        const split: VerdictBundle = {
          ...bundle,
          events: [...bundle.events, { at, type: "pause" }, { at, type: "resume" }],
        };
        if (running) expect(figures(verdictOf(split))).toEqual(figures(verdictOf(bundle)));
      }),
      RUNS,
    );
  });

  test("an exclusion in two parts is the same exclusion", () => {
    fc.assert(
      fc.property(verdictBundles, (bundle) => {
        const parts = (bundle.exclusions ?? []).flatMap(({ from, to }) => {
          const half = new Date((Date.parse(from) + Date.parse(to)) / 2).toISOString();
          return [
            { from: half, to },
            { from, to: half },
          ];
        });
        const whole = figures(verdictOf({ ...bundle, exclusions: bundle.exclusions }));
        expect(figures(verdictOf({ ...bundle, exclusions: parts }))).toEqual(whole);
      }),
      RUNS,
    );
  });

  test("reading later never shortens the last cycle, and a breach that happened stays where it was", () => {
    fc.assert(
      fc.property(oneCycle, fc.nat(20_000), (bundle, minutes) => {
        const last = bundle.events.map((event) => event.at).sort((a, b) => (ns(a) < ns(b) ? -1 : 1));
        const asOf =
          [bundle.asOf, last.at(-1) ?? bundle.asOf].sort((a, b) => (ns(a) < ns(b) ? -1 : 1))[1] ?? "";
        const now = verdictOf({ ...bundle, asOf });
        const later = verdictOf({
          ...bundle,
          asOf: new Date(Date.parse(asOf) + minutes * 60_000).toISOString(),
        });
        expect(later.netSeconds).toBeGreaterThanOrEqual(now.netSeconds);
        if (now.state !== "running") expect(figures(later)).toEqual(figures(now));
        if (now.verdict === "breached") expect(later.breachAt).toBe(now.breachAt);
        // What was foreseen comes true where nothing else happens.
        if (later.verdict === "breached") expect(later.breachAt).toBe(now.breachAt);
      }),
      RUNS,
    );
  });

  test("a later stop never shortens", () => {
    fc.assert(
      fc.property(oneCycle, fc.nat(3000), fc.nat(3000), (bundle, first, more) => {
        const begin = Date.parse(bundle.events[0]?.at ?? bundle.asOf);
        const stopAfter = (minutes: number) => {
          const at = new Date(begin + minutes * 60_000).toISOString();
          const events = bundle.events.filter((event) => event.type !== "stop" && ns(event.at) < ns(at));
          return verdictOf({ ...bundle, events: [...events, { at, type: "stop" }], asOf: at });
        };
        const [early, late] = [stopAfter(first), stopAfter(first + more)];
        expect(late.netSeconds).toBeGreaterThanOrEqual(early.netSeconds);
        expect(late.grossSeconds).toBeGreaterThanOrEqual(early.grossSeconds);
      }),
      RUNS,
    );
  });

  test("more hours never make a clock slower, and a wider exclusion never makes it longer", () => {
    fc.assert(
      fc.property(oneCycle, (bundle) => {
        const measured = verdictOf(bundle);
        expect(verdictOf({ ...bundle, calendar: null }).netSeconds).toBeGreaterThanOrEqual(
          measured.netSeconds,
        );
        const wider = (bundle.exclusions ?? []).map(({ from, to }) => ({
          from,
          to: new Date(Date.parse(to) + 3_600_000).toISOString(),
        }));
        const less = verdictOf({ ...bundle, exclusions: wider });
        expect(less.netSeconds).toBeLessThanOrEqual(measured.netSeconds);
        expect(less.grossSeconds).toBe(measured.grossSeconds);
      }),
      RUNS,
    );
  });
});
