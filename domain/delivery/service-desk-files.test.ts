import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import Papa from "papaparse";
import { describe, expect, test } from "vitest";
import { SERVICE_DESK_HEADER, serviceDeskExport, toCsv } from "../../test/factories/service-desk-export.ts";
import { guessMapping } from "./import-mapping-guess.ts";
import { readServiceDeskExport } from "./service-desk-import.ts";

const NOW = "2026-01-01T00:00:00Z";
const mapping = guessMapping(SERVICE_DESK_HEADER, { zone: "America/Sao_Paulo", workItemType: "incident" });
const read = (rows: Iterable<readonly string[]>) =>
  readServiceDeskExport({ header: SERVICE_DESK_HEADER, rows, mapping, now: NOW });

describe("reading again", () => {
  const { header, rows } = serviceDeskExport({ rows: 3000, seed: 7 });

  test("the same rows give the same events with keys that differ from one another", () => {
    const first = readServiceDeskExport({ header, rows, mapping, now: NOW });
    expect(readServiceDeskExport({ header, rows: rows.values(), mapping, now: NOW })).toEqual(first);
    const keys = first.workItems.flatMap((item) => item.events.map((event) => event.sourceKey));
    expect(new Set(keys).size).toBe(keys.length);
    expect(first.counts).toMatchObject({ rows: 3000, rowsAccepted: 3000, rowsRefused: 0 });
  });

  test("a later export of the same log keeps the keys of what was known", () => {
    const early = readServiceDeskExport({ header, rows: rows.slice(0, 1501), mapping, now: NOW });
    const late = readServiceDeskExport({ header, rows, mapping, now: NOW });
    const keys = new Set(late.workItems.flatMap((item) => item.events.map((event) => event.sourceKey)));
    for (const item of early.workItems)
      for (const event of item.events) expect(keys.has(event.sourceKey)).toBe(true);
  });

  test("100,000 rows are read", () => {
    const large = serviceDeskExport({ rows: 100_000 });
    expect(read(large.rows).counts).toMatchObject({ rows: 100_000, rowsRefused: 0 });
  });
});

test("the generated file survives its way through CSV", () => {
  const generated = serviceDeskExport({ rows: 50, seed: 3 });
  const [header, ...rows] = Papa.parse<string[]>(toCsv(generated)).data;
  expect({ header, rows }).toEqual(generated);
});

const REAL = resolve(import.meta.dirname, "../../../shared/data/itsm/incident_event_log.csv");

test.skipIf(!existsSync(REAL))(
  "a real desk's log: 600 incidents, six rows whose clock cannot be right",
  () => {
    const [header = [], ...rows] = Papa.parse<string[]>(readFileSync(REAL, "utf8"), {
      skipEmptyLines: true,
    }).data;
    const { counts, refusals, workItems } = read(rows);
    expect(header).toEqual(SERVICE_DESK_HEADER);
    expect(counts).toMatchObject({
      rows: 4137,
      rowsAccepted: 4131,
      rowsRefused: 6,
      workItems: 600,
      ticketsRefused: 0,
    });
    expect(counts.eventsByType).toEqual({
      start: 600,
      acknowledge: 600,
      pause: 226,
      resume: 58,
      priority: 35,
      stop: 607,
      reopen: 7,
      close: 600,
    });
    expect(refusals.map((one) => one.row)).toEqual([330, 336, 346, 351, 361, 438]);
    expect(
      workItems.find((item) => item.number === "INC0000137")?.events.find((event) => event.type === "stop")
        ?.at,
    ).toBe("2016-02-29T14:10:00Z");
  },
);
