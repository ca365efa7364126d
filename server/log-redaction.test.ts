import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { withoutSecrets, withoutSecretsInText } from "./log-redaction.ts";
import { createLogger } from "./logger.ts";

describe("a log line", () => {
  test.each([
    ["an IBAN", "paid to GB29NWBK60161331926819 today", "paid to [cut] today"],
    ["an IBAN in groups", "to DE89 3704 0044 0532 0130 00.", "to [cut]."],
    ["a VAT number", "NL123456789B01 is known", "[cut] is known"],
    ["a short account", "Line 1: GB29600001", "Line 1: [cut]"],
    ["an API key", "Bearer erk_abcdefghijklmnop", "Bearer [cut]"],
    ["a delivery's secret", "with ers_0123456789abcdef", "with [cut]"],
    ["a session", "cookie: __Host-sid=abc.def; x=1", "cookie: __Host-sid=[cut]; x=1"],
    ["a link", "GET /new-password?token=abc&x=1", "GET /new-password?token=[cut]&x=1"],
    ["an authenticator app", "otpauth://totp/x?secret=ABC", "[cut]"],
    ["an address", "550 no such user ada.l@halden.example", "550 no such user [cut]@halden.example"],
    ["a sealed field", `was v1.k1.${"a".repeat(60)}`, "was [cut]"],
  ])("shows no %s", (_name, line, shown) => {
    expect(withoutSecretsInText(line)).toBe(shown);
  });

  test.each([
    '{"level":30,"time":1790000000000,"requestId":"0198f0c0-0000-7000-8000-000000000001","status":200}',
    '{"path":"/engagements/0198f0c0-0000-7000-8000-000000000001/work","ms":12}',
    '{"hash":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}',
    '{"invoice":"ER-2026-000123","period":"2026-10"}',
  ])("keeps what helps: %s", (line) => {
    expect(withoutSecretsInText(line)).toBe(line);
  });

  test("stays JSON, whatever a message says", () => {
    fc.assert(
      fc.property(fc.string(), fc.stringMatching(/^[A-Z]{2}\d{20}$/), (text, iban) => {
        const line = withoutSecretsInText(JSON.stringify({ msg: `${text} ${iban}` }));
        expect(line).not.toContain(iban);
        expect(() => JSON.parse(line)).not.toThrow();
      }),
    );
  });
});

describe("a log entry", () => {
  test("shows nothing that its field's name calls secret, however deep", () => {
    const entry = { a: [{ input: { account: "GB1", vatNumber: "x", password: "p", title: "November" } }] };
    expect(withoutSecrets(entry)).toEqual({
      a: [{ input: { account: "[cut]", vatNumber: "[cut]", password: "[cut]", title: "November" } }],
    });
  });

  test("keeps an error's code, and cuts one of digits", () => {
    expect(withoutSecrets({ code: "P2034", inner: { code: "123 456" } })).toEqual({
      code: "P2034",
      inner: { code: "[cut]" },
    });
  });
});

test("what the logger writes has passed both, an error's message and fields too", async () => {
  const folder = mkdtempSync(join(tmpdir(), "engine-room-log-"));
  const file = join(folder, "server.log");
  const logger = createLogger("info", file);
  const error = Object.assign(new Error("no account GB29NWBK60161331926819"), {
    detail: "Key (account)=(DE89370400440532013000)",
  });
  logger.error({ err: error, input: { account: "KLM1" } }, "failed for ada@halden.example");
  const line = await vi.waitFor(() => readFileSync(file, "utf8"));
  rmSync(folder, { recursive: true });
  expect(JSON.parse(line)).toMatchObject({
    msg: "failed for [cut]@halden.example",
    input: { account: "[cut]" },
  });
  expect(line).not.toMatch(/GB29|DE89|KLM1/);
});
