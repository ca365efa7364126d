import { describe, expect, test } from "vitest";
import { mailKindOf, matterOf, type NoticeFacts, noticeSubject, TERMINATION } from "./notice-mail.ts";

const clock: NoticeFacts = {
  ...{ step: "75", workItemId: "w1", reference: "INC7", priority: "P1", breachId: null, month: null },
  ...{ levelName: "Resolved in time", engagementId: "e1", engagementTitle: "IT desk" },
};
const breach: NoticeFacts = {
  ...clock,
  step: "opened",
  workItemId: null,
  breachId: "b1",
  month: "2026-10",
};
const trigger: NoticeFacts = {
  ...{ ...clock, step: TERMINATION, workItemId: null, month: "2026-10" },
  levelName: "Missed three months running",
};
const SITE = "https://room.example";

describe("a notice falls under a person's choice", () => {
  test.each<[string, Pick<NoticeFacts, "step" | "breachId">, string]>([
    ["half of a target", { step: "50", breachId: null }, "clock_50"],
    ["three quarters", { step: "75", breachId: null }, "clock_75"],
    ["nine tenths", { step: "90", breachId: null }, "clock_90"],
    ["a breach foreseen", { step: "predicted", breachId: null }, "clock_predicted"],
    ["a target that has run out", { step: "breach", breachId: null }, "clock_breach"],
    ["a step of a clock that is new", { step: "99", breachId: null }, "clock_breach"],
    ["a breach of a month", { step: "opened", breachId: "b1" }, "breach"],
    ["its escalation", { step: "escalated", breachId: "b1" }, "escalation"],
    ["its overdue answer", { step: "unanswered", breachId: "b1" }, "escalation"],
    ["a trigger", { step: TERMINATION, breachId: null }, "termination"],
    ["a trigger, whatever it hangs on", { step: TERMINATION, breachId: "b1" }, "termination"],
  ])("%s", (_name, notice, kind) => {
    expect(mailKindOf(notice)).toBe(kind);
  });
});

describe("a notice in one line", () => {
  test.each<[string, string]>([
    ["50", "half of the target is used"],
    ["75", "75 % of the target are used"],
    ["90", "90 % of the target are used"],
    ["predicted", "a breach is foreseen"],
    ["breach", "the target has run out"],
    ["unheard", "unheard"],
  ])("of a clock at %s leads to the work item", (step, words) => {
    expect(matterOf({ ...clock, step }, SITE)).toEqual({
      title: `INC7: ${words}`,
      text: "P1, Resolved in time, IT desk",
      url: `${SITE}/work-items/w1`,
    });
  });

  test("of a clock without a priority names none", () => {
    expect(matterOf({ ...clock, priority: null }, SITE).text).toBe("Resolved in time, IT desk");
  });

  test.each<[string, string]>([
    ["opened", "is below target; the root cause is awaited"],
    ["planned", "has a corrective action that waits for your answer"],
    ["accepted", "has a corrective action that was accepted"],
    ["sent_back", "has a corrective action that was sent back"],
    ["finished", "has a corrective action that is done"],
    ["escalated", "was escalated"],
    ["unanswered", "has a corrective action whose answer is overdue"],
    ["measured", "has a measured effect"],
    ["ruled", "was ruled on"],
    ["withdrawn", "no longer counts as missed"],
    ["unheard", "unheard"],
  ])("of a breach that %s leads to the breach", (step, words) => {
    expect(matterOf({ ...breach, step }, SITE)).toEqual({
      title: `Resolved in time, October 2026, ${words}`,
      text: "IT desk",
      url: `${SITE}/breaches/b1`,
    });
  });

  test("of a trigger leads to the engagement", () => {
    expect(matterOf(trigger, SITE)).toEqual({
      title: "A termination trigger is reached: Missed three months running",
      text: "IT desk, October 2026",
      url: `${SITE}/engagements/e1`,
    });
  });
});

test("the subject names the first and how many more there are", () => {
  const matters = ["One", "Two", "Three"].map((title) => ({ title, text: "", url: "" }));
  expect(noticeSubject(matters.slice(0, 1))).toBe("One");
  expect(noticeSubject(matters.slice(0, 2))).toBe("One, and 1 more");
  expect(noticeSubject(matters)).toBe("One, and 2 more");
  expect(noticeSubject([])).toBe("Warnings");
});
