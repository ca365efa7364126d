import { describe, expect, test } from "vitest";
import { InvalidInput, parseInput } from "../shared/refusals.ts";
import { refuseEarlyStart, setRetentionSchema, takesEarlier } from "./retention.ts";
import { RETENTION_KINDS } from "./retention-kinds.ts";

const GOOD = {
  kind: "import_file",
  days: "30",
  moment: "recorded",
  ground: "Article 6(1)(b) of the GDPR",
  startsOn: "2026-12-01",
};

function fieldsRefused(more: object): string[] {
  try {
    parseInput(setRetentionSchema, { ...GOOD, ...more });
  } catch (error) {
    if (error instanceof InvalidInput) return error.issues.map((one) => one.field);
    throw error;
  }
  return [];
}

describe("a rule as it is typed", () => {
  test("is taken with its days as a number", () => {
    expect(parseInput(setRetentionSchema, GOOD)).toEqual({ ...GOOD, days: 30 });
  });

  test.each([
    [{ kind: "invoice" }, ["kind"]],
    [{ days: "6" }, ["days"]],
    [{ days: "11001" }, ["days"]],
    [{ days: "" }, ["days"]],
    [{ days: "a month" }, ["days"]],
    [{ days: "-7" }, ["days"]],
    [{ days: "1e3" }, ["days"]],
    [{ moment: "ended" }, ["moment"]],
    [{ moment: "someday" }, ["moment"]],
    [{ ground: " because " }, ["ground"]],
    [{ ground: "x".repeat(301) }, ["ground"]],
    [{ startsOn: "2026-13-01" }, ["startsOn"]],
    [{ days: "5", moment: "ended", ground: "no" }, ["days", "moment", "ground"]],
  ])("is refused at its field: %j", (more, fields) => {
    expect(fieldsRefused(more)).toEqual(fields);
  });

  test("of each kind is taken at its shortest, and not a day below", () => {
    for (const one of RETENTION_KINDS)
      for (const moment of one.moments) {
        const typed = { kind: one.kind, moment };
        expect(fieldsRefused({ ...typed, days: String(one.leastDays) })).toEqual([]);
        expect(fieldsRefused({ ...typed, days: String(one.leastDays - 1) })).toEqual(["days"]);
      }
  });
});

describe("a rule begins", () => {
  const today = "2026-11-21";
  const rule = (days: number, startsOn: string, moment = "recorded") => ({ days, moment, startsOn });
  const inForce = { days: 90, moment: "recorded" };

  test.each([
    [rule(90, "2026-11-22"), inForce],
    [rule(400, "2026-11-22"), inForce],
    [rule(400, "2026-11-22", "contract_end"), inForce],
    [rule(30, "2026-11-28"), inForce],
    [rule(400, "2026-11-28"), { days: 90, moment: "contract_end" }],
    [rule(400, "2026-11-28"), null],
  ])("when it may: %j after %j", (next, before) => {
    expect(() => refuseEarlyStart({ rule: next, inForce: before, today })).not.toThrow();
  });

  test.each([
    [rule(90, "2026-11-21"), inForce],
    [rule(30, "2026-11-27"), inForce],
    [rule(400, "2026-11-27"), { days: 90, moment: "contract_end" }],
    [rule(400, "2026-11-27"), null],
  ])("not earlier: %j after %j", (next, before) => {
    expect(() => refuseEarlyStart({ rule: next, inForce: before, today })).toThrow(InvalidInput);
  });

  test("with fewer days or an earlier moment, records go earlier", () => {
    expect(takesEarlier({ days: 89, moment: "recorded" }, inForce)).toBe(true);
    expect(takesEarlier({ days: 90, moment: "recorded" }, inForce)).toBe(false);
    expect(takesEarlier({ days: 90, moment: "contract_end" }, inForce)).toBe(false);
  });
});
