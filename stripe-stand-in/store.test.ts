import { spawn } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Stripe from "stripe";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openStore } from "./store.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "stripe-store-"));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const setting = (id: string, value = "1") => ({ id, value });
const file = () => join(directory, "state.jsonl");

test("a transaction that throws leaves nothing behind, in memory or on disk", () => {
  const store = openStore(directory);
  store.transact(() => store.put("setting", setting("kept")));
  const before = readFileSync(file(), "utf8");
  expect(() =>
    store.transact(() => {
      store.put("setting", setting("kept", "2"));
      store.put("setting", setting("gone"));
      store.remove("setting", "kept");
      throw new Error("no");
    }),
  ).toThrow("no");
  expect(store.all("setting")).toEqual([setting("kept")]);
  expect(readFileSync(file(), "utf8")).toBe(before);
});

test("a change outside of a transaction is refused", () => {
  const store = openStore(directory);
  expect(() => store.put("setting", setting("a"))).toThrow("needs a transaction");
  expect(store.all("setting")).toEqual([]);
});

test("neither what was put nor what is read changes a row", () => {
  const store = openStore(directory);
  const given = setting("a");
  store.transact(() => store.put("setting", given));
  given.value = "changed";
  const row = store.get("setting", "a");
  expect(row).toEqual(setting("a"));
  expect(() => Object.assign(row ?? {}, { value: "changed" })).toThrow("read only");
  const [listed] = store.all("setting");
  expect(() => Object.assign(listed ?? {}, { value: "changed" })).toThrow("read only");
});

test("a last line that broke off is dropped, and the store goes on", () => {
  const store = openStore(directory);
  store.transact(() => store.put("setting", setting("a")));
  appendFileSync(file(), '[["put","setting",{"id":"b","va');
  const reopened = openStore(directory);
  expect(reopened.all("setting")).toEqual([setting("a")]);
  reopened.transact(() => reopened.put("setting", setting("c")));
  expect(openStore(directory).all("setting")).toEqual([setting("a"), setting("c")]);
});

test("a damaged line in the middle stops the start instead of losing money", () => {
  const store = openStore(directory);
  store.transact(() => store.put("setting", setting("a")));
  const good = readFileSync(file(), "utf8");
  writeFileSync(file(), `{damaged\n${good}`);
  expect(() => openStore(directory)).toThrow("Line 1");
});

test("order and removals survive, and reopening shortens the log", () => {
  const store = openStore(directory);
  for (let turn = 0; turn < 50; turn += 1)
    store.transact(() => store.put("setting", setting("a", String(turn))));
  store.transact(() => {
    store.put("setting", setting("b"));
    store.put("setting", setting("c"));
    store.remove("setting", "b");
  });
  const reopened = openStore(directory);
  expect(reopened.all("setting")).toEqual([setting("a", "49"), setting("c")]);
  expect(readFileSync(file(), "utf8").split("\n").length).toBe(3);
});

test("a killed process has kept everything that it acknowledged", async () => {
  const main = fileURLToPath(new URL("./main.ts", import.meta.url));
  const acknowledged: string[] = [];
  for (let round = 0; round < 3; round += 1) {
    const child = spawn(process.execPath, [main, "--port", "0", "--data", directory], { stdio: "pipe" });
    const ended = new Promise((resolve) => child.once("exit", resolve));
    const port = await portOf(child.stdout);
    const stripe = new Stripe("sk_test_1", { host: "127.0.0.1", port, protocol: "http", telemetry: false });
    const kill = setTimeout(() => child.kill("SIGKILL"), 150 + round * 40);
    try {
      for (;;) acknowledged.push((await stripe.customers.create({ name: "A" })).id);
    } catch {
      // The process is gone, in the middle of a request.
    }
    clearTimeout(kill);
    await ended;
  }
  const kept = new Set(
    openStore(directory)
      .all("customer")
      .map((customer) => customer.id),
  );
  expect(acknowledged.length).toBeGreaterThan(10);
  expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
});

async function portOf(output: NodeJS.ReadableStream): Promise<number> {
  let text = "";
  for await (const chunk of output) {
    text += String(chunk);
    const found = text.match(/:(\d+), state/);
    if (found) return Number(found[1]);
  }
  throw new Error(`The process said only: ${text}`);
}
