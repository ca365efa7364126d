import { describe, expect, test } from "vitest";
import type { Viewer } from "../identity/viewer.ts";
import { can, faultsOf, isFinal } from "../shared/state-machine.ts";
import { assertParty, editEvent, nextActions } from "./statement-of-work.policy.ts";
import {
  EVENT_PARTIES,
  isSowState,
  otherParty,
  partyOf,
  type SowState,
  signatureEvent,
  sowMachine,
  waitingFor,
} from "./statement-of-work.ts";

const SOW = { organizationId: "buyer-org", providerId: "provider-org" };

function viewer(facts: Partial<Viewer>): Viewer {
  return {
    userId: "u",
    name: "N",
    email: "n@example.test",
    organizationId: "buyer-org",
    organizationName: "O",
    zone: "UTC",
    organizationKind: "buyer",
    role: "operations_lead",
    via: "session",
    requestId: "r",
    address: "",
    userAgent: "",
    ...facts,
  };
}

const BUYER = viewer({});
const PROVIDER = viewer({
  organizationId: "provider-org",
  organizationKind: "provider",
  role: "delivery_manager",
});
const STAFF = viewer({ organizationId: "house", organizationKind: "marketplace", role: "account_manager" });

describe("the life of a statement of work", () => {
  test("is a sound graph", () => expect(faultsOf(sowMachine)).toEqual([]));

  test.each<[SowState, string[]]>([
    ["draft", ["propose", "offer", "withdraw"]],
    ["offered", ["revise", "countersign", "withdraw", "decline"]],
    ["countersigned", ["revise", "sign", "withdraw", "decline"]],
    ["active", []],
    ["withdrawn", []],
    ["declined", []],
  ])("in %s allows %j", (state, events) => {
    const all = Object.keys(EVENT_PARTIES) as (keyof typeof EVENT_PARTIES)[];
    expect(all.filter((event) => can(sowMachine, state, event)).sort()).toEqual([...events].sort());
  });

  test("ends where nobody is waited for, and only there", () => {
    for (const state of sowMachine.states)
      expect(waitingFor(state) === null).toBe(isFinal(sowMachine, state));
  });

  test("waits for a side that can do something", () => {
    for (const state of sowMachine.states) {
      const party = waitingFor(state);
      if (party === null) continue;
      const who = party === "buyer" ? BUYER : PROVIDER;
      expect(nextActions(who, { ...SOW, state }).length).toBeGreaterThan(0);
    }
  });

  test("leads to force only through both signatures", () => {
    const into = sowMachine.transitions.filter((one) => one.to === "active");
    expect(into.map((one) => [one.from, one.event])).toEqual([["countersigned", "sign"]]);
    expect(EVENT_PARTIES.sign).toEqual(["buyer"]);
    expect(EVENT_PARTIES.countersign).toEqual(["provider"]);
    expect(signatureEvent("provider")).toBe("countersign");
    expect(signatureEvent("buyer")).toBe("sign");
  });
});

describe("the next actions", () => {
  test.each<[string, Viewer, SowState, string[]]>([
    ["the buyer", BUYER, "draft", ["offer", "edit", "withdraw"]],
    ["the buyer", BUYER, "offered", ["edit", "withdraw"]],
    ["the buyer", BUYER, "countersigned", ["sign", "edit", "withdraw"]],
    ["the buyer", BUYER, "active", []],
    ["the provider", PROVIDER, "draft", []],
    ["the provider", PROVIDER, "offered", ["sign", "edit", "decline"]],
    ["the provider", PROVIDER, "countersigned", ["edit", "decline"]],
    ["the buyer's finance", viewer({ role: "finance" }), "countersigned", []],
    ["staff", STAFF, "countersigned", []],
    ["a stranger", viewer({ organizationId: "elsewhere" }), "countersigned", []],
    ["a job", viewer({ via: "job", organizationKind: "marketplace", role: "system" }), "countersigned", []],
  ])("of %s (%#) fit the state", (_name, who, state, actions) => {
    expect(nextActions(who, { ...SOW, state })).toEqual(actions);
  });

  test("of the wrong side are refused by name", () => {
    const input = { sow: { ...SOW, state: "offered" as const }, event: "countersign" as const };
    expect(() => assertParty(BUYER, input)).toThrow(/Only the provider/);
    expect(() => assertParty(STAFF, input)).toThrow(/Only the provider/);
    expect(assertParty(PROVIDER, input)).toBe("provider");
  });
});

test.each<[Viewer, string | null]>([
  [BUYER, "buyer"],
  [PROVIDER, "provider"],
  [STAFF, null],
  [viewer({ via: "job" }), null],
])("the side of a viewer (%#)", (who, party) => expect(partyOf(who, SOW)).toBe(party));

test("a draft is proposed again and an offer is revised", () => {
  expect(editEvent("draft")).toBe("propose");
  expect(editEvent("offered")).toBe("revise");
  expect(editEvent("countersigned")).toBe("revise");
});

test("there are two sides", () => {
  expect(otherParty("buyer")).toBe("provider");
  expect(otherParty("provider")).toBe("buyer");
});

test("only the states of the machine are states", () => {
  expect(isSowState("active")).toBe(true);
  expect(isSowState("signed")).toBe(false);
});
