import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type SentEvent, ticketLife, ticketLives } from "../../test/factories/work-events.ts";
import { itSupport } from "../catalogue/modules/it-support.ts";
import { isRefusal, readWorkEventRow, workEventText } from "./work-event-row.ts";
import { type KnownItem, type OfferedRow, type RowOutcome, settleWorkEvents } from "./work-event-settle.ts";

const nowMs = Date.UTC(2026, 10, 21, 9);
const offer = (sent: unknown): OfferedRow => {
  const read = readWorkEventRow(sent, { nowMs });
  return isRefusal(read) ? { read, digest: null } : { read, digest: workEventText(read) };
};

/** A book that keeps what was settled, as the database does. */
function openBook(frozenUntilMs: number | null = null) {
  const recorded = new Map<string, string | null>();
  const items = new Map<string, KnownItem>();
  const send = (sent: readonly unknown[]): RowOutcome[] => {
    const rows = sent.map(offer);
    const p = {
      rows,
      recorded,
      items,
      frozenUntilMs,
      frozenMonth: "2026-10",
      types: itSupport.workItemTypes,
    };
    const { outcomes, changes } = settleWorkEvents(p);
    for (const { reference, known, events, facts } of changes) {
      items.set(reference, { id: reference, facts, events: [...(known?.events ?? []), ...events] });
      for (const [index, row] of rows.entries())
        if (outcomes[index]?.status === "accepted" && "id" in row.read)
          recorded.set(row.read.id, row.digest);
    }
    return outcomes;
  };
  const facts = () => Object.fromEntries([...items].sort().map(([name, item]) => [name, item.facts]));
  return { send, facts, recorded };
}

const codes = (outcomes: readonly RowOutcome[]) => outcomes.map((one) => one.code ?? one.status);
const [opened, answered, waits] = ticketLife("A") as [SentEvent, SentEvent, SentEvent];

describe("any order and any split into calls", () => {
  const sent = ticketLives(4);
  const whole = openBook();
  whole.send(sent);

  test("gives the same items", () => {
    expect(whole.facts()["T-1"]).toMatchObject({
      type: "incident",
      title: "Ticket T-1",
      priority: "P1",
      state: "closed",
      site: "sao-paulo",
      tags: ["printer", "floor-2"],
      fields: { impact: "high", urgency: "low" },
      openedAt: "2026-11-02T12:00:00Z",
    });
    fc.assert(
      fc.property(
        fc.shuffledSubarray(sent, { minLength: sent.length, maxLength: sent.length }),
        fc.array(fc.nat(sent.length), { maxLength: 6 }),
        (shuffled, cuts) => {
          const book = openBook();
          const edges = [0, ...cuts.sort((a, b) => a - b), shuffled.length];
          const outcomes = edges.flatMap((to, n) => book.send(shuffled.slice(edges[n - 1] ?? 0, to)));
          expect(outcomes.every((one) => one.status === "accepted")).toBe(true);
          expect(book.facts()).toEqual(whole.facts());
        },
      ),
    );
  });

  test("a replay adds nothing, whole or in part", () => {
    fc.assert(
      fc.property(fc.subarray(sent), (again) => {
        const before = JSON.stringify([whole.facts(), [...whole.recorded]]);
        expect(whole.send(again).every((one) => one.status === "duplicate")).toBe(true);
        expect(JSON.stringify([whole.facts(), [...whole.recorded]])).toBe(before);
      }),
    );
  });
});

describe("a row that contradicts what is known", () => {
  test("is refused alone; the rest goes in", () => {
    const book = openBook();
    const outcomes = book.send([
      opened,
      { ...opened, id: "again", at: answered.at },
      { ...answered, at: "2026-11-02T11:59:59Z" },
      { ...waits, wrong: 1 },
      { ...waits, id: "kind", type: "update", waitingOn: undefined, itemType: "pay_run" },
      { ...waits, id: "field", type: "update", waitingOn: undefined, fields: { impact: "huge" } },
      waits,
    ]);
    expect(codes(outcomes)).toEqual([
      "accepted",
      "opened_already",
      "clock_backwards",
      "field_unknown",
      "kind_unknown",
      "work_field_refused",
      "accepted",
    ]);
    expect(book.facts().A).toMatchObject({ state: "waiting", waitingOn: "buyer" });
  });

  test("is told apart from a replay: the same id with another body", () => {
    const book = openBook();
    expect(codes(book.send([opened, opened, { ...opened, title: "Other" }]))).toEqual([
      "accepted",
      "recorded_already",
      "duplicate_differs",
    ]);
    expect(codes(book.send([{ ...opened, item: "B" }]))).toEqual(["duplicate_differs"]);
    expect(Object.keys(book.facts())).toEqual(["A"]);
  });

  test("is an opening after what happened already", () => {
    const book = openBook();
    book.send([answered]);
    expect(codes(book.send([{ ...opened, at: waits.at }]))).toEqual(["clock_backwards"]);
    expect(codes(book.send([opened]))).toEqual(["accepted"]);
  });

  test("is an opening that does not say which of several kinds of work it is", () => {
    expect(codes(openBook().send([{ ...opened, itemType: null }]))).toEqual(["kind_missing"]);
  });
});

test("an event of a frozen month is refused with a pointer, and a replay of what was taken in time is not", () => {
  const frozen = openBook(Date.UTC(2026, 10, 2, 12, 5));
  const [first, second] = frozen.send([opened, answered]);
  expect(first).toMatchObject({ status: "refused", code: "period_frozen" });
  expect(first?.message).toMatch(/up to 2026-10 are frozen.*can become a correction/);
  expect(second?.status).toBe("accepted");
  expect(frozen.facts().A).toMatchObject({ state: "in_progress", openedAt: answered.at });
});

test("an item that nobody opened yet is made of what is known, and is put right when its opening comes", () => {
  const book = openBook();
  book.send([answered]);
  expect(book.facts().A).toMatchObject({ title: "A", type: "incident", openedAt: answered.at });
  book.send([opened]);
  expect(book.facts().A).toMatchObject({ title: "Ticket A", openedAt: opened.at, priority: "P2" });
});
