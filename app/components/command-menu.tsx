import { useNavigate } from "@remix-run/react";
import { type MouseEvent, useState } from "react";
import {
  Autocomplete,
  Dialog,
  Header,
  Heading,
  Input,
  Menu,
  MenuItem,
  MenuSection,
  Modal,
  ModalOverlay,
  SearchField,
  useFilter,
} from "react-aria-components";
import styles from "./command-menu.module.css";
import overlay from "./overlay.module.css";
import { useShortcuts } from "./use-shortcuts.ts";

export interface Command {
  id: string;
  label: string;
  /** Heading in the menu and in the list of shortcuts. */
  group: string;
  href: string;
  /** Single keys in order, "g w"; Ctrl/Cmd+K and ? are taken. */
  shortcut?: string;
  /** Other words that people look for. */
  keywords?: string;
}

export interface CommandMenuProps {
  commands: readonly Command[];
  /** Where the button leads without JavaScript. */
  searchHref: string;
  /** Readers may turn single-key shortcuts off (WCAG 2.1.4); Ctrl/Cmd+K stays. */
  singleKeys?: boolean;
}

/** "Find or do anything": one list of commands feeds the menu, the shortcuts and the ? help. */
export function CommandMenu({ commands, searchHref, singleKeys = true }: CommandMenuProps) {
  const [open, setOpen] = useState<"commands" | "help" | null>(null);
  const navigate = useNavigate();

  function go(href: string) {
    setOpen(null);
    navigate(href);
  }

  useShortcuts({
    commands,
    singleKeys,
    go,
    openMenu: () => setOpen("commands"),
    openHelp: () => setOpen("help"),
  });

  function openInstead(event: MouseEvent<HTMLAnchorElement>) {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    setOpen("commands");
  }

  return (
    <>
      <a href={searchHref} className={styles.find} onClick={openInstead}>
        <span>Find or do anything</span>
        <kbd>Ctrl K</kbd>
      </a>
      <ModalOverlay
        className={`${overlay.veil} ${overlay.top}`}
        isOpen={open !== null}
        onOpenChange={(isOpen) => setOpen(isOpen ? "commands" : null)}
        isDismissable
      >
        <Modal className={overlay.modal ?? ""}>
          <Dialog className={styles.dialog ?? ""} aria-label="Find or do anything">
            {open === "help" ? (
              <ShortcutHelp commands={commands} />
            ) : (
              <CommandList commands={commands} go={go} />
            )}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </>
  );
}

function CommandList({ commands, go }: { commands: readonly Command[]; go: (href: string) => void }) {
  const { contains } = useFilter({ sensitivity: "base" });
  return (
    <Autocomplete filter={contains}>
      <SearchField aria-label="Find or do anything" autoFocus>
        <Input className={styles.input ?? ""} placeholder="Find or do anything" />
      </SearchField>
      <Menu
        className={styles.list ?? ""}
        aria-label="Commands"
        renderEmptyState={() => <p className={styles.none}>Nothing matches. Try another word.</p>}
      >
        {groupsOf(commands).map(([group, members]) => (
          <MenuSection key={group}>
            <Header className={styles.group}>{group}</Header>
            {members.map((command) => (
              <MenuItem
                key={command.id}
                id={command.id}
                textValue={`${command.label} ${command.keywords ?? ""}`}
                className={overlay.item ?? ""}
                onAction={() => go(command.href)}
              >
                <span>{command.label}</span>
                {command.shortcut ? <kbd>{command.shortcut}</kbd> : null}
              </MenuItem>
            ))}
          </MenuSection>
        ))}
      </Menu>
    </Autocomplete>
  );
}

function ShortcutHelp({ commands }: { commands: readonly Command[] }) {
  const keyed = commands.filter((command) => command.shortcut);
  return (
    <div className={styles.help}>
      <Heading slot="title" className={overlay.title ?? ""}>
        Shortcuts
      </Heading>
      <dl>
        <div>
          <dt>Find or do anything</dt>
          <dd>
            <kbd>Ctrl K</kbd> or <kbd>⌘ K</kbd>
          </dd>
        </div>
        <div>
          <dt>This list</dt>
          <dd>
            <kbd>?</kbd>
          </dd>
        </div>
        {keyed.map((command) => (
          <div key={command.id}>
            <dt>{command.label}</dt>
            <dd>
              <kbd>{command.shortcut}</kbd>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function groupsOf(commands: readonly Command[]): Array<[string, Command[]]> {
  const groups = new Map<string, Command[]>();
  for (const command of commands) {
    groups.set(command.group, [...(groups.get(command.group) ?? []), command]);
  }
  return [...groups];
}
