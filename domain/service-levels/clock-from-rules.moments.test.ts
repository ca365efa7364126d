import { expect, test } from "vitest";
import { step, waits } from "../../test/factories/ruled-clock.ts";
import { momentsOf } from "./clock-from-rules.ts";

test("the conditions see what the item has, and words where it has nothing", () => {
  const facts = { type: "incident", priority: null, tags: ["vip"], site: null };
  const events = [
    step(1, "start"),
    step(2, "priority", { priority: "P1", site: "berlin" }),
    step(3, "pause", { ...waits, tags: [] }),
  ];
  const seen = { event: "start", type: "incident", priority: "none", state: "open", waitingOn: "nobody" };
  expect(momentsOf({ facts, events })).toEqual([
    { ...seen, tags: ["vip"], site: "none" },
    { ...seen, event: "priority", priority: "P1", tags: ["vip"], site: "berlin" },
    {
      ...seen,
      event: "pause",
      priority: "P1",
      state: "waiting",
      waitingOn: "buyer",
      tags: [],
      site: "berlin",
    },
  ]);
});
