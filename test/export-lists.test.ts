import { describe, expect, test } from "vitest";
import { ORGANIZATION_RECORDS } from "../server/records/organization-records.ts";
import { NAMES_A_PERSON, NOT_PERSONAL, PERSONAL_RECORDS } from "../server/records/personal-records.ts";
import { schemaColumns } from "./factories/schema-columns.ts";

/** What a column is called whose values are nobody's to take along. */
const SECRET = new RegExp(
  "secret|password|token|salt|sealed|unsubscribe|public_key|credential|account_index|nonce|" +
    "(code|device|id|secret)_hash$",
);

describe("the lists", () => {
  test("hold every table of the database: exported, or left out with a reason", () => {
    const tables = [...new Set(schemaColumns().map((one) => one.table))].sort();
    expect(Object.keys(ORGANIZATION_RECORDS).sort()).toEqual(tables);
    const reasons = Object.values(ORGANIZATION_RECORDS).flatMap((one) =>
      "leftOut" in one ? [one.leftOut] : [],
    );
    expect(reasons.filter((reason) => reason.length < 15)).toEqual([]);
  });

  test("export no column that is called like a secret", () => {
    const told = schemaColumns().filter(({ table, column }) => {
      const one = ORGANIZATION_RECORDS[table];
      return one && "rows" in one && SECRET.test(column) && !one.omit?.includes(column);
    });
    // The nonce of a sample is told once it is drawn: with it either side can draw again.
    expect(told).toMatchObject([{ table: "sample", column: "nonce" }]);
    const own = schemaColumns().filter(({ table, column }) => {
      const one = PERSONAL_RECORDS[table];
      return one && SECRET.test(column) && !one.omit?.includes(column);
    });
    expect(own).toEqual([]);
  });

  test("say of every table that is a person's whether their own file holds it", () => {
    const personal = schemaColumns().filter(
      ({ column }) => NAMES_A_PERSON.test(column) && !/_by_id$|^owner_id$/.test(column),
    );
    const missing = personal.filter(
      ({ table }) => !(table in PERSONAL_RECORDS) && !(table in NOT_PERSONAL),
    );
    expect(missing).toEqual([]);
  });
});
