import type { NavItem } from "../../components/app-shell.tsx";
import type { Command } from "../../components/command-menu.tsx";

export const NAV: readonly NavItem[] = [
  { label: "Design", href: "/design", count: 3, hot: true },
  { label: "Queue", href: "/design?part=queue", count: 18 },
  { label: "Statements", href: "/design?part=statements", count: 5 },
  { label: "Contests", href: "/design?part=contests", count: 1 },
  { label: "Attestations", href: "/design?part=attestations", count: 2, hot: true },
  { label: "Reviews", href: "/design?part=reviews" },
];

export const SAVED_VIEWS: readonly NavItem[] = [
  { label: "Renewing before March", href: "/design?view=renewing" },
  { label: "Payroll, Europe", href: "/design?view=payroll" },
];

export const COMMANDS: readonly Command[] = [
  { id: "queue", label: "Open the queue", group: "Go to", href: "/design#work", shortcut: "g q" },
  { id: "tables", label: "Open the tables", group: "Go to", href: "/design#tables", shortcut: "g t" },
  { id: "forms", label: "Open the forms", group: "Go to", href: "/design#forms", keywords: "fields input" },
  {
    id: "paper",
    label: "Open the statement",
    group: "Go to",
    href: "/design#paper",
    keywords: "invoice contract",
  },
  { id: "messages", label: "See every message", group: "Look at", href: "/design#messages" },
];
