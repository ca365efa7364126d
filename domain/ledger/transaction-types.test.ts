import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ACCOUNTS } from "./accounts.ts";
import { TRANSACTION_TYPES, treatmentOf } from "./transaction-types.ts";

const declared = join(
  import.meta.dirname,
  "../../node_modules/stripe/esm/resources/BalanceTransactions.d.ts",
);

/** The members of `type Type = 'adjustment' | … | OtherString` of the namespace BalanceTransaction. */
function typesOfTheSdk(): string[] {
  const text = readFileSync(declared, "utf8");
  const union = /\n\s+type Type = ('adjustment'[^;]*);/.exec(text)?.[1] ?? "";
  return [...union.matchAll(/'([a-z_]+)'/g)].map((match) => match[1] ?? "").sort();
}

test("every type that the SDK knows is mapped, and no other", () => {
  const known = typesOfTheSdk();
  expect(known.length).toBeGreaterThan(40);
  expect(Object.keys(TRANSACTION_TYPES).sort()).toEqual(known);
});

test("what reconciliation books goes against an account of the chart", () => {
  for (const treatment of Object.values(TRANSACTION_TYPES))
    if (treatment.by === "reconciliation") expect(Object.keys(ACCOUNTS)).toContain(treatment.account);
});

test("a type from after this version of the SDK is unknown, and so is the name of a method", () => {
  expect(treatmentOf("stablecoin_rebate")).toBeNull();
  expect(treatmentOf("toString")).toBeNull();
});
