export interface ShortcutTarget {
  href: string;
  shortcut?: string;
}

export interface KeyPress {
  key: string;
  /** Ctrl or Cmd is held. */
  command: boolean;
  alt: boolean;
  /** The focus is where keys already mean something. */
  busy: boolean;
}

export type KeyOutcome =
  | { kind: "menu" }
  | { kind: "help" }
  | { kind: "go"; href: string }
  | { kind: "wait"; typed: string }
  | { kind: "ignore" };

/** What a key means after the keys typed just before ("g" waits for "g w"). */
export function readKey(options: {
  press: KeyPress;
  before: string;
  commands: readonly ShortcutTarget[];
  singleKeys: boolean;
}): KeyOutcome {
  const { press, before, commands, singleKeys } = options;
  if (press.command) return press.key.toLowerCase() === "k" ? { kind: "menu" } : { kind: "ignore" };
  if (press.alt || press.busy || !singleKeys || press.key.length !== 1) return { kind: "ignore" };
  if (press.key === "?") return { kind: "help" };
  const typed = before === "" ? press.key : `${before} ${press.key}`;
  const exact = commands.find((command) => command.shortcut === typed);
  if (exact) return { kind: "go", href: exact.href };
  if (commands.some((command) => command.shortcut?.startsWith(`${typed} `))) return { kind: "wait", typed };
  return { kind: "ignore" };
}
