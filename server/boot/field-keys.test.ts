import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { bootFieldEncryption, makeFieldKey, runsWithoutKey } from "./field-keys.ts";

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "engine-room-keys-"));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

describe("the keys of sealed fields", () => {
  test("are made once, readable by the owner alone, and kept", () => {
    const sealed = bootFieldEncryption({ dataDir }).seal("secret", "here");
    expect(bootFieldEncryption({ dataDir }).open(sealed, "here")).toBe("secret");
    expect(statSync(join(dataDir, "field-keys")).mode & 0o077).toBe(0);
  });

  test("get a new one before the others: it seals, and what the others sealed still opens", () => {
    const before = bootFieldEncryption({ dataDir }).seal("secret", "here");
    expect(makeFieldKey({ dataDir })).toBe("local2");
    expect(makeFieldKey({ dataDir })).toBe("local3");
    const after = bootFieldEncryption({ dataDir });
    expect(after.beginning).toBe("v1.local3.");
    expect(after.open(before, "here")).toBe("secret");
    expect(readFileSync(join(dataDir, "field-keys"), "utf8").split(",")).toHaveLength(3);
    expect(statSync(join(dataDir, "field-keys")).mode & 0o077).toBe(0);
  });

  test("are not made where others are given", () => {
    const FIELD_KEYS = `k:${Buffer.alloc(32, 1).toString("base64")}`;
    expect(makeFieldKey({ dataDir, FIELD_KEYS })).toBeNull();
    expect(bootFieldEncryption({ dataDir, FIELD_KEYS }).beginning).toBe("v1.k.");
  });

  test("are newer than a product that still runs, or they are not", () => {
    bootFieldEncryption({ dataDir });
    expect(runsWithoutKey({ dataDir })).toBe(false);
    const running = join(dataDir, "running.json");
    writeFileSync(running, JSON.stringify({ pid: 2 ** 22 + 1 }));
    utimesSync(running, 1, 1);
    // Of a process that is gone the file tells nothing.
    expect(runsWithoutKey({ dataDir })).toBe(false);
  });
});
