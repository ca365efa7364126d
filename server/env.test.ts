import { expect, test } from "vitest";
import { BadEnvironment, readEnv } from "./env.ts";

test("an empty environment is a whole configuration", () => {
  expect(readEnv({})).toMatchObject({ PORT: 3000, HOST: "127.0.0.1", ROLE: "all", LOG_LEVEL: "info" });
});

test("an empty variable counts as unset", () => {
  expect(readEnv({ PORT: "", DATABASE_URL: "" }).PORT).toBe(3000);
});

test.each([
  [{ PORT: "abc" }, /PORT must be a whole number/],
  [{ PORT: "70000" }, /PORT must be a whole number/],
  [{ PORT: "80.5" }, /PORT must be a whole number/],
  [{ DATABASE_URL: "mysql://x" }, /DATABASE_URL must begin with postgres/],
  [{ STRIPE_API_BASE: "nowhere" }, /STRIPE_API_BASE must be an http/],
  [{ STRIPE_SECRET_KEY: "sk_test_123456" }, /STRIPE_WEBHOOK_SECRET must be set too/],
  [{ PUBLIC_URL: "ftp://x" }, /PUBLIC_URL must be an http/],
  [{ SMTP_URL: "http://mail.example", MAIL_FROM: "a@b.example" }, /SMTP_URL must begin with smtp/],
  [{ SMTP_URL: "smtp://", MAIL_FROM: "a@b.example" }, /SMTP_URL must begin with smtp/],
  [{ SMTP_URL: "smtp://mail.example" }, /MAIL_FROM must be set too/],
  [{ MAIL_FROM: "nobody" }, /MAIL_FROM must be an address/],
  [{ MAIL_FROM: "A <a@b.example>\nBcc: c@d.example" }, /MAIL_FROM must be an address/],
  [{ LOG_LEVEL: "loud" }, /LOG_LEVEL is not valid/],
])("%j is refused in a sentence", (source, words) => {
  expect(() => readEnv(source)).toThrow(BadEnvironment);
  expect(() => readEnv(source)).toThrow(words);
});

test("several faults are told together", () => {
  expect(() => readEnv({ PORT: "x", LOG_LEVEL: "y" })).toThrow(/PORT.*; LOG_LEVEL/);
});
