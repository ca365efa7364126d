import { describe, expect, test } from "vitest";
import { countWrongKeys } from "./wrong-keys.ts";

function counted() {
  let now = 1_000_000;
  const keys = countWrongKeys(() => now);
  const send = (address: string, times: number) => {
    for (let n = 0; n < times; n += 1) keys.note(address);
  };
  return { ...keys, send, later: (seconds: number) => (now += seconds * 1000) };
}

describe("wrong keys of one address", () => {
  test("are looked at twenty times in a minute, and again when it is over", () => {
    const { waits, send, later } = counted();
    send("192.0.2.1", 19);
    expect(waits("192.0.2.1")).toBe(0);
    later(20);
    send("192.0.2.1", 1);
    expect(waits("192.0.2.1")).toBe(40);
    later(39.5);
    expect(waits("192.0.2.1")).toBe(1);
    later(0.5);
    expect(waits("192.0.2.1")).toBe(0);
  });

  test("keep no other address from coming", () => {
    const { waits, send } = counted();
    send("192.0.2.1", 100);
    expect(waits("192.0.2.2")).toBe(0);
  });

  test("are forgotten, the oldest first, where ten thousand others came since", () => {
    const { waits, send } = counted();
    send("192.0.2.1", 20);
    for (let n = 0; n < 10_000; n += 1) send(`198.51.100.${n}`, 1);
    expect(waits("192.0.2.1")).toBe(0);
  });
});
