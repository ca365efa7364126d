// @vitest-environment node
import { describe, expect, test } from "vitest";
import { type KeyOutcome, type KeyPress, readKey } from "./shortcut-keys.ts";

const COMMANDS = [
  { href: "/queue", shortcut: "g q" },
  { href: "/new", shortcut: "n" },
  { href: "/reports" },
];

const plain = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  command: false,
  alt: false,
  busy: false,
  ...more,
});
const read = (press: KeyPress, { before = "", singleKeys = true } = {}): KeyOutcome =>
  readKey({ press, before, commands: COMMANDS, singleKeys });

describe("a key", () => {
  test.each<[string, KeyOutcome, KeyOutcome]>([
    ["Ctrl+K opens the menu", read(plain("k", { command: true })), { kind: "menu" }],
    [
      "Ctrl+K opens it from within a field too",
      read(plain("K", { command: true, busy: true })),
      { kind: "menu" },
    ],
    ["Ctrl+C stays with the browser", read(plain("c", { command: true })), { kind: "ignore" }],
    ["? opens the help", read(plain("?")), { kind: "help" }],
    ["? in a field is a question mark", read(plain("?", { busy: true })), { kind: "ignore" }],
    ["n goes where it says", read(plain("n")), { kind: "go", href: "/new" }],
    ["g waits", read(plain("g")), { kind: "wait", typed: "g" }],
    ["g q goes to the queue", read(plain("q"), { before: "g" }), { kind: "go", href: "/queue" }],
    ["g x is nothing", read(plain("x"), { before: "g" }), { kind: "ignore" }],
    ["Alt+n stays with the system", read(plain("n", { alt: true })), { kind: "ignore" }],
    ["Shift alone is nothing", read(plain("Shift")), { kind: "ignore" }],
  ])("%s", (_, outcome, expected) => {
    expect(outcome).toEqual(expected);
  });

  test.each(["?", "n", "g"])("%s is nothing once single keys are turned off", (key) => {
    expect(read(plain(key), { singleKeys: false })).toEqual({ kind: "ignore" });
  });

  test("Ctrl+K works even then", () => {
    expect(read(plain("k", { command: true }), { singleKeys: false })).toEqual({ kind: "menu" });
  });
});
