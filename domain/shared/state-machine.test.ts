import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  can,
  defineStateMachine,
  eventsFrom,
  faultsOf,
  isFinal,
  next,
  TransitionRefused,
} from "./state-machine.ts";

const order = defineStateMachine({
  noun: "order",
  initial: "draft",
  states: ["draft", "sent", "in_dispute", "done", "withdrawn"],
  transitions: [
    { from: "draft", event: "send", to: "sent" },
    { from: "sent", event: "dispute", to: "in_dispute" },
    { from: ["sent", "in_dispute"], event: "finish", to: "done" },
    { from: ["draft", "sent"], event: "withdraw", to: "withdrawn" },
  ],
});

describe("next", () => {
  test.each([
    ["draft", "send", "sent"],
    ["sent", "finish", "done"],
    ["in_dispute", "finish", "done"],
    ["draft", "withdraw", "withdrawn"],
  ] as const)("from %s, %s leads to %s", (from, event, to) => {
    expect(next(order, from, event)).toBe(to);
    expect(can(order, from, event)).toBe(true);
  });

  test("an event that the state does not allow is refused in words, with what is allowed", () => {
    expect(can(order, "in_dispute", "withdraw")).toBe(false);
    const attempt = () => next(order, "in_dispute", "withdraw");
    expect(attempt).toThrow(TransitionRefused);
    expect(attempt).toThrow('This order is in dispute, so "withdraw" is not possible.');
    try {
      attempt();
    } catch (refusal) {
      expect(refusal).toMatchObject({
        code: "transition_refused",
        details: { state: "in_dispute", event: "withdraw", allowed: ["finish"] },
      });
    }
  });

  test("can() says exactly when next() succeeds", () => {
    const states = fc.constantFrom(...order.states);
    const events = fc.constantFrom("send", "dispute", "finish", "withdraw" as const);
    fc.assert(
      fc.property(states, events, (state, event) => {
        const name = event as "send";
        let moved = true;
        try {
          next(order, state, name);
        } catch {
          moved = false;
        }
        expect(moved).toBe(can(order, state, name));
        expect(eventsFrom(order, state).includes(name)).toBe(moved);
      }),
    );
  });
});

test("a state that nothing leaves is final", () => {
  expect(order.states.filter((state) => isFinal(order, state))).toEqual(["done", "withdrawn"]);
});

describe("a faulty graph is named where it is defined", () => {
  const base = { noun: "thing", initial: "a", states: ["a", "b"] };
  test.each([
    ["unreachable state", { ...base, transitions: [] }, '"b" is unreachable'],
    [
      "a cycle that nothing enters",
      {
        ...base,
        states: ["a", "b", "c"],
        transitions: [
          { from: "b", event: "x", to: "c" },
          { from: "c", event: "x", to: "b" },
        ],
      },
      '"c" is unreachable',
    ],
    [
      "unknown target",
      { ...base, transitions: [{ from: "a", event: "go", to: "z" }] },
      'unlisted state "z"',
    ],
    [
      "two answers to one event",
      {
        ...base,
        transitions: [
          { from: "a", event: "go", to: "b" },
          { from: ["a", "b"], event: "go", to: "a" },
        ],
      },
      "two transitions from a on go",
    ],
    ["unknown initial", { ...base, initial: "q", transitions: [] }, 'initial state "q"'],
    ["twice listed", { ...base, states: ["a", "a"], transitions: [] }, "listed twice"],
  ])("%s", (_name, machine, words) => {
    expect(faultsOf(machine).join("; ")).toContain(words);
    expect(() => defineStateMachine(machine)).toThrow(words);
  });
});
