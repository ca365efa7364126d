import { expect, test } from "vitest";
import { resetAddress } from "./password-reset.ts";

test.each([
  ["anna@halden.example", "anna@halden.example"],
  ["  Anna@Halden.Example ", "anna@halden.example"],
  ["anna", null],
  ["", null],
  ["anna@halden.example\0", null],
  ["anna@halden.example\r\nBcc: all@halden.example", null],
  [`${"a".repeat(250)}@halden.example`, null],
])("%j is the address %j", (text, address) => {
  expect(resetAddress(text)).toBe(address);
});
