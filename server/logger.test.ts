import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createLogger } from "./logger.ts";

test("an error of the pool is told without the connection that hangs on it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "log-"));
  const file = join(folder, "server.log");
  const error = Object.assign(new Error("the server went away"), {
    code: "57P01",
    client: { secretKey: 896169115, user: "app_worker" },
  });
  createLogger("info", file).warn({ err: error }, "a worker connection ended");
  await expect.poll(() => readFileSync(file, "utf8").trim()).not.toBe("");
  const [line = ""] = readFileSync(file, "utf8").split("\n");
  expect(JSON.parse(line)).toMatchObject({
    msg: "a worker connection ended",
    err: { message: "the server went away", code: "57P01" },
  });
  expect(line).not.toMatch(/client|896169115|app_worker/);
  rmSync(folder, { recursive: true, force: true });
});
