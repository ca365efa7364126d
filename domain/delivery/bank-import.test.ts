import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseBankAmount } from "./bank-amount.ts";
import { readBankExport } from "./bank-import.ts";
import { type BankMapping, guessBankMapping, looksLikeBank } from "./bank-mapping.ts";
import { guessMapping, recogniseExport } from "./import-mapping-guess.ts";
import { parseTimestamp } from "./import-timestamp.ts";
import { readServiceDeskExport } from "./service-desk-import.ts";

const now = "2026-11-21T09:00:00Z";
const known = { zone: "Europe/Berlin", workItemType: "bank_transaction", currency: "EUR" };

describe("an amount as banks write it", () => {
  test.each([
    ["1234.56", "point", "EUR", "123456"],
    ["1,234.56", "point", "EUR", "123456"],
    ["-1.234,56", "comma", "EUR", "-123456"],
    ["1.234.567,8", "comma", "EUR", "123456780"],
    ["(12.00)", "point", "EUR", "-1200"],
    ["12.00-", "point", "EUR", "-1200"],
    ["−12.00", "point", "EUR", "-1200"],
    ["€ 1 234,50", "comma", "EUR", "123450"],
    ["R$ 10,00", "comma", "BRL", "1000"],
    ["$10.00", "point", "USD", "1000"],
    ["-$10.00", "point", "USD", "-1000"],
    ["$-10.00", "point", "USD", "-1000"],
    ["10.00 EUR", "point", "EUR", "1000"],
    ["EUR 10.00", "point", "EUR", "1000"],
    ["20.00 DR", "point", "USD", "-2000"],
    ["20.00 CR", "point", "USD", "2000"],
    ["1'000.00", "point", "CHF", "100000"],
    ["1500", "point", "JPY", "1500"],
    ["1500.5", "point", "JPY", null],
    ["1.5", "comma", "EUR", null],
    ["1.500", "comma", "EUR", "150000"],
    ["12,34,567.00", "point", "INR", "123456700"],
    ["0", "point", "EUR", "0"],
    ["", "point", "EUR", null],
    ["ten", "point", "EUR", null],
    ["1.2.3", "point", "EUR", null],
    ["9".repeat(40), "point", "EUR", null],
  ] as const)("%j with a decimal %s in %s is %j", (written, decimalSign, currency, minor) => {
    expect(parseBankAmount(written, { currency, decimalSign })?.toString() ?? null).toBe(minor);
  });

  test("written in either way is read as it was", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), fc.boolean(), (minor, comma) => {
        const digits = String(minor < 0n ? -minor : minor).padStart(3, "0");
        const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, comma ? "." : ",");
        const written = `${minor < 0n ? "-" : ""}${whole}${comma ? "," : "."}${digits.slice(-2)}`;
        const decimalSign = comma ? "comma" : "point";
        expect(parseBankAmount(written, { currency: "EUR", decimalSign })).toBe(minor);
      }),
    );
  });
});

const header = ["Buchungstag", "Betrag", "Name", "Verwendungszweck", "IBAN", "Währung"];
const rows = [
  ["02.11.2026", "-1.234,56", "Stadtwerke", "Strom", "DE02", "EUR"],
  ["03.11.2026", "19,00", "Kunde A", "Rechnung 7", "DE02", "EUR"],
  ["03.11.2026", "-3,20", "Café", "Kaffee", "DE02", "EUR"],
  ["03.11.2026", "-3,20", "Café", "Kaffee", "DE02", "EUR"],
];
const mapping = guessBankMapping(header, rows, known);
const read = (more: readonly (readonly string[])[], changes: Partial<BankMapping> = {}) =>
  readBankExport({ header, rows: more, mapping: { ...mapping, ...changes }, now });

