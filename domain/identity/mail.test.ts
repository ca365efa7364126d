import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mailKindOf, matterOf, noticeSubject } from "../service-levels/notice-mail.ts";
import { isMailKind, MAIL_KINDS, mailContent, messageIdFor } from "./mail.ts";

const known = { name: "Ann", subject: "S", matters: [], footer: [], unsubscribe: null };

describe("a mail", () => {
  test("says the same in text and in HTML", () => {
    const { subject, text, html } = mailContent({
      ...{ name: "Ann", subject: "Two things", footer: ["Bye"] },
      matters: [{ title: "A < B", text: "why", url: "https://x.example/?a=1&b=2" }],
      unsubscribe: { words: "Stop", url: "https://x.example/stop" },
    });
    expect(subject).toBe("Two things");
    expect(text).toBe(
      "Hello Ann,\n\nA < B\nwhy\nhttps://x.example/?a=1&b=2\n\nBye\nStop: https://x.example/stop\n",
    );
    expect(html).toContain('<a href="https://x.example/?a=1&amp;b=2"><strong>A &lt; B</strong></a><br>why');
    expect(html).toContain('<a href="https://x.example/stop">Stop</a>');
  });

  test("lets no text of a person's end a line, a header or an element", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (name, title) => {
        const { subject, html } = mailContent({
          ...{ ...known, name, subject: title },
          matters: [{ title, text: name, url: "https://x.example" }],
        });
        expect(subject).not.toMatch(/[\r\n\0]/);
        expect(html.match(/<[a-z!/][^>]*>/g)).toEqual(
          mailContent({
            ...known,
            matters: [{ title: "", text: "", url: "https://x.example" }],
          }).html.match(/<[a-z!/][^>]*>/g),
        );
      }),
    );
  });
});

test("the same key has the same Message-ID, in the sender's domain; another key has another", () => {
  const from = "Engine Room <mail@engine-room.example>";
  expect(messageIdFor("a", from)).toBe(messageIdFor("a", "mail@engine-room.example"));
  expect(messageIdFor("a", from)).toMatch(/^<[0-9a-f]{40}@engine-room\.example>$/);
  expect(messageIdFor("a", from)).not.toBe(messageIdFor("b", from));
});

describe("a notice", () => {
  const clock = {
    ...{ step: "90", workItemId: "w", reference: "INC1", priority: "P2", breachId: null, month: null },
    ...{ levelName: "Solved in time", engagementId: "e", engagementTitle: "IT" },
  };
  const breach = {
    ...clock,
    step: "escalated",
    workItemId: null,
    reference: null,
    breachId: "x",
    month: "2026-10",
  };
  const trigger = { ...breach, step: "termination", breachId: null, levelName: "a critical level fails" };

  test("falls under one of the kinds that a person chooses among", () => {
    for (const step of ["50", "75", "90", "predicted", "breach"])
      expect(mailKindOf({ ...clock, step })).toBe(`clock_${step}`);
    expect(mailKindOf(breach)).toBe("escalation");
    expect(mailKindOf(trigger)).toBe("termination");
    expect(mailKindOf({ ...breach, step: "planned" })).toBe("breach");
    expect(Object.keys(MAIL_KINDS).every(isMailKind)).toBe(true);
    expect(isMailKind("toString")).toBe(false);
  });

  test("leads to its page, and a mail about several says how many", () => {
    const [one, other] = [matterOf(clock, "https://x.example"), matterOf(breach, "https://x.example")];
    expect(one).toEqual({
      title: "INC1: 90 % of the target are used",
      text: "P2, Solved in time, IT",
      url: "https://x.example/work-items/w",
    });
    expect(other.title).toContain(", October 2026, was escalated");
    expect(other.url).toBe("https://x.example/breaches/x");
    expect(matterOf(trigger, "https://x.example")).toEqual({
      title: "A termination trigger is reached: a critical level fails",
      text: "IT, October 2026",
      url: "https://x.example/engagements/e",
    });
    expect(noticeSubject([one])).toBe(one.title);
    expect(noticeSubject([one, other])).toBe(`${one.title}, and 1 more`);
    expect(noticeSubject([one, other, other])).toBe(`${one.title}, and 2 more`);
  });
});
