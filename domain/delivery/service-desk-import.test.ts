import { describe, expect, test } from "vitest";
import { SERVICE_DESK_HEADER } from "../../test/factories/service-desk-export.ts";
import { type ImportMapping, importMappingSchema } from "./import-mapping.ts";
import { guessMapping } from "./import-mapping-guess.ts";
import { readServiceDeskExport } from "./service-desk-import.ts";

const NOW = "2026-01-01T00:00:00Z";
const mapping = guessMapping(SERVICE_DESK_HEADER, { zone: "America/Sao_Paulo", workItemType: "incident" });

/** One incident's rows from the cells that matter; the rest is unknown. */
function rowsOf(...updates: Record<string, string>[]): string[][] {
  const base = {
    number: "INC1",
    opened_at: "01-03-2016 09:00",
    priority: "3 - Moderate",
    incident_state: "New",
  };
  return updates.map((update, index) => {
    const row: Record<string, string> = { ...base, sys_mod_count: String(index), ...update };
    return SERVICE_DESK_HEADER.map((name) => row[name] ?? "?");
  });
}
const at = (time: string, incident_state: string, more: object = {}) => ({
  sys_updated_at: `01-03-2016 ${time}`,
  incident_state,
  ...more,
});
const read = (rows: Iterable<readonly string[]>, more: Partial<ImportMapping> = {}, now = NOW) =>
  readServiceDeskExport({ header: SERVICE_DESK_HEADER, rows, mapping: { ...mapping, ...more }, now });
const story = (rows: string[][]) =>
  read(rows).workItems[0]?.events.map((event) => `${event.at.slice(11, 16)} ${event.type}`);

describe("updates become events of the clock", () => {
  test("every step of a long life, in UTC", () => {
    const rows = rowsOf(
      at("09:05", "New"),
      at("09:10", "Active"),
      at("09:20", "Awaiting User Info"),
      at("09:30", "Awaiting Vendor"),
      at("10:00", "Active", { priority: "1 - Critical" }),
      at("11:00", "Resolved"),
      at("11:30", "Resolved"),
      at("12:00", "Active", { priority: "1 - Critical" }),
      at("13:00", "Closed", { priority: "1 - Critical" }),
    );
    for (const row of rows.slice(5, 7)) row[SERVICE_DESK_HEADER.indexOf("priority")] = "1 - Critical";
    expect(story(rows)).toEqual([
      "12:00 start",
      "12:10 acknowledge",
      "12:20 pause",
      "12:30 resume",
      "12:30 pause",
      "13:00 priority",
      "13:00 resume",
      "14:00 stop",
      "15:00 reopen",
      "16:00 stop",
      "16:00 close",
    ]);
    const waiting = read(rows).workItems[0]?.events.flatMap((event) => event.waitingOn ?? []);
    expect(waiting).toEqual(["buyer", "third_party"]);
  });

  test("closing at once stops at the time the desk says it was resolved", () => {
    const rows = rowsOf(at("09:10", "Active"), at("18:00", "Closed", { resolved_at: "01-03-2016 10:00" }));
    expect(story(rows)?.slice(-2)).toEqual(["13:00 stop", "21:00 close"]);
  });

  test("nothing counts after a cancellation", () => {
    expect(story(rowsOf(at("09:10", "Cancelled"), at("09:20", "Active")))).toEqual([
      "12:00 start",
      "12:10 cancel",
    ]);
  });

  test("the mapping overrules what a state's name suggests", () => {
    const rows = rowsOf(at("09:10", "Awaiting Problem"));
    expect(read(rows).workItems[0]?.events.at(-1)).toMatchObject({ type: "pause", waitingOn: "provider" });
    const kept = read(rows, { states: { "awaiting problem": "active" } }).workItems[0];
    expect(kept?.events.at(-1)?.type).toBe("acknowledge");
  });

  test("rows are taken in the desk's own order, whatever the file's", () => {
    const rows = rowsOf(at("09:10", "Active"), at("09:20", "Awaiting User Info"), at("10:00", "Resolved"));
    expect(story([...rows].reverse())).toEqual(story(rows));
  });
});

