import { describe, expect, test } from "vitest";
import { answerSchema, groundsSchema, proposalSchema } from "./contest.input.ts";

const issuesOf = (found: { error?: { issues: { path: PropertyKey[]; message: string }[] } | undefined }) =>
  found.error?.issues.map((one) => `${one.path.join(".")}: ${one.message}`) ?? [];

const FROM = "2026-10-06T10:00:00Z";
const TO = "2026-10-06T11:00:00Z";
const known = { engagementId: "e", month: "2026-10", workItemId: "w" };
const exclusion = { ...known, subject: "exclusion", kind: "client_caused", effect: "exclude" };
const interval = {
  ...known,
  subject: "interval",
  effect: "count",
  levelIds: ["resolve"],
  from: FROM,
  to: TO,
};
const verdict = { ...known, subject: "verdict", effect: "hit", levelIds: ["resolve"] };
const volume = {
  ...{ engagementId: "e", month: "2026-10", subject: "exclusion", effect: "exclude" },
  ...{ kind: "volume_over_forecast", forecast: 100 },
};

describe("a proposal", () => {
  test.each<[string, object]>([
    ["a whole item left out", exclusion],
    ["a stretch left out", { ...exclusion, from: FROM, to: TO }],
    ["of several levels", { ...exclusion, levelIds: ["a", "b"] }],
    ["an interval that should count", interval],
    ["an interval that should not", { ...interval, effect: "exclude" }],
    ["a verdict as a hit", verdict],
    ["a verdict as a miss", { ...verdict, effect: "miss" }],
    ["a month over its forecast, without any work named", volume],
    ["the least forecast", { ...volume, forecast: 1 }],
    ["the greatest forecast", { ...volume, forecast: 10_000_000 }],
    ["the first month that there is", { ...exclusion, month: "1900-01" }],
    ["the last", { ...exclusion, month: "2199-12" }],
    ["a month in autumn", { ...exclusion, month: "2026-09" }],
    ["what is absent as null", { ...exclusion, from: null, to: null, forecast: null }],
  ])("may be %s", (_name, proposal) => {
    expect(issuesOf(proposalSchema.safeParse(proposal))).toEqual([]);
  });

  test("names no level where it names none", () => {
    expect(proposalSchema.parse(exclusion).levelIds).toEqual([]);
  });

  const KIND = "kind: Choose why the time should not count.";
  const MONTH = "month: Write a month such as 2026-10.";
  const LEVEL = "levelIds: Say which service level it is about.";
  const ENDS = "to: Give both ends, or neither for the whole item.";
  const ORDER = "to: The end lies after the beginning.";
  const MOMENT = "Write a moment such as 2026-03-06T14:00:00Z.";
  const VERDICT = "effect: A hit or a miss is contested as a verdict.";
  test.each<[string, object, string[]]>([
    ["about nothing known", { ...verdict, subject: "weather" }, ["subject: Choose what this is about."]],
    ["for no known reason", { ...exclusion, kind: "bad_luck" }, [KIND]],
    ["for no reason", { ...exclusion, kind: null }, [KIND]],
    [
      "an exclusion that counts",
      { ...exclusion, effect: "count" },
      ["effect: An exclusion leaves time out."],
    ],
    ["to no known effect", { ...exclusion, effect: "cheer" }, ["effect: Say how it should count instead."]],
    [
      "a verdict with a kind",
      { ...verdict, kind: "client_caused" },
      ["kind: Only an exclusion has a kind."],
    ],
    ["without work", { ...verdict, workItemId: null }, ["workItemId: Say which work it is about."]],
    ["a verdict of no level", { ...verdict, levelIds: [] }, [LEVEL]],
    ["a verdict of two levels", { ...verdict, levelIds: ["a", "b"] }, [LEVEL]],
    ["an interval of no level", { ...interval, levelIds: [] }, [LEVEL]],
    ["a beginning without an end", { ...exclusion, from: FROM }, [ENDS]],
    ["an end without a beginning", { ...exclusion, to: TO }, [ENDS]],
    ["an end at the beginning", { ...exclusion, from: FROM, to: FROM }, [ORDER]],
    ["an end before the beginning", { ...interval, from: TO, to: FROM }, [ORDER]],
    ["a moment that is none", { ...exclusion, from: "noon", to: TO }, [`from: ${MOMENT}`]],
    ["an end that is none", { ...exclusion, from: FROM, to: "later" }, [`to: ${MOMENT}`]],
    [
      "an interval without a stretch",
      { ...interval, from: null, to: null },
      ["from: Say which stretch of the clock it is about."],
    ],
    ["an interval as a hit", { ...interval, effect: "hit" }, [VERDICT]],
    ["an interval as a miss", { ...interval, effect: "miss" }, [VERDICT]],
    [
      "a stretch of a verdict",
      { ...verdict, from: FROM, to: TO },
      ["from: A verdict is contested as a whole."],
    ],
    ["a month of a day", { ...exclusion, month: "2026-10-01" }, [MONTH]],
    ["a month after a word", { ...exclusion, month: "in 2026-10" }, [MONTH]],
    ["month 13", { ...exclusion, month: "2026-13" }, [MONTH]],
    ["month 0", { ...exclusion, month: "2026-00" }, [MONTH]],
    ["month 20", { ...exclusion, month: "2026-20" }, [MONTH]],
    ["a month of long ago", { ...exclusion, month: "1799-10" }, [MONTH]],
    ["no forecast", { ...volume, forecast: null }, ["forecast: Write the agreed number of items."]],
    [
      "a forecast in words",
      { ...volume, forecast: "many" },
      ["forecast: Write the agreed number of items."],
    ],
    ["half an item", { ...volume, forecast: 1.5 }, ["forecast: The forecast is a whole number."]],
    ["a forecast of -1", { ...volume, forecast: -1 }, ["forecast: The forecast is at least 1."]],
    [
      "too great a forecast",
      { ...volume, forecast: 10_000_001 },
      ["forecast: The forecast is 10,000,000 at most."],
    ],
  ])("is refused: %s", (_name, proposal, issues) => {
    expect(issuesOf(proposalSchema.safeParse(proposal))).toEqual(issues);
  });

  test("has limits to its levels", () => {
    const levelIds = Array.from({ length: 31 }, (_, index) => `level ${index}`);
    expect(issuesOf(proposalSchema.safeParse({ ...exclusion, levelIds: levelIds.slice(1) }))).toEqual([]);
    expect(issuesOf(proposalSchema.safeParse({ ...exclusion, levelIds }))).toHaveLength(1);
    expect(issuesOf(proposalSchema.safeParse({ ...exclusion, levelIds: ["x".repeat(120)] }))).toEqual([]);
    expect(issuesOf(proposalSchema.safeParse({ ...exclusion, levelIds: ["x".repeat(121)] }))).toHaveLength(
      1,
    );
  });

  test("has no members of its own making", () => {
    expect(issuesOf(proposalSchema.safeParse({ ...exclusion, colour: "red" }))).toHaveLength(1);
  });
});

