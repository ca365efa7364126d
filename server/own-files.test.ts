import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { programFile, projectRoot } from "./own-files.ts";

/** Every program that the sources start beside themselves. */
const programs = globSync("server/**/*.ts", { cwd: projectRoot })
  .filter((file) => !file.endsWith(".test.ts"))
  .flatMap((file) =>
    [...readFileSync(join(projectRoot, file), "utf8").matchAll(/programFile\("([^"]+)"\)/g)].map(
      ([, program]) => program ?? "",
    ),
  );

test("a program of its own lies in the sources where it is said to", () => {
  expect(programs).toContain("server/cli/write-demo.ts");
  for (const program of programs) expect(existsSync(programFile(program)), program).toBe(true);
});

test("each is an entry of the bundle under the name by which it is looked for there", () => {
  const bundle = readFileSync(join(projectRoot, "scripts/bundle.mjs"), "utf8");
  for (const program of programs) {
    const name = program.replace(/^.*\/|\.ts$/g, "");
    expect(bundle).toContain(`"${name}": "${program}"`);
  }
});

test("no other file of the server's rooms asks where it lies, which a bundle would change", () => {
  const asking = globSync("{server,graphql,domain,prisma,stripe-stand-in,funding-rail-emulator}/**/*.ts", {
    cwd: projectRoot,
  })
    .filter((file) => !/\.test\.ts$|\/generated\//.test(file))
    .filter((file) =>
      /import\.meta\.(dirname|filename)/.test(readFileSync(join(projectRoot, file), "utf8")),
    );
  expect(asking).toEqual(["server/own-files.ts"]);
});
