import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { viewerOf } from "../../../test/factories/viewer.ts";
import type { SamplingPlan } from "../../catalogue/sampling-plan.ts";
import type { OrganizationKind, Role } from "../../identity/viewer.ts";
import { NotAllowed } from "../../shared/refusals.ts";
import {
  isLate,
  ownRound,
  partyToDraw,
  refuseRuling,
  roundToScore,
  sideToCommit,
} from "./sample.policy.ts";
import type { SampleFacts } from "./sample.ts";
import type { ItemScores, SampleStanding } from "./score.ts";

const parties = { organizationId: "b", providerId: "p" };
const person = (organizationId: string, kind: OrganizationKind, role: Role) =>
  viewerOf({ organizationId, userId: `${role} of ${organizationId}`, kind, role });
const buyer = person("b", "buyer", "operations_lead");
const provider = person("p", "provider", "owner");
const stranger = person("x", "provider", "owner");
const finance = person("b", "buyer", "auditor");
const manager = person("m", "marketplace", "account_manager");
const facts = (change: Partial<SampleFacts> = {}): SampleFacts => ({
  ...{ state: "drawn", committedBy: "buyer", answerBy: "2026-11-05T00:00:00Z", scoredBy: "provider" },
  ...change,
});
const now = Temporal.Instant.from("2026-11-04T12:00:00Z");
const late = Temporal.Instant.from("2026-11-05T00:00:00Z");
const refused = (deed: () => unknown) => {
  try {
    deed();
  } catch (error) {
    if (error instanceof NotAllowed) return `not allowed: ${error.message}`;
    return (error as { code: string }).code;
  }
  return "nothing";
};

describe("a draw is begun", () => {
  const plan = (drawnBy: SamplingPlan["drawnBy"]) => ({ drawnBy }) as SamplingPlan;

  test("by either side, or by the one that the plan names", () => {
    expect(sideToCommit(buyer, parties, plan("either"))).toBe("buyer");
    expect(sideToCommit(provider, parties, plan("either"))).toBe("provider");
    expect(sideToCommit(buyer, parties, plan("buyer"))).toBe("buyer");
    expect(refused(() => sideToCommit(provider, parties, plan("buyer")))).toBe(
      "not allowed: By the contract the buyer begins the draw.",
    );
  });

  test.each([
    ["a stranger", stranger],
    ["the marketplace", manager],
    ["somebody whose role does not", finance],
  ])("not by %s", (_name, viewer) => {
    expect(refused(() => sideToCommit(viewer, parties, plan("either")))).toBe(
      "not allowed: The two sides of the contract draw samples.",
    );
  });
});

describe("a draw is finished", () => {
  const draw = (viewer = provider, p: { facts?: Partial<SampleFacts>; now?: Temporal.Instant } = {}) =>
    partyToDraw({ viewer, parties, facts: facts({ state: "committed", ...p.facts }), now: p.now ?? now });

  test("by the other side, also late", () => {
    expect(draw()).toBe("provider");
    expect(draw(provider, { now: late })).toBe("provider");
    expect(draw(buyer, { facts: { committedBy: "provider" } })).toBe("buyer");
  });

  test("once its time is over, by the account manager", () => {
    expect(isLate(facts(), now)).toBe(false);
    expect(isLate(facts(), late)).toBe(true);
    expect(refused(() => draw(manager))).toBe("answer_not_due");
    expect(draw(manager, { now: late })).toBe("account_manager");
  });

  test("by nobody else, and once", () => {
    expect(refused(() => draw(buyer))).toBe("own_commitment");
    expect(refused(() => draw(provider, { facts: { state: "drawn" } }))).toBe("sample_drawn");
    expect(refused(() => draw(stranger))).toBe("not allowed: The other side of the contract answers.");
    expect(refused(() => draw(finance))).toContain("not allowed");
  });
});

test("one side scores first and the other second, staff and strangers in no round", () => {
  expect(ownRound(provider, parties, "provider")).toBe("first");
  expect(ownRound(buyer, parties, "provider")).toBe("second");
  expect(ownRound(buyer, parties, "buyer")).toBe("first");
  expect(ownRound(manager, parties, "buyer")).toBe("none");
  expect(ownRound(stranger, parties, "buyer")).toBe("none");
});

