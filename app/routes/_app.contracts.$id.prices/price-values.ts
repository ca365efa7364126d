import type { PriceEdit, PricesEdit, TriggerEdit } from "../../../domain/contracts/prices-edit.input.ts";
import type { Values } from "../_app.contracts.new/terms-values.ts";

const PLAIN = [
  "scheme",
  "pool",
  "pointValue",
  "pointCap",
  "maxReduction",
  "maxIncrease",
  "earnBackMonths",
  "earnBackWait",
  "ratchetMonths",
  "ratchetShare",
  "creditsBorneBy",
] as const;

const PRICE = [
  "id",
  "kind",
  "levelId",
  "reference",
  "step",
  "perStep",
  "deadband",
  "maxMalus",
  "maxBonus",
  "baselineFrom",
  "baseline",
  "baselineNote",
  "baselineMonths",
  "unitValue",
  "share",
  "floor",
  "cap",
] as const satisfies readonly (keyof PriceEdit)[];

const TRIGGER = [
  "kind",
  "levelId",
  "months",
  "failures",
  "share",
] as const satisfies readonly (keyof TriggerEdit)[];

/** Prices as the flat names and texts of a form; levels are counted in the order of the contract. */
export function priceValuesOf(edit: PricesEdit): Values {
  const values: Record<string, string> = {};
  for (const name of PLAIN) values[name] = edit[name];
  for (const [index, { levelId, rows }] of edit.bands.entries()) {
    values[`bands.${index}.levelId`] = levelId;
    for (const [at, row] of rows.entries()) {
      values[`bands.${index}.${at}.atLeast`] = row.atLeast;
      values[`bands.${index}.${at}.points`] = row.points;
    }
    if (edit.earnBackLevels.includes(levelId)) values[`earnBackLevels.${index}`] = levelId;
    if (edit.criticalLevels.includes(levelId)) values[`criticalLevels.${index}`] = levelId;
  }
  for (const [index, price] of edit.prices.entries())
    for (const name of PRICE) values[`prices.${index}.${name}`] = price[name];
  for (const [index, trigger] of edit.termination.entries())
    for (const name of TRIGGER) values[`termination.${index}.${name}`] = trigger[name];
  return values;
}

/** The form as the API takes it. Rows that were left empty, and prices of no kind, are not sent. */
export function pricesEditFrom(values: Values): PricesEdit {
  const text = (name: string) => values[name] ?? "";
  const plain = Object.fromEntries(PLAIN.map((name) => [name, text(name)])) as Record<
    (typeof PLAIN)[number],
    string
  >;
  return {
    ...plain,
    bands: rowsOf(values, "bands").map((index) => ({
      levelId: text(`bands.${index}.levelId`),
      rows: rowsOf(values, `bands.${index}`)
        .map((at) => ({
          atLeast: text(`bands.${index}.${at}.atLeast`),
          points: text(`bands.${index}.${at}.points`),
        }))
        .filter((row) => row.atLeast.trim() !== "" || row.points.trim() !== ""),
    })),
    prices: rowsOf(values, "prices")
      .map((index) => record(PRICE, (name) => text(`prices.${index}.${name}`)))
      .filter((price) => price.kind !== ""),
    earnBackLevels: listOf(values, "earnBackLevels"),
    criticalLevels: listOf(values, "criticalLevels"),
    termination: rowsOf(values, "termination")
      .map((index) => record(TRIGGER, (name) => text(`termination.${index}.${name}`)))
      .filter((trigger) => trigger.kind !== ""),
  };
}

function record<Name extends string>(names: readonly Name[], text: (name: Name) => string) {
  return Object.fromEntries(names.map((name) => [name, text(name)])) as Record<Name, string>;
}

/** 0, 1, 2 … for as many rows as the form has under a name. */
function rowsOf(values: Values, list: string): number[] {
  const found = Object.keys(values).flatMap((name) => {
    const index = name.startsWith(`${list}.`)
      ? /^(\d+)\./.exec(name.slice(list.length + 1))?.[1]
      : undefined;
    return index === undefined ? [] : [Number(index)];
  });
  return [...new Set(found)].sort((left, right) => left - right);
}

function listOf(values: Values, list: string): string[] {
  return Object.entries(values)
    .filter(([name]) => new RegExp(`^${list}\\.\\d+$`).test(name))
    .map(([, value]) => value);
}
