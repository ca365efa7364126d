import { describe, expect, test } from "vitest";
import { metricById, serviceModule } from "../../catalogue/catalogue.ts";
import type { BusinessCalendar } from "../../shared/business-calendar.ts";
import { monthPeriod } from "../../shared/period.ts";
import { calendarBook } from "../calendar-book.ts";
import { figureBundleFor } from "../figure-bundle-for.ts";
import { figureOf } from "../figure-result.ts";
import { type MonthInput, measureLevel } from "../month-figure.ts";
import type { RuleVersion } from "../rule-version.ts";
import { input, item } from "./test-month.ts";

const OFFICE: [string, string][] = [["09:00", "17:00"]];
const weekly = { mon: OFFICE, tue: OFFICE, wed: OFFICE, thu: OFFICE, fri: OFFICE };
const CALENDAR: BusinessCalendar = { zone: "UTC", weekly };
const contractStart = "2026-01-01T00:00:00Z";
const rulesOf = (calendar: BusinessCalendar | null, ruleVersion?: RuleVersion) => ({
  rules: {
    ...{ calendar, contractStart, reopenPolicy: "continue" as const },
    ...(ruleVersion ? { ruleVersion } : {}),
  },
});

type Told = [day: number, type: "stop" | "close" | "reopen"][];
/** A contact of 2 March 2026, a Monday, that somebody says was solved at once; days are of March, at noon. */
const contact = (told: Told, firstContact: unknown = true) => ({
  ...item("incident", { firstContact }, { from: 24, to: null }),
  events: [
    { at: "2026-03-02T09:00:00Z", type: "start" as const },
    ...told.map(([day, type]) => ({ at: `2026-03-${String(day).padStart(2, "0")}T12:00:00Z`, type })),
  ],
});

/** The figure, which its bundle must make again. */
function measured(of: MonthInput): string | null {
  const { figure } = measureLevel(of);
  const bundle = figureBundleFor({ id: "b", input: of });
  const { measured: again, counted } = figureOf(JSON.parse(JSON.stringify(bundle)));
  expect({ again, counted }).toEqual({ again: figure.measured, counted: figure.counted });
  return figure.measured;
}
const resolution = (told: Told, more: Partial<MonthInput> = rulesOf(CALENDAR)) =>
  measured(input("it_support", "first_contact_resolution", [contact(told)], {}, more));

