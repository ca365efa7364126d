import { describe, expect, test } from "vitest";
import { monthPeriod } from "../../shared/period.ts";
import { figureBundleFor } from "../figure-bundle-for.ts";
import { figureOf } from "../figure-result.ts";
import { type MonthInput, measureLevel } from "../month-figure.ts";
import { input, item } from "./test-month.ts";

/** Hours since March began, in UTC: noon of a day of March; April goes on at 32. */
const noon = (day: number) => (day - 1) * 24 + 12;
const run = (payDate: unknown, paid: number | null, employees: unknown = 10) =>
  item("pay_run", { payDate, employees, kind: "regular" }, { from: noon(1), to: paid && noon(paid) });
const filing = (dueOn: string, from: number, to: number | null) =>
  item("filing", { dueOn, form: "941" }, { from, to });

/** The figure, which its bundle must make again. */
function figure(of: MonthInput) {
  const { figure } = measureLevel(of);
  const bundle = figureBundleFor({ id: "b", input: of });
  expect(bundle).not.toBeNull();
  const again = figureOf(JSON.parse(JSON.stringify(bundle)));
  const { measured, n, hits, misses } = figure;
  expect(again).toMatchObject({ measured, n, hits, misses, counted: figure.counted });
  return figure;
}

describe("employees paid on their pay date", () => {
  const paid = (...runs: ReturnType<typeof run>[]) =>
    figure(input("payroll", "employees_paid_on_time", runs));

  test("are counted as people, not as runs", () => {
    const { measured, n, hits, misses } = paid(run("2026-03-20", 20, 98), run("2026-03-20", 21, 2));
    expect({ measured, n, hits, misses }).toEqual({ measured: "98.00", n: 100, hits: 98, misses: 1 });
  });

  test.each<[string, ReturnType<typeof run>, string | null]>([
    ["paid early", run("2026-03-20", 12), "100.00"],
    ["paid on the day", run("2026-03-20", 20), "100.00"],
    ["paid a day late", run("2026-03-20", 21), "0.00"],
    ["not paid when the month ends, and due in it", run("2026-03-31", null), "0.00"],
    ["paid after the month, and due in it", run("2026-03-31", 33), "0.00"],
    ["not paid, and not due before April", run("2026-04-01", null), null],
    ["paid in March for April", run("2026-04-01", 31), "100.00"],
    ["without a pay date", run(null, 20), null],
    ["with a pay date that is none", run("the twentieth", 20), null],
    ["of nobody knows how many", run("2026-03-20", 20, null), null],
  ])("%s", (_name, one, measured) => expect(paid(one).measured).toBe(measured));

  test("of a run that was cancelled are nobody's; of one opened again after it was paid, late", () => {
    const again = (type: "cancel" | "reopen") => ({
      ...run("2026-03-20", 19),
      events: [
        { at: "2026-03-01T12:00:00Z", type: "start" as const },
        { at: "2026-03-19T12:00:00Z", type: "stop" as const },
        { at: "2026-03-20T12:00:00Z", type },
      ],
    });
    expect(paid(again("cancel")).measured).toBeNull();
    expect(paid(again("reopen")).measured).toBe("0.00");
  });

  test("have the whole of the day while the month runs", () => {
    const at = (asOf: string) =>
      measureLevel(input("payroll", "employees_paid_on_time", [run("2026-03-20", null)], {}, { asOf }))
        .figure.n;
    expect(at("2026-03-20T23:59:59Z")).toBe(0);
    expect(at("2026-03-21T00:00:00Z")).toBe(10);
  });
});

describe("filings by their due date", () => {
  /** Half past eleven at night in New York is the next day in UTC. */
  const late = [filing("2026-03-10", noon(2), 10 * 24 + 3.5)];

  test("keep to the contract's day, not to UTC's", () => {
    const there = { period: monthPeriod({ month: "2026-03", zone: "America/New_York" }) };
    expect(figure(input("payroll", "filings_by_due_date", late, {}, there)).measured).toBe("100.00");
    expect(figure(input("payroll", "filings_by_due_date", late)).measured).toBe("0.00");
  });

  test("are the same for whoever employs the people", () => {
    const all = [filing("2026-03-10", noon(2), noon(9)), filing("2026-03-10", noon(2), noon(12))];
    for (const service of ["payroll", "employer_of_record"] as const)
      expect(figure(input(service, "filings_by_due_date", all)).measured).toBe("50.00");
  });
});

test("who started on the agreed date", () => {
  const hire = (startOn: string, to: number | null) =>
    item("onboarding_case", { startOn }, { from: 10, to });
  const hires = [hire("2026-03-16", noon(16)), hire("2026-03-16", noon(17)), hire("2026-03-30", null)];
  expect(figure(input("employer_of_record", "starts_on_agreed_date", hires)).measured).toBe("33.33");
});

test("corrections found before two are due the same day, others are not looked at", () => {
  const query = (from: number, to: number | null) => item("query", {}, { from, to });
  const all = [
    query(noon(3), noon(3) + 11.9),
    query(noon(3) + 1.9, noon(4)),
    query(noon(3) + 2, noon(4)),
    query(noon(5), null),
  ];
  for (const service of ["payroll", "employer_of_record"] as const)
    expect(figure(input(service, "corrections_same_day_by_two", all))).toMatchObject({
      ...{ measured: "50.00", n: 2, misses: 1 },
    });
});

test("lines never corrected are those of the close, less the provider's own errors", () => {
  const close = (linesPosted: number, linesCorrected: number | null) =>
    item("close_task", { linesPosted, linesCorrected });
  const closes = [close(1990, 4), close(10, 6), close(500, null)];
  expect(figure(input("bookkeeping", "lines_never_corrected", closes))).toMatchObject({
    ...{ measured: "99.50", n: 2000, hits: 1990 },
  });
});

test("a draft that failed its checklist has no turnaround", () => {
  const draft = (compliant: boolean, hours: number) =>
    item("contract_draft", { compliant }, { from: 0, to: hours });
  const { figure: one } = measureLevel(
    input("employer_of_record", "contract_days", [draft(true, 8), draft(true, 24), draft(false, 80)]),
  );
  expect(one).toMatchObject({ n: 2, measured: "2.00" });
});
