import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: ["domain/**/*.test.ts", "stripe-stand-in/**/*.test.ts", "test/*.test.ts", "app/**/*.test.{ts,tsx}"] } },
      {
        test: {
          name: "scenario",
          include: ["test/scenarios/**/*.test.ts"],
          globalSetup: ["test/global-setup.ts"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          pool: "forks",
        },
      },
    ],
  },
});