describe("grounds", () => {
  const hash = "0123456789abcdef".repeat(4);
  test.each<[string, object]>([
    ["words alone", {}],
    ["words with evidence", { evidence: "e".repeat(2000) }],
    ["an address of the web", { evidenceUrl: "http://desk.example/1" }],
    ["a safe one", { evidenceUrl: "https://desk.example/1" }],
    ["a hash", { evidenceHash: hash }],
    ["a hash with its name", { evidenceHash: `sha256:${hash}` }],
    ["a long reason", { reason: "r".repeat(2000) }],
  ])("may be %s", (_name, change) => {
    expect(issuesOf(groundsSchema.safeParse({ reason: "The desk was shut.", ...change }))).toEqual([]);
  });

  test("are trimmed", () => {
    expect(groundsSchema.parse({ reason: " We answered. ", evidence: " The mail. " })).toEqual({
      reason: "We answered.",
      evidence: "The mail.",
    });
  });

  const LONG = "Keep this within 2,000 characters.";
  const ADDRESS = "evidenceUrl: Write an address such as https://…";
  const HASH = "evidenceHash: Write the SHA-256 of the document: 64 hexadecimal digits.";
  test.each<[string, object, string]>([
    ["no reason", { reason: "  " }, "reason: Say why, in words that the other side can check."],
    ["too long a reason", { reason: "r".repeat(2001) }, `reason: ${LONG}`],
    ["too much evidence", { evidence: "e".repeat(2001) }, "evidence: Keep this within 2000 characters."],
    ["an address of another kind", { evidenceUrl: "ftp://desk.example/1" }, ADDRESS],
    ["an address that is run", { evidenceUrl: "javascript:alert(1)" }, ADDRESS],
    ["one that only ends like it", { evidenceUrl: "xhttps://desk.example" }, ADDRESS],
    ["one that only begins like it", { evidenceUrl: "httpsx://desk.example" }, ADDRESS],
    ["no address", { evidenceUrl: "see the desk" }, ADDRESS],
    ["a hash with words before it", { evidenceHash: `is ${hash}` }, HASH],
    ["a hash that is too long", { evidenceHash: `${hash}0` }, HASH],
    ["a hash that is too short", { evidenceHash: hash.slice(1) }, HASH],
    ["a hash in capitals", { evidenceHash: hash.toUpperCase() }, HASH],
  ])("are refused: %s", (_name, change, issue) => {
    expect(issuesOf(groundsSchema.safeParse({ reason: "The desk was shut.", ...change }))).toEqual([issue]);
  });

  test("keep an address within 1,000 characters", () => {
    const start = "https://desk.example/";
    const url = (length: number) => start + "x".repeat(length - start.length);
    const of = (evidenceUrl: string) => issuesOf(groundsSchema.safeParse({ reason: "r", evidenceUrl }));
    expect([of(url(1000)).length, of(url(1001)).length]).toEqual([0, 1]);
    expect(issuesOf(groundsSchema.safeParse({ reason: "r", colour: "red" }))).toHaveLength(1);
  });
});

describe("an answer", () => {
  test.each(["accept", "refuse", "withdraw", "rule_for", "rule_against"])("may be %s", (action) => {
    expect(issuesOf(answerSchema.safeParse({ contestId: "c", action, reason: "As said." }))).toEqual([]);
  });

  test("is one of these, with a reason and nothing else", () => {
    const of = (change: object) =>
      issuesOf(answerSchema.safeParse({ contestId: "c", action: "accept", reason: "As said.", ...change }));
    expect(of({ action: "" })).toHaveLength(1);
    expect(of({ reason: " " })).toEqual(["reason: Say why: both sides read it."]);
    expect(of({ colour: "red" })).toHaveLength(1);
  });
});