describe("first-contact resolution", () => {
  test.each<[string, Told, string | null]>([
    ["solved and left alone", [[2, "stop"]], "100.00"],
    [
      "opened again the same day",
      [
        [2, "stop"],
        [2, "reopen"],
        [3, "stop"],
      ],
      "0.00",
    ],
    [
      "opened again on the fifth business day",
      [
        [2, "stop"],
        [9, "reopen"],
        [10, "stop"],
      ],
      "0.00",
    ],
    [
      "opened again on the sixth",
      [
        [2, "stop"],
        [10, "reopen"],
        [11, "stop"],
      ],
      "100.00",
    ],
    [
      "solved on Friday and opened on the next Friday",
      [
        [6, "stop"],
        [13, "reopen"],
        [14, "stop"],
      ],
      "0.00",
    ],
    [
      "opened on the Saturday after that",
      [
        [6, "stop"],
        [14, "reopen"],
        [16, "stop"],
      ],
      "100.00",
    ],
    [
      "solved on Saturday and opened on the fifth day of work",
      [
        [7, "stop"],
        [13, "reopen"],
        [14, "stop"],
      ],
      "0.00",
    ],
    [
      "opened late, then again at once",
      [
        [2, "stop"],
        [16, "reopen"],
        [17, "stop"],
        [18, "reopen"],
        [19, "stop"],
      ],
      "0.00",
    ],
    [
      "opened late twice",
      [
        [2, "stop"],
        [10, "reopen"],
        [11, "stop"],
        [20, "reopen"],
        [21, "stop"],
      ],
      "100.00",
    ],
    [
      "counted from its solution, not from its closing",
      [
        [2, "stop"],
        [9, "close"],
        [10, "reopen"],
        [11, "stop"],
      ],
      "100.00",
    ],
    [
      "counted from its closing where it was closed at once",
      [
        [3, "close"],
        [10, "reopen"],
        [11, "stop"],
      ],
      "0.00",
    ],
    [
      "opened again before it was solved",
      [
        [3, "reopen"],
        [4, "stop"],
      ],
      "100.00",
    ],
    [
      "opened again and not solved",
      [
        [2, "stop"],
        [3, "reopen"],
      ],
      null,
    ],
  ])("%s", (_name, told, expected) => expect(resolution(told)).toBe(expected));

  test.each<[string, BusinessCalendar | null, string]>([
    ["a holiday is no business day", { ...CALENDAR, holidays: ["2026-03-04"] }, "0.00"],
    [
      "a Saturday with hours of its own is one",
      { ...CALENDAR, overrides: { "2026-03-07": OFFICE } },
      "100.00",
    ],
    ["around the clock a business day is Monday to Friday", null, "100.00"],
  ])("%s", (_name, calendar, expected) => {
    const told: Told = [
      [2, "stop"],
      [10, "reopen"],
      [11, "stop"],
    ];
    expect(resolution(told, rulesOf(calendar))).toBe(expected);
  });

  test("goes by the dates of the contract's zone", () => {
    const late = {
      ...contact([]),
      events: [
        { at: "2026-03-02T09:00:00Z", type: "start" as const },
        { at: "2026-03-03T03:00:00Z", type: "stop" as const },
        { at: "2026-03-10T16:00:00Z", type: "reopen" as const },
        { at: "2026-03-11T16:00:00Z", type: "stop" as const },
      ],
    };
    const at = (zone: string) =>
      measured(
        input(
          "it_support",
          "first_contact_resolution",
          [late],
          {},
          {
            ...rulesOf({ zone, weekly }),
            period: monthPeriod({ month: "2026-03", zone }),
          },
        ),
      );
    expect([at("UTC"), at("America/New_York")]).toEqual(["0.00", "100.00"]);
  });

  test("takes each day from the calendar in force on it, and so does its bundle", () => {
    const body = (holidays: string[]) => ({ zone: "UTC", weekly, holidays });
    const version = (number: number, effectiveFrom: string, holidays: string[]) => ({
      ...{ number, effectiveFrom, siteId: "", body: body(holidays) },
    });
    const told: Told = [
      [2, "stop"],
      [10, "reopen"],
      [11, "stop"],
    ];
    const under = (...holidays: string[]) => {
      const first = version(1, contractStart, []);
      const next = version(2, "2026-03-09T00:00:00Z", holidays);
      const calendarOf = calendarBook([first, next], { calendar: null } as never);
      const { rules } = rulesOf(CALENDAR);
      return resolution(told, { rules: { ...rules, calendarOf } });
    };
    expect(under("2026-03-09")).toBe("0.00");
    expect(under("2026-03-04")).toBe("100.00");
  });

  test.each<[RuleVersion, string]>([
    ["1", "0.00"],
    ["2", "0.00"],
    ["3", "100.00"],
  ])("of a month frozen under rules %s is measured by them", (version, expected) => {
    const told: Told = [
      [2, "stop"],
      [10, "reopen"],
      [11, "stop"],
    ];
    expect(resolution(told, rulesOf(CALENDAR, version))).toBe(expected);
  });

  test("is the same at a contact centre", () => {
    const call = (told: Told) => ({ ...contact(told), type: "interaction" });
    const calls = [
      call([
        [2, "stop"],
        [10, "reopen"],
        [11, "stop"],
      ]),
      call([
        [2, "stop"],
        [9, "reopen"],
        [11, "stop"],
      ]),
    ];
    const all = input("customer_support", "first_contact_resolution", calls, {}, rulesOf(CALENDAR));
    expect(measured(all)).toBe("50.00");
  });
});

test("a bundle frozen before reopenings had a time keeps its own formula", () => {
  const metric = metricById(serviceModule("it_support"), "first_contact_resolution");
  const told: Told = [
    [2, "stop"],
    [10, "reopen"],
    [11, "stop"],
  ];
  const of = input("it_support", "first_contact_resolution", [contact(told)], {}, rulesOf(CALENDAR));
  const bundle = figureBundleFor({ id: "b", input: of });
  expect(bundle).toMatchObject({ rules: "3", measure: metric?.measure, calendar: CALENDAR });
  const hit = { all: [{ field: "firstContact", is: true }, { not: { event: "reopen" } }] };
  const old = {
    ...bundle,
    rules: "2",
    calendar: null,
    measure: {
      ...bundle?.measure,
      numerator: { where: hit, value: { kind: "one" } },
    },
  };
  expect(figureOf(old as unknown as Parameters<typeof figureOf>[0]).measured).toBe("0.00");
});
