import { defineConfig } from "vitest/config";

/** The quick tests that guard the measuring of service levels: what a changed rule has to get past. */
export default defineConfig({
  test: {
    include: ["domain/service-levels/**/*.test.ts", "domain/shared/*.test.ts", "test/mutation/*.test.ts"],
    testTimeout: 30_000,
    pool: "forks",
  },
});
