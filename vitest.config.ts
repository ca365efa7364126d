import { join } from "node:path";
import { defineConfig } from "vitest/config";

// graphql ships two copies of itself; Node takes the CommonJS one, so the tests must too.
const alias = [
  { find: /^graphql$/, replacement: join(import.meta.dirname, "node_modules/graphql/index.js") },
];
const UNIT = [
  "domain",
  "server",
  "graphql",
  "stripe-stand-in",
  "funding-rail-emulator",
  "app",
  "test/factories",
  "test/oracle",
  "test/stripe-schemas",
  "prisma",
];

export default defineConfig({
  test: {
    // All cores: the default leaves one free, which of two is half of them.
    maxWorkers: "100%",
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["test/*.test.ts", ...UNIT.map((room) => `${room}/**/*.test.{ts,tsx}`)],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          pool: "forks",
        },
      },
      {
        resolve: { alias },
        test: {
          name: "scenario",
          include: ["test/scenarios/**/*.test.ts"],
          globalSetup: ["test/global-setup.ts"],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          pool: "forks",
        },
      },
    ],
  },
});
