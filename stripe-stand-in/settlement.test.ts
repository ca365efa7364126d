import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { setSettlement, settled, settlementOf } from "./settlement.ts";
import { openStore } from "./store.ts";

test.each([
  ["0.9236", 378_400, 349_490],
  ["0.9236", -378_400, -349_490],
  ["0.5", 1, 1],
  ["0.5", -1, -1],
  ["1.05", 0, 0],
  ["160", 7, 1120],
])("at %s, %i comes to %i: once, half away from zero", (rate, amount, expected) => {
  expect(settled(amount, { from: "usd", to: "eur", rate })).toBe(expected);
});

test("a currency settles as another one until it is told otherwise, and no rate is guessed", () => {
  const store = openStore(mkdtempSync(join(tmpdir(), "settles-")));
  expect(settlementOf(store, "usd")).toBeNull();
  setSettlement(store, { from: "USD", to: "EUR", rate: "0.92" });
  expect(settlementOf(store, "usd")).toEqual({ from: "usd", to: "eur", rate: "0.92" });
  expect(() => setSettlement(store, { from: "usd", to: "eur", rate: "a lot" })).toThrow("no rate");
  setSettlement(store, { from: "usd" });
  expect(settlementOf(store, "usd")).toBeNull();
});