describe("a row that cannot be right is refused with row, column and reason, and the rest goes on", () => {
  const good = at("09:10", "Active");
  test.each<[string, Record<string, string>, string | null, string]>([
    ["no number", { ...good, number: "?" }, "number", "number is missing"],
    ["no time of opening", { ...good, opened_at: "?" }, "opened_at", "opened is missing"],
    ["no time of the update", { ...good, sys_updated_at: "" }, "sys_updated_at", "update is missing"],
    [
      "a day that does not exist",
      { ...good, sys_updated_at: "31-02-2016 09:00" },
      "sys_updated_at",
      '"31-02-2016 09:00" is not a date',
    ],
    [
      "an hour that does not exist",
      { ...good, sys_updated_at: "01-03-2016 25:00" },
      "sys_updated_at",
      "is not a date",
    ],
    [
      "the wrong order of day and month",
      { ...good, sys_updated_at: "03/31/2016 09:00" },
      "sys_updated_at",
      "is not a date",
    ],
    ["the future", { ...good, sys_updated_at: "01-03-2036 09:00" }, "sys_updated_at", "in the future"],
    ["an unknown state", { ...good, incident_state: "Zombie" }, "incident_state", 'the state "Zombie"'],
    ["no state", { ...good, incident_state: "?" }, "incident_state", "state is missing"],
    ["before the opening", at("08:59", "Active"), "sys_updated_at", "before the ticket was opened"],
    ["backwards", at("09:01", "Resolved"), "sys_updated_at", "runs backwards"],
  ])("%s", (_name, bad, column, words) => {
    const rows = [
      ...rowsOf(at("09:05", "New")),
      ...rowsOf({ ...bad, sys_mod_count: "1" }),
      ...rowsOf(at("10:00", "Resolved", { sys_mod_count: "2" })),
    ];
    const result = read(rows);
    expect(result.refusals).toHaveLength(1);
    expect(result.refusals[0]).toMatchObject({ row: 3, column, scope: "row" });
    expect(result.refusals[0]?.reason).toContain(words);
    expect(result.counts).toMatchObject({
      rows: 3,
      rowsAccepted: 2,
      rowsRefused: 1,
      workItems: 1,
      ticketsRefused: 0,
    });
    expect(result.workItems[0]?.events.map((event) => event.type)).toEqual([
      "start",
      "acknowledge",
      "stop",
    ]);
  });

  test("a short row", () => {
    const result = read([["INC9", "New"], ...rowsOf(good)]);
    expect(result.refusals).toMatchObject([
      { row: 2, column: null, reason: "The row has 2 cells; the header has 36." },
    ]);
  });

  test("a ticket closed before it was opened is refused whole", () => {
    const result = read([
      ...rowsOf(good, { ...good, closed_at: "28-02-2016 09:00" }),
      ...rowsOf({ ...good, number: "INC2" }),
    ]);
    expect(result.refusals).toMatchObject([
      { row: 3, column: "closed_at", value: "28-02-2016 09:00", scope: "ticket" },
    ]);
    expect(result.counts).toMatchObject({
      rows: 3,
      rowsAccepted: 1,
      rowsRefused: 2,
      workItems: 1,
      ticketsRefused: 1,
    });
  });
});

describe("a file that cannot be right", () => {
  test("missing columns are named and nothing is read", () => {
    const header = SERVICE_DESK_HEADER.filter((name) => name !== "opened_at" && name !== "priority");
    const result = readServiceDeskExport({
      header,
      rows: rowsOf(at("09:10", "Active")),
      mapping,
      now: NOW,
    });
    expect(result.problems).toEqual([
      'The file has no column "opened_at".',
      'The file has no column "priority".',
    ]);
    expect(result.counts).toMatchObject({ rows: 0, workItems: 0, events: 0 });
  });

  test("no rows, or blank ones only", () => {
    expect(read([]).problems).toEqual(["The file has a header but no rows."]);
    expect(read([["", ""], [" "]]).problems).toEqual(["The file has a header but no rows."]);
  });

  test("a log without a state column does not pass the mapping", () => {
    const { state: _state, ...columns } = mapping.columns;
    const parsed = importMappingSchema.safeParse({ ...mapping, columns });
    expect(parsed.error?.issues[0]?.path).toEqual(["columns", "state"]);
  });
});

describe("a list with one row per ticket", () => {
  const header = [
    "Ticket ID",
    "Subject",
    "Status",
    "Priority",
    "Created",
    "First response",
    "Resolved",
    "Closed",
  ];
  const list = guessMapping(header, { zone: "Asia/Kolkata", workItemType: "request" });
  const readList = (...rows: string[][]) =>
    readServiceDeskExport({ header, rows, mapping: list, now: NOW });

  test("is guessed as such, and its times become events", () => {
    expect(list.shape).toBe("ticket_list");
    expect(importMappingSchema.safeParse(list).success).toBe(true);
    const result = readList([
      "7",
      "=1+1",
      "Closed",
      "High",
      "2025-03-01 10:00",
      "2025-03-01 10:30",
      "2025-03-01T12:00:00Z",
      "02.03.2025 09:00",
    ]);
    expect(result.workItems[0]).toMatchObject({
      number: "7",
      title: "=1+1",
      type: "request",
      priority: "P2",
      state: "closed",
    });
    expect(result.workItems[0]?.events.map((event) => `${event.at} ${event.type}`)).toEqual([
      "2025-03-01T04:30:00Z start",
      "2025-03-01T05:00:00Z acknowledge",
      "2025-03-01T12:00:00Z stop",
      "2025-03-02T03:30:00Z close",
    ]);
  });

  test("a repeated ticket, and a done one without a time, are refused", () => {
    const open = ["7", "a", "Open", "Low", "2025-03-01 10:00", "", "", ""];
    const result = readList(open, open, ["8", "b", "Resolved", "Low", "2025-03-01 10:00", "", "", ""]);
    expect(result.refusals.map((one) => [one.row, one.scope])).toEqual([
      [3, "row"],
      [4, "ticket"],
    ]);
    expect(result.counts).toMatchObject({
      workItems: 1,
      ticketsRefused: 1,
      rowsAccepted: 1,
      rowsRefused: 2,
    });
  });
});
