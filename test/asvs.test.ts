import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const STATES = ["test", "code", "not here", "gap"];

/** Requirements of levels 1 and 2 that apply: their last numbers, by section. */
const APPLY: Record<string, readonly number[]> = JSON.parse(
  readFileSync(join(root, "test/asvs-ids.json"), "utf8"),
);

const page = readFileSync(join(root, "docs/asvs.md"), "utf8");
const rows = [...page.matchAll(/^\| (V[\d.]+) \| (.+?) \| (.+?) \| (.+?) \|$/gm)].map(
  ([, id = "", what = "", state = "", where = ""]) => ({ id, what, state, where }),
);

describe("the register of ASVS 5.0", () => {
  test("has each of the 246 requirements that apply, once", () => {
    const apply = Object.entries(APPLY).flatMap(([section, numbers]) =>
      numbers.map((number) => `${section}.${number}`),
    );
    expect(apply).toHaveLength(246);
    expect(rows.map(({ id }) => id)).toEqual(apply);
  });

  test("says of each one of four things, and why or where", () => {
    expect(
      rows.filter(({ state, what, where }) => !STATES.includes(state) || !what || where.length < 3),
    ).toEqual([]);
  });

  test("names a test that is there wherever it says that there is one", () => {
    const named = rows
      .filter(({ state }) => state === "test")
      .map(({ id, where }) => [id, where.slice(1, -1)]);
    expect(named.length).toBeGreaterThan(100);
    const isTest = (file = "") => /\.(test|spec)\.tsx?$/.test(file) && existsSync(join(root, file));
    expect(named.filter(([, file]) => !isTest(file))).toEqual([]);
  });

  test("counts itself rightly", () => {
    const count = (state: string) => rows.filter((row) => row.state === state).length;
    const [tested, read] = [count("test"), count("code")];
    const rest = `${count("not here")} not here, ${count("gap")} gaps.`;
    expect(page).toContain(`Today ${tested} are tested, ${read} read in the code, ${rest}`);
  });
});