describe("an item is scored", () => {
  const score = { errors: 0, units: 1 };
  const standing = (change: Partial<SampleStanding> = {}) =>
    ({ items: [1, 2, 3], twice: null, first: 1, second: 0, ...change }) as unknown as SampleStanding;
  type Asked = { facts?: Partial<SampleFacts>; standing?: Partial<SampleStanding>; position?: number };
  const round = (viewer: typeof buyer, scores: ItemScores | undefined, p: Asked = {}) =>
    refusedOr(() =>
      roundToScore({
        ...{ viewer, parties, facts: facts(p.facts), standing: standing(p.standing), scores },
        position: p.position ?? 1,
      }),
    );
  const refusedOr = (deed: () => string) => {
    let answer = "";
    const refusal = refused(() => {
      answer = deed();
    });
    return answer || refusal;
  };
  const twice = { twice: [1], first: 3 };

  test.each<[string, typeof buyer, ItemScores | undefined, Asked, string]>([
    ["first by its side", provider, {}, {}, "first"],
    ["again while the round goes on", provider, { first: score }, {}, "first"],
    ["no more once the round is complete", provider, { first: score }, { standing: twice }, "score_stands"],
    [
      "no more once the other has scored it",
      provider,
      { first: score, second: score },
      { standing: { first: 2 } },
      "score_stands",
    ],
    ["second when the first round is complete", buyer, { first: score }, { standing: twice }, "second"],
    ["second not before", buyer, { first: score }, {}, "first_not_complete"],
    [
      "second only where it was drawn again",
      buyer,
      { first: score },
      { standing: twice, position: 2 },
      "not_scored_twice",
    ],
    [
      "second again never, because the first stands",
      buyer,
      { first: score, second: score },
      { standing: twice },
      "score_stands",
    ],
    ["not before the draw", provider, {}, { facts: { state: "committed" } }, "sample_not_drawn"],
    ["not after the end", provider, {}, { facts: { state: "scored" } }, "sample_scored"],
    ["not where it was not drawn", provider, undefined, {}, "not_in_sample"],
    [
      "not by the marketplace",
      manager,
      {},
      {},
      "not allowed: The two sides of the contract score samples.",
    ],
    ["not by a stranger", stranger, {}, {}, "not allowed: The two sides of the contract score samples."],
    [
      "not by a role that does not",
      finance,
      {},
      {},
      "not allowed: The two sides of the contract score samples.",
    ],
  ])("%s", (_name, viewer, scores, asked, expected) => {
    expect(round(viewer, scores, asked)).toBe(expected);
  });
});

describe("two scores that differ are decided", () => {
  const differ: ItemScores = { first: { errors: 0, units: 1 }, second: { errors: 1, units: 1 } };
  const rule = (p: {
    viewer?: typeof buyer;
    state?: SampleFacts["state"];
    scores?: ItemScores | undefined;
    rule?: "more_errors";
  }) =>
    refused(() =>
      refuseRuling({
        viewer: p.viewer ?? manager,
        facts: facts({ state: p.state ?? "drawn" }),
        rule: p.rule ?? "account_manager",
        scores: "scores" in p ? p.scores : differ,
      }),
    );
  const NOT = "not allowed: The account manager decides where scores differ.";

  test.each<[string, Parameters<typeof rule>[0], string]>([
    ["by the account manager", {}, "nothing"],
    ["not by a side", { viewer: buyer }, NOT],
    ["not by another of the marketplace", { viewer: person("m", "marketplace", "auditor") }, NOT],
    ["not after the end", { state: "scored" }, "sample_scored"],
    ["not where it was not drawn", { scores: undefined }, "not_in_sample"],
    ["not where the contract settles it", { rule: "more_errors" }, "scores_settle"],
    [
      "not where they agree",
      { scores: { first: { errors: 1, units: 1 }, second: { errors: 1, units: 1 } } },
      "nothing_to_rule",
    ],
    ["not twice", { scores: { ...differ, ruling: { errors: 1, units: 1 } } }, "nothing_to_rule"],
  ])("%s", (_name, asked, expected) => {
    expect(rule(asked)).toBe(expected);
  });
});
