import { expect, test } from "vitest";
import { type MetricOrigin, originLines } from "./metric-sources.tsx";

const KEYS = { label: "HFMA MAP Key CL-1 defines the formula", site: "hfma.org" };

const origin = (p: Partial<MetricOrigin>): MetricOrigin => ({
  definedBy: KEYS.label,
  definedBySite: KEYS.site,
  source: "Our proposal",
  sourceSite: null,
  vendorClaim: false,
  usualTarget: "95",
  ...p,
});

test.each<[string, Partial<MetricOrigin>, string[]]>([
  [
    "two sources are two lines",
    {},
    ["Formula: HFMA MAP Key CL-1 defines the formula, hfma.org", "Usual target: Our proposal"],
  ],
  [
    "the same source is one line",
    { source: KEYS.label, sourceSite: KEYS.site },
    ["Formula and usual target: HFMA MAP Key CL-1 defines the formula, hfma.org"],
  ],
  [
    "the same words at another place are another source",
    { source: KEYS.label, sourceSite: "apqc.org" },
    [
      "Formula: HFMA MAP Key CL-1 defines the formula, hfma.org",
      "Usual target: HFMA MAP Key CL-1 defines the formula, apqc.org",
    ],
  ],
  [
    "no usual target has no source",
    { usualTarget: null },
    ["Formula: HFMA MAP Key CL-1 defines the formula, hfma.org"],
  ],
])("%s", (_what, p, lines) => {
  expect(originLines(origin(p))).toEqual(lines);
});
