// What the quick tests use of Vitest, within one process: its own `expect`, and a `describe` and `test` that
// only take down what there is to run. See runner.mjs.
import { expect } from "vitest";

export { expect };

let suite = [];
let noted = [];

/** The tests a file registers while it is loaded, in order: { name, body }. */
export async function testsOf(load) {
  noted = [];
  suite = [];
  await load();
  return noted;
}

export function test(name, body) {
  noted.push({ name: [...suite, name].join(" > "), body });
}

export function describe(name, body) {
  suite.push(name);
  body();
  suite.pop();
}

test.each = (rows) => (name, body) => {
  for (const row of rows) test(name, () => body(...argumentsOf(row)));
};

describe.each = (rows) => (name, body) => {
  for (const row of rows) describe(name, () => body(...argumentsOf(row)));
};

function argumentsOf(row) {
  return Array.isArray(row) ? row : [row];
}
