import { describe, expect, test } from "vitest";
import { breachTermsSchema } from "../contracts/breach-terms.ts";
import type { Role, Viewer } from "../identity/viewer.ts";
import { breachActionsFor, breachAfter, breachWaitsFor } from "./breach.policy.ts";
import {
  type BreachState,
  breachFigure,
  breachMachine,
  breachStatus,
  endOfDay,
  isClosed,
  NotMissed,
  policyOf,
} from "./breach.ts";
import { BREACH_STEPS, concernedBy } from "./breach-notice.ts";
import type { LevelFigure } from "./level-figure.ts";
import { told } from "./test-refusal.ts";

const BUYER = "b";
const PROVIDER = "p";
const as = (organizationId: string, kind: Viewer["organizationKind"], role: Role): Viewer => ({
  ...{ userId: "u", name: "N", email: "", organizationId, organizationName: "", organizationKind: kind },
  ...{ zone: "UTC", role, via: "session", requestId: "", address: "", userAgent: "" },
});
const buyer = as(BUYER, "buyer", "operations_lead");
const provider = as(PROVIDER, "provider", "delivery_manager");
const manager = as("m", "marketplace", "account_manager");
const breach = (state: BreachState, more: { dueAt?: string; escalatedFor?: string[] } = {}) => ({
  ...{ organizationId: BUYER, providerId: PROVIDER, state, dueAt: null, escalatedFor: [] },
  ...more,
});

describe("what may be done", () => {
  test.each([
    ["open", [], ["plan"], []],
    ["sent_back", [], ["plan"], []],
    ["proposed", ["accept", "send_back"], [], []],
    ["accepted", [], ["finish"], ["rule_effective", "rule_not_effective"]],
    ["measuring", [], [], ["rule_effective", "rule_not_effective"]],
    ["effective", [], [], ["rule_not_effective"]],
    ["not_effective", [], [], ["rule_effective"]],
    ["withdrawn", [], [], []],
  ] as const)("with a breach that is %s", (state, byBuyer, byProvider, byManager) => {
    expect(breachActionsFor({ viewer: buyer, breach: breach(state) })).toEqual(byBuyer);
    expect(breachActionsFor({ viewer: provider, breach: breach(state) })).toEqual(byProvider);
    expect(breachActionsFor({ viewer: manager, breach: breach(state) })).toEqual(byManager);
    for (const viewer of [
      as("x", "provider", "delivery_manager"),
      as("x", "buyer", "operations_lead"),
      as(BUYER, "buyer", "finance"),
      as(PROVIDER, "provider", "finance"),
      as("m", "marketplace", "admin"),
    ])
      expect(breachActionsFor({ viewer, breach: breach(state) })).toEqual([]);
  });

  test("the manager answers in the buyer's place once that answer was escalated, and not before", () => {
    const dueAt = "2026-11-08T03:00:00Z";
    const actions = (escalatedFor: string[], state: BreachState = "proposed") =>
      breachActionsFor({ viewer: manager, breach: breach(state, { dueAt, escalatedFor }) });
    expect(actions([])).toEqual([]);
    expect(actions(["cause 2026-11-08T03:00:00Z", "repeated"])).toEqual([]);
    expect(actions(["answer 2026-11-01T03:00:00Z"])).toEqual([]);
    expect(actions([`answer ${dueAt}`], "sent_back")).toEqual([]);
    expect(actions([`answer ${dueAt}`])).toEqual(["accept", "send_back"]);
    const late = breach("proposed", { dueAt, escalatedFor: [`answer ${dueAt}`] });
    expect(breachActionsFor({ viewer: buyer, breach: late })).toEqual(["accept", "send_back"]);
    expect(breachActionsFor({ viewer: provider, breach: late })).toEqual([]);
    expect(breachActionsFor({ viewer: as("m", "marketplace", "admin"), breach: late })).toEqual([]);
  });

  test("is refused with the words of whose it is, or of the state", () => {
    expect(() => breachAfter({ viewer: buyer, breach: breach("open"), action: "plan" })).toThrow(
      /provider's/,
    );
    expect(() => breachAfter({ viewer: provider, breach: breach("proposed"), action: "plan" })).toThrow(
      /is proposed/,
    );
    expect(breachAfter({ viewer: provider, breach: breach("open"), action: "plan" })).toBe("proposed");
  });

  test("waits for one side at most", () => {
    expect(["open", "proposed", "measuring"].map((one) => breachWaitsFor(one as BreachState))).toEqual([
      ...["provider", "buyer", null],
    ]);
  });
});

