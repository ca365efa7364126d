import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import type { OrganizationKind, Role, Viewer } from "../identity/viewer.ts";
import { proposalSchema } from "./contest.input.ts";
import { actionsFor, type ContestAction, stateAfter } from "./contest.policy.ts";
import { type ContestState, waitsFor, windowEnd } from "./contest.ts";
import { contestTitle } from "./contest-words.ts";
import { refuseFreeze } from "./month-step.ts";
import { volumeOverForecast } from "./volume-over-forecast.ts";

const BEFORE = Temporal.Instant.from("2026-11-05T10:00:00Z");
const AFTER = Temporal.Instant.from("2026-11-09T10:00:00Z");
const parties = { organizationId: "buyer-org", providerId: "provider-org" };
const contest = (state: ContestState, side: "buyer" | "provider" = "buyer") => ({
  ...parties,
  state,
  side,
  answerBy: "2026-11-07T23:00:00Z",
  claimedById: "claimant",
  answeredById: state === "disputed" ? "answerer" : null,
});

function viewer(kind: OrganizationKind, role: Role, organizationId: string, userId = "someone"): Viewer {
  return {
    userId,
    name: "A",
    email: "",
    organizationId,
    organizationName: "",
    organizationKind: kind,
    zone: "UTC",
    role,
    via: "session",
    requestId: "",
    address: "",
    userAgent: "",
  };
}
const BUYER = viewer("buyer", "operations_lead", "buyer-org");
const FINANCE = viewer("buyer", "finance", "buyer-org");
const PROVIDER = viewer("provider", "delivery_manager", "provider-org");
const STRANGER = viewer("provider", "owner", "another-org");
const MANAGER = viewer("marketplace", "account_manager", "house");
const ADMIN = viewer("marketplace", "admin", "house");

describe("who may do what with a contest of the buyer's", () => {
  test.each<[string, Viewer, ContestState, Temporal.Instant, ContestAction[]]>([
    ["the other side answers", PROVIDER, "open", BEFORE, ["accept", "refuse"]],
    ["not after the deadline", PROVIDER, "open", AFTER, []],
    ["nor once it is disputed", PROVIDER, "disputed", BEFORE, []],
    ["its own side withdraws", BUYER, "open", BEFORE, ["withdraw"]],
    ["even when disputed", BUYER, "disputed", BEFORE, ["withdraw"]],
    ["a role without the right does nothing", FINANCE, "open", BEFORE, []],
    ["a stranger does nothing", STRANGER, "open", BEFORE, []],
    ["the account manager waits for the answer", MANAGER, "open", BEFORE, []],
    ["and rules after silence", MANAGER, "open", AFTER, ["rule_for", "rule_against"]],
    ["and where the sides disagree", MANAGER, "disputed", BEFORE, ["rule_for", "rule_against"]],
    ["other staff do not rule", ADMIN, "disputed", BEFORE, []],
    ["nobody acts once it is decided", MANAGER, "accepted", AFTER, []],
    ["nor on a withdrawn one", BUYER, "withdrawn", BEFORE, []],
  ])("%s", (_name, who, state, now, actions) => {
    expect(actionsFor({ viewer: who, contest: contest(state), now })).toEqual(actions);
  });

  test("nobody rules on a contest in which they took part, whatever hat they wear", () => {
    for (const userId of ["claimant", "answerer"]) {
      const both = viewer("marketplace", "account_manager", "house", userId);
      const deed = () =>
        stateAfter({ viewer: both, contest: contest("disputed"), action: "rule_for", now: BEFORE });
      expect(deed).toThrow("took part");
    }
  });

  test.each<[ContestAction, Viewer, ContestState, Temporal.Instant, string]>([
    ["accept", PROVIDER, "open", AFTER, "answer_too_late"],
    ["rule_for", MANAGER, "open", BEFORE, "not_yet_to_rule"],
    ["accept", BUYER, "open", BEFORE, "not_allowed"],
    ["rule_for", BUYER, "disputed", BEFORE, "not_allowed"],
    ["accept", PROVIDER, "accepted", BEFORE, "transition_refused"],
  ])("%s is refused with its reason", (action, who, state, now, code) => {
    expect(() => stateAfter({ viewer: who, contest: contest(state), action, now })).toThrow(
      expect.objectContaining({ code }),
    );
  });

  test("a refusal by the other side is a dispute, never the end", () => {
    const p = { viewer: PROVIDER, contest: contest("open"), now: BEFORE };
    expect(stateAfter({ ...p, action: "refuse" })).toBe("disputed");
    expect(waitsFor(contest("disputed"), BEFORE)).toBe("account_manager");
    expect(waitsFor(contest("open"), BEFORE)).toBe("provider");
    expect(waitsFor(contest("open"), AFTER)).toBe("account_manager");
    expect(waitsFor(contest("refused"), AFTER)).toBeNull();
  });
});

test.each([
  ["2026-11-02T08:00:00Z", "Europe/Berlin", 5, "2026-11-07T23:00:00Z"],
  ["2026-11-02T23:30:00Z", "Europe/Berlin", 5, "2026-11-08T23:00:00Z"],
  ["2026-03-26T08:00:00Z", "Europe/Berlin", 5, "2026-03-31T22:00:00Z"],
  ["2026-11-02T08:00:00Z", "America/Sao_Paulo", 1, "2026-11-04T03:00:00Z"],
])("a window from %s in %s of %i days ends at %s", (from, zone, days, end) => {
  expect(windowEnd({ from: Temporal.Instant.from(from), zone, days }).toString()).toBe(end);
});

