import { join } from "node:path";
import { defineConfig } from "@playwright/test";
import { OUTSIDE, SERVERS } from "./e2e/servers.ts";

const chromium = process.env.CHROMIUM_PATH;
const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export default defineConfig({
  testDir: "e2e",
  globalTeardown: "./e2e/search-logs.ts",
  timeout: 180_000,
  expect: { timeout: 15_000 },
  workers: SERVERS.length,
  retries: 0,
  outputDir: "test-results/e2e",
  reporter: [["list"], ["json", { outputFile: process.env.E2E_REPORT ?? "test-results/e2e.json" }]],
  use: {
    locale: "en-US",
    timezoneId: "UTC",
    actionTimeout: 20_000,
    navigationTimeout: 30_000,
    launchOptions: { args: QUIET, ...(chromium ? { executablePath: chromium } : {}) },
    trace: "retain-on-failure",
  },
  webServer: SERVERS.map(({ port, url, dataDir }) => ({
    command: "node --disable-warning=ExperimentalWarning build/product/main.js",
    url: `${url}/healthz`,
    timeout: 180_000,
    reuseExistingServer: process.env.E2E_REUSE === "1",
    env: {
      ...{
        PORT: String(port),
        DATA_DIR: dataDir,
        LOG_LEVEL: "info",
        LOG_FILE: join(dataDir, "server.log"),
      },
      SEED: "demo-to-bill",
      // An identity provider and a name server on this machine.
      ...{ SSO_LOCAL: "1", DNS_SERVERS: `127.0.0.1:${OUTSIDE.nameServerPort}` },
    },
    gracefulShutdown: { signal: "SIGTERM", timeout: 15_000 },
  })),
});
