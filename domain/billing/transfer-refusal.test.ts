import { expect, test } from "vitest";
import { transferRefusal } from "./transfer-refusal.ts";

test.each([
  ["balance_insufficient", /balance at Stripe does not hold this sum in EUR.*all of it stays owed/],
  ["insufficient_capabilities_for_transfer", /account receive transfers at present.*all of it stays owed/],
  ["parameter_invalid", /^Stripe refused the transfer: No such thing\.$/],
  [undefined, /^Stripe refused the transfer: No such thing\.$/],
])("a transfer refused with %s says so in words", (code, words) =>
  expect(transferRefusal({ code, message: "No such thing.", currency: "EUR" })).toMatch(words),
);
