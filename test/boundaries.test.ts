import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const ROOMS = ["app", "graphql", "domain", "server", "prisma", "stripe-stand-in"];

test("no import goes against the arrows of the house", { timeout: 120_000 }, () => {
  const program = join(root, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
  const flags = ["--config", ".dependency-cruiser.mjs", "--output-type", "json", ...ROOMS];
  const report = JSON.parse(
    execFileSync(process.execPath, [program, ...flags], {
      cwd: root,
      encoding: "utf8",
      maxBuffer: 256 * 1024 * 1024,
    }),
  );
  const broken = report.summary.violations.map(
    (v: { rule: { name: string }; from: string; to: string }) => `${v.rule.name}: ${v.from} → ${v.to}`,
  );
  expect(broken).toEqual([]);
  expect(report.summary.totalCruised).toBeGreaterThan(200);
});