describe("a bank's export", () => {
  test("is recognised by its header, in several languages, and tickets are not", () => {
    expect(looksLikeBank(header)).toBe(true);
    expect(looksLikeBank(["Date", "Description", "Money In", "Money Out", "Balance"])).toBe(true);
    expect(looksLikeBank(["Data", "Histórico", "Valor"])).toBe(true);
    expect(looksLikeBank(["Issue key", "Status", "Created", "Amount", "Date"])).toBe(false);
    expect(mapping).toMatchObject({ decimalSign: "comma", currency: "EUR" });
    expect(mapping.columns).toEqual({
      date: "Buchungstag",
      amount: "Betrag",
      payee: "Name",
      memo: "Verwendungszweck",
      account: "IBAN",
      currency: "Währung",
    });
  });

  test("is one work item a transaction, opened on its day", () => {
    const { workItems, refusals, counts } = read(rows);
    expect(refusals).toEqual([]);
    expect(counts).toMatchObject({ rows: 4, rowsAccepted: 4, workItems: 4, events: 4 });
    expect(workItems[0]).toMatchObject({
      type: "bank_transaction",
      title: "Stadtwerke",
      openedAt: "2026-11-01T23:00:00Z",
      fields: {
        amountMinor: "-123456",
        currency: "EUR",
        payee: "Stadtwerke",
        memo: "Strom",
        account: "DE02",
      },
    });
  });

  test("that overlaps another gives the same numbers, and equal rows stay two transactions", () => {
    const numbers = (some: typeof rows) => read(some).workItems.map((item) => item.number);
    expect(new Set(numbers(rows)).size).toBe(4);
    expect(numbers(rows.slice(1))).toEqual(numbers(rows).slice(1));
  });

  test("has columns for money in and out, or the bank's own sign", () => {
    const two = ["Date", "Money in", "Money out", "Details"];
    const some = [
      ["02/11/2026", "", "10.00", "Rent"],
      ["02/11/2026", "5.00", "0.00", "Refund"],
      ["02/11/2026", "5.00", "1.00", "Both"],
    ];
    const guessed = guessBankMapping(two, some, known);
    const reading = readBankExport({ header: two, rows: some, mapping: guessed, now });
    expect(reading.workItems.map((item) => item.fields?.amountMinor)).toEqual(["-1000", "500"]);
    expect(reading.refusals[0]?.reason).toBe("The row says an amount twice.");
    expect(read(rows, { sign: "reversed" }).workItems[0]?.fields?.amountMinor).toBe("123456");
  });

  test.each([
    [["", "1,00", "A", "b", "c", "EUR"], "The day is missing."],
    [["31.02.2026", "1,00", "A", "b", "c", "EUR"], /not a day/],
    [["22.11.2026", "1,00", "A", "b", "c", "EUR"], /in the future/],
    [["02.11.2026", "", "A", "b", "c", "EUR"], "The amount is missing."],
    [["02.11.2026", "1,234.5", "A", "b", "c", "EUR"], /no amount in EUR with a decimal comma/],
    [["02.11.2026", "1,00", "A", "b", "c", "E1"], /not a currency/],
  ])("refuses the row %j alone", (row, reason) => {
    const { workItems, refusals } = read([row, rows[0] ?? []]);
    expect(workItems.length).toBe(1);
    expect(refusals[0]?.reason).toMatch(reason);
  });
});

describe("an export of tickets", () => {
  test.each([
    [["number", "incident_state", "sys_mod_count"], "ServiceNow"],
    [["Issue key", "Summary", "Status", "Created", "Resolved"], "Jira"],
    [["Ticket ID", "Subject", "Status", "Created Time", "Resolved Time"], "Freshservice"],
    [["a", "b"], null],
  ])("with the header %j is recognised as %j", (names, system) => {
    expect(recogniseExport(names)).toBe(system);
  });

  test("of Jira is read as it comes, twelve-hour times included", () => {
    const jira = ["Issue key", "Summary", "Status", "Priority", "Created", "Resolved", "Reporter"];
    const guessed = guessMapping(jira, { zone: "America/New_York", workItemType: "incident" });
    const row = ["OPS-1", "Mail", "Done", "High", "02/Nov/26 9:00 AM", "02/Nov/26 12:30 PM", "Ann"];
    const { workItems, refusals } = readServiceDeskExport({
      header: jira,
      rows: [row],
      mapping: guessed,
      now,
    });
    expect(refusals).toEqual([]);
    expect(workItems[0]?.events.map((event) => [event.type, event.at])).toEqual([
      ["start", "2026-11-02T14:00:00Z"],
      ["acknowledge", "2026-11-02T17:30:00Z"],
      ["stop", "2026-11-02T17:30:00Z"],
    ]);
  });

  test.each([
    ["02/Nov/26 12:00 AM", "2026-11-02T00:00:00Z"],
    ["02/Nov/2026 12:00 PM", "2026-11-02T12:00:00Z"],
    ["2-Nov-26 23:15", "2026-11-02T23:15:00Z"],
    ["02/Nov/26 13:00 PM", null],
    ["02/Nox/26 1:00 PM", null],
    ["31/Feb/26 1:00 PM", null],
  ])("writes %j for %j", (written, at) => {
    const seconds = parseTimestamp(written, "UTC", "day_first");
    expect(seconds === null ? null : new Date(seconds * 1000).toISOString().replace(".000", "")).toBe(at);
  });
});