describe("a month is frozen", () => {
  const review = {
    reviewedAt: "2026-11-01T10:00:00Z",
    windowEndsAt: "2026-11-07T00:00:00Z",
    buyerConfirmedAt: null,
    providerConfirmedAt: null,
  };
  const yes = "2026-11-02T10:00:00Z";
  const open = { id: "1", title: "An interval of INC1", waitsFor: "provider" };
  const base = { month: "2026-10", review, undecided: [], now: BEFORE, by: null };
  test.each<[string, Partial<Parameters<typeof refuseFreeze>[0]>, string | null]>([
    ["not before its review", { review: null }, "month_not_reviewed"],
    ["not while it can be contested", {}, "contest_window_open"],
    [
      "not with the buyer's word alone",
      { review: { ...review, buyerConfirmedAt: yes } },
      "contest_window_open",
    ],
    [
      "by the provider with the buyer's word",
      { review: { ...review, buyerConfirmedAt: yes }, by: "provider" },
      null,
    ],
    [
      "by anyone with both words",
      { review: { ...review, buyerConfirmedAt: yes, providerConfirmedAt: yes } },
      null,
    ],
    ["after the window", { now: AFTER }, null],
    ["never over an undecided contest", { now: AFTER, undecided: [open] }, "contests_undecided"],
  ])("%s", (_name, more, code) => {
    const freeze = () => refuseFreeze({ ...base, ...more });
    if (code === null) expect(freeze).not.toThrow();
    else expect(freeze).toThrow(expect.objectContaining({ code }));
  });

  test("an undecided contest is named", () => {
    expect(() => refuseFreeze({ ...base, undecided: [open] })).toThrow(
      "An interval of INC1 (waits for the provider)",
    );
  });
});

describe("volume over forecast", () => {
  const opened = (n: number) => Array.from({ length: n }, (_, index) => ({ id: `i${index}` }));
  test.each([
    [100, 121, 120, 1],
    [1, 2, 1, 1],
    [3, 10, 3, 7],
    [333, 500, 399, 101],
  ])("of %i with %i items allows %i", (forecast, actual, allowed, over) => {
    const made = volumeOverForecast({ forecast, opened: opened(actual) });
    expect(made).toMatchObject({ forecast, actual, allowed, over });
    expect(made.workItemIds).toEqual(
      opened(actual)
        .slice(allowed)
        .map((one) => one.id),
    );
  });
  test("is refused at exactly 120 %, with the figures", () => {
    expect(() => volumeOverForecast({ forecast: 100, opened: opened(120) })).toThrow(
      "120 items against a forecast of 100",
    );
  });
});

describe("a proposal", () => {
  const plain = {
    engagementId: "e",
    month: "2026-10",
    subject: "interval",
    workItemId: "w",
    levelIds: ["resolve"],
    effect: "count",
    from: "2026-10-05T10:00:00Z",
    to: "2026-10-05T12:00:00Z",
  };
  test.each<[string, Record<string, unknown>, string | null]>([
    ["that is complete", {}, null],
    ["without a stretch", { from: null, to: null }, "from"],
    ["with one end", { to: null }, "to"],
    ["that ends before it begins", { to: "2026-10-05T09:00:00Z" }, "to"],
    ["without a level", { levelIds: [] }, "levelIds"],
    ["of no work", { workItemId: null }, "workItemId"],
    ["that makes an interval a hit", { effect: "hit" }, "effect"],
    ["of an exclusion without a kind", { subject: "exclusion", effect: "exclude" }, "kind"],
    ["of an exclusion that counts", { subject: "exclusion", kind: "late_input" }, "effect"],
    [
      "of a whole exclusion",
      { subject: "exclusion", kind: "late_input", effect: "exclude", from: null, to: null },
      null,
    ],
    [
      "of volume without a forecast",
      { subject: "exclusion", kind: "volume_over_forecast", effect: "exclude" },
      "forecast",
    ],
    ["of a verdict with a stretch", { subject: "verdict", effect: "exclude" }, "from"],
    ["of no month", { month: "2026-13" }, "month"],
    ["of no moment", { from: "yesterday" }, "from"],
  ])("%s", (_name, more, field) => {
    const parsed = proposalSchema.safeParse({ ...plain, ...more });
    const fields = parsed.error?.issues.map((issue) => issue.path.join(".")) ?? [];
    if (field === null) expect(fields).toEqual([]);
    else expect(fields).toContain(field);
  });
});

test("a contest is called by what it is about", () => {
  const one = { reference: "INC7", items: 1, kind: null };
  expect(contestTitle({ ...one, subject: "interval" })).toBe("An interval of INC7");
  expect(contestTitle({ ...one, subject: "verdict" })).toBe("The verdict on INC7");
  expect(contestTitle({ ...one, subject: "exclusion", kind: "late_input" })).toBe("Input came late: INC7");
  const many = { reference: null, items: 52, subject: "exclusion", kind: "volume_over_forecast" } as const;
  expect(contestTitle(many)).toBe("Volume over 120 % of the forecast: 52 items");
});
