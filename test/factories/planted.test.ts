import { expect, test } from "vitest";
import { withoutSecretsInText } from "../../server/log-redaction.ts";
import { plantedIn } from "./planted.ts";

const LINES = [
  "Line 2: GB29600001 is paid twice",
  "to DE89370400440532013000",
  "NL987654321B01 is registered",
  "Bearer erk_0123456789abcdefghij",
  "signed with ers_0123456789abcdefghij",
  "cookie: sid=0123456789abcdefghij",
  "otpauth://totp/Engine%20Room?secret=ABC",
  "/new-password?token=0123456789abcdefghij",
];

test.each(LINES)("what is planted is found where a log shows it, and cut out by ours: %s", (line) => {
  expect(plantedIn(line, "server.log")).toHaveLength(1);
  expect(plantedIn(line, "server.log")[0]).not.toContain(line);
  expect(plantedIn(withoutSecretsInText(line), "server.log")).toEqual([]);
});

test("a password is found, wherever somebody might have logged one", () => {
  expect(plantedIn("signing in with engine-room-demo-marek", "x")).toEqual(["x: a password"]);
});
