import { useEffect, useRef } from "react";
import { type KeyPress, readKey, type ShortcutTarget } from "./shortcut-keys.ts";

export interface ShortcutOptions {
  commands: readonly ShortcutTarget[];
  singleKeys: boolean;
  go: (href: string) => void;
  openMenu: () => void;
  openHelp: () => void;
}

const PATIENCE_MILLISECONDS = 1_000;

/** Listens to the whole page; keys typed into a field, a menu or a dialog belong to that, not to us. */
export function useShortcuts(options: ShortcutOptions): void {
  const latest = useRef(options);
  latest.current = options;

  useEffect(() => {
    let typed = "";
    let typedAt = 0;

    function onKeyDown(event: KeyboardEvent) {
      const { commands, singleKeys, go, openMenu, openHelp } = latest.current;
      const before = event.timeStamp - typedAt > PATIENCE_MILLISECONDS ? "" : typed;
      const outcome = readKey({ press: pressOf(event), before, commands, singleKeys });
      typed = outcome.kind === "wait" ? outcome.typed : "";
      typedAt = event.timeStamp;
      if (outcome.kind === "wait" || outcome.kind === "ignore") return;
      event.preventDefault();
      if (outcome.kind === "menu") openMenu();
      if (outcome.kind === "help") openHelp();
      if (outcome.kind === "go") go(outcome.href);
    }

    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
}

function pressOf(event: KeyboardEvent): KeyPress {
  const { key, target } = event;
  const busy =
    target instanceof Element &&
    target.closest("input, textarea, select, [contenteditable], [role=dialog]");
  return { key, command: event.ctrlKey || event.metaKey, alt: event.altKey, busy: Boolean(busy) };
}