describe("who is told", () => {
  const people = (["owner", "delivery_manager", "operations_lead"] as const).flatMap((role) =>
    (["buyer", "provider"] as const).map((side) => ({ side, role, userId: `${side} ${role}` })),
  );
  test("of an escalation: delivery, its lead and the buyer; of every step somebody", () => {
    expect(concernedBy("escalated", people).map((one) => one.userId)).toEqual([
      ...["provider delivery_manager", "provider owner", "buyer operations_lead"],
    ]);
    expect(concernedBy("unanswered", people).map((one) => one.userId)).toEqual([
      ...["buyer operations_lead", "buyer owner", "provider delivery_manager"],
    ]);
    for (const step of BREACH_STEPS) expect(concernedBy(step, people).length).toBeGreaterThan(0);
  });

  test("where nobody has the role, the owner is, and once", () => {
    const owners = people.filter((one) => one.role === "owner");
    expect(concernedBy("escalated", owners).map((one) => one.userId)).toEqual([
      ...["provider owner", "buyer owner"],
    ]);
  });
});

describe("the rules of a breach", () => {
  const usual = { causeDays: 5, repeatTimes: 2, repeatMonths: 3, monthsBefore: 3 };
  test.each([
    [undefined, usual],
    [{ causeDays: 10 }, { ...usual, causeDays: 10 }],
    [{ repeatTimes: 4 }, { ...usual, repeatTimes: 4, repeatMonths: 4 }],
    [
      { repeatTimes: 3, repeatMonths: 6 },
      { ...usual, repeatTimes: 3, repeatMonths: 6 },
    ],
  ])("of a contract with %j", (terms, policy) => {
    expect(policyOf(terms, usual)).toEqual(policy);
  });

  test.each([
    [{ causeDays: 0 }],
    [{ causeDays: 61 }],
    [{ answerDays: 0 }],
    [{ answerDays: 61 }],
    [{ repeatTimes: 1 }],
    [{ repeatTimes: 5, repeatMonths: 4 }],
  ])("%j is not agreed", (terms) => {
    expect(breachTermsSchema.safeParse(terms).success).toBe(false);
  });

  test("the buyer's days are the contract's, else the marketplace's, else there are none", () => {
    const usual = { causeDays: 5, repeatTimes: 2, repeatMonths: 3, monthsBefore: 3 };
    expect(policyOf({ answerDays: 2 }, { ...usual, answerDays: 5 })).toMatchObject({ answerDays: 2 });
    expect(policyOf({ causeDays: 2 }, { ...usual, answerDays: 5 })).toMatchObject({ answerDays: 5 });
    expect(policyOf(undefined, usual)).toEqual(usual);
  });

  test("an action is due until its day ends in the contract's zone, also where the clocks change", () => {
    expect(endOfDay("2026-10-25", "Europe/Berlin").toString()).toBe("2026-10-25T23:00:00Z");
    expect(endOfDay("2026-11-20", "America/Sao_Paulo").toString()).toBe("2026-11-21T03:00:00Z");
  });

  test("only a figure below target or minimum is a breach", () => {
    expect(
      (["met", "missed", "failed", "no_data", "excused"] as const).map((status) =>
        breachStatus({ status }),
      ),
    ).toEqual([...[null, "missed", "failed", null, null]]);
  });
});

describe("a breach", () => {
  test("is closed by its effect, by a ruling or by a verdict that no longer stands", () => {
    expect(breachMachine.states.filter(isClosed)).toEqual(["effective", "not_effective", "withdrawn"]);
    expect(breachMachine.noun).toBe("breach");
  });

  test("goes from state to state in these steps alone", () => {
    const steps = breachMachine.transitions.flatMap(({ from, event, to }) =>
      [from].flat().map((one) => `${one} ${event} ${to}`),
    );
    expect(steps).toEqual([
      "open plan proposed",
      "sent_back plan proposed",
      "proposed accept accepted",
      "proposed send_back sent_back",
      "accepted finish measuring",
      "accepted find_effective effective",
      "measuring find_effective effective",
      "accepted find_not_effective not_effective",
      "measuring find_not_effective not_effective",
      "accepted rule_effective effective",
      "measuring rule_effective effective",
      "not_effective rule_effective effective",
      "accepted rule_not_effective not_effective",
      "measuring rule_not_effective not_effective",
      "effective rule_not_effective not_effective",
      ...["open", "proposed", "sent_back", "accepted", "measuring", "effective", "not_effective"].map(
        (one) => `${one} withdraw withdrawn`,
      ),
      "withdrawn miss_again open",
    ]);
  });

  test("keeps the month's figure, and what was counted of a small one", () => {
    const facts = { measured: "93.1", n: 58, misses: 4, target: "95", minimum: "90" };
    const figure = { ...facts, direction: "higher", unit: "%", name: "Resolved" } as unknown as LevelFigure;
    expect(breachFigure(figure)).toEqual({ ...facts, direction: "higher", unit: "%" });
    const against = { direction: "lower", target: "1", minimum: "2", measured: "3" } as const;
    expect(breachFigure({ ...figure, against })).toEqual({
      ...{ ...facts, direction: "higher", unit: "%" },
      counted: { measured: "3", target: "1", minimum: "2" },
    });
  });

  test("explains items that were missed, and no others", () => {
    expect(told(new NotMissed())).toEqual({
      ...{ code: "item_not_missed", field: "explainedItemIds", details: {} },
      message: "Choose among the items that were missed in this month.",
    });
  });
});
