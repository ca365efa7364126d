// @vitest-environment node
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const APP = join(import.meta.dirname, "..");
const tokens = readFileSync(join(APP, "styles/tokens.css"), "utf8");
const GROUNDS = ["paper", "surface", "sunken"];
const TEXT_ON_GROUND = ["ink", "ink-2", "ink-3", "accent", "met", "risk", "breach", "held"];
const SHAPES = ["accent", "met", "risk", "breach", "held", "control", "focus", "ink"];

/** Pairs beyond "every text on every ground": [text, ground]. */
const TEXT_ON_COLOUR: ReadonlyArray<readonly [string, string]> = [
  ["accent-ink", "accent"],
  ["accent-ink", "accent-strong"],
  ["breach-ink", "breach"],
  ["paper", "ink"],
  ["ink", "accent-soft"],
  ["ink-2", "accent-soft"],
  ["ink-3", "accent-soft"],
  ["ink", "held-soft"],
  ["breach", "accent-soft"],
  ["met", "met-soft"],
  ["breach", "breach-soft"],
];

describe.each(["light", "dark"] as const)("in the %s theme", (theme) => {
  const colours = coloursOf(theme);
  const ratio = (a: string, b: string) => contrast(colourNamed(colours, a), colourNamed(colours, b));

  test.each(
    GROUNDS.flatMap((ground) => TEXT_ON_GROUND.map((text) => [text, ground] as const)).concat(
      TEXT_ON_COLOUR,
    ),
  )("%s is readable on %s", (text, ground) => {
    expect(ratio(text, ground)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(GROUNDS.flatMap((ground) => SHAPES.map((shape) => [shape, ground] as const)))(
    "a shape in %s can be seen on %s",
    (shape, ground) => {
      expect(ratio(shape, ground)).toBeGreaterThanOrEqual(3);
    },
  );

  test("held time can be told from the paper by its outline", () => {
    expect(ratio("held", "held-soft")).toBeGreaterThanOrEqual(3);
  });
});

test("the contrast of black on white is 21, as WCAG defines it", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
});

test("every token that a style sheet reads is defined", () => {
  const defined = new Set([...tokens.matchAll(/--([\w-]+):/g)].map((match) => match[1]));
  const missing = styleSheets().flatMap(({ name, css }) => {
    const own = new Set([...css.matchAll(/--([\w-]+):/g)].map((match) => match[1]));
    const read = [...css.matchAll(/var\(--([\w-]+)/g)].map((match) => match[1]);
    return read
      .filter((token) => !defined.has(token) && !own.has(token))
      .map((token) => `${name}: ${token}`);
  });
  expect(missing).toEqual([]);
});

test("no colour is written outside of the tokens and the print sheet", () => {
  const strays = styleSheets()
    .filter(({ name }) => !name.endsWith("styles/tokens.css") && !name.endsWith("styles/print.css"))
    .flatMap(({ name, css }) =>
      [...css.matchAll(/#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(/gi)].map((match) => name + match[0]),
    );
  expect(strays).toEqual([]);
});

test("every component's rules stand in a layer, so that a page can override them", () => {
  const outside = styleSheets()
    .filter(({ name }) => name.endsWith(".module.css"))
    .filter(({ css }) => !/^(\/\*[\s\S]*?\*\/\s*)?@layer (components|pages) \{/.test(css))
    .map(({ name }) => name);
  expect(outside).toEqual([]);
});

function styleSheets(): Array<{ name: string; css: string }> {
  return ["styles", "components", "routes/design"].flatMap((folder) =>
    readdirSync(join(APP, folder))
      .filter((file) => file.endsWith(".css"))
      .map((file) => ({ name: `${folder}/${file}`, css: readFileSync(join(APP, folder, file), "utf8") })),
  );
}

function coloursOf(theme: "light" | "dark"): Map<string, string> {
  const pairs = tokens.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g);
  return new Map(
    [...pairs].map(([, name, light, dark]) => [name ?? "", (theme === "light" ? light : dark) ?? ""]),
  );
}

function colourNamed(colours: ReadonlyMap<string, string>, name: string): string {
  const colour = colours.get(name);
  if (!colour) throw new Error(`No colour is called ${name}.`);
  return colour;
}

/** WCAG 2.2, "contrast ratio": relative luminances with 0.05 of flare. */
function contrast(a: string, b: string): number {
  const [darker, lighter] = [luminance(a), luminance(b)].sort((one, other) => one - other);
  return ((lighter ?? 0) + 0.05) / ((darker ?? 0) + 0.05);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
