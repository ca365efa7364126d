import type { NavItem } from "../../components/app-shell.tsx";
import type { Command } from "../../components/command-menu.tsx";

const PLACES = {
  home: { label: "Home", href: "/home", shortcut: "g h" },
  portfolio: { label: "Portfolio", href: "/portfolio", shortcut: "g p" },
  credits: { label: "Credits at risk", href: "/credits-at-risk", shortcut: "g k" },
  scorecards: { label: "Scorecards", href: "/scorecards", shortcut: "g d" },
  queue: { label: "Queue", href: "/queue", shortcut: "g q" },
  warnings: { label: "Warnings", href: "/warnings", shortcut: "g w" },
  breaches: { label: "Breaches", href: "/breaches", shortcut: "g b" },
  catalogue: { label: "Catalogue", href: "/catalogue", shortcut: "g c" },
  contracts: { label: "Contracts", href: "/contracts", shortcut: "g o" },
  engagements: { label: "Engagements", href: "/engagements", shortcut: "g e" },
  statements: { label: "Statements", href: "/statements", shortcut: "g s" },
  invoices: { label: "Invoices", href: "/invoices", shortcut: "g i" },
  disputes: { label: "Disputes", href: "/disputes", shortcut: "g t" },
  dunning: { label: "Dunning", href: "/dunning", shortcut: "g u" },
  payouts: { label: "Payouts", href: "/payouts", shortcut: "g y" },
  clientMoney: { label: "Client money", href: "/client-money", shortcut: "g m" },
  billingRuns: { label: "Billing runs", href: "/billing-runs", shortcut: "g n" },
  commission: { label: "Commission rules", href: "/commission-rules", shortcut: "g x" },
  ledger: { label: "Ledger", href: "/ledger", shortcut: "g l" },
  staffAccess: { label: "Who reads what", href: "/staff-access", shortcut: "g a" },
  organisation: { label: "Organisation", href: "/organisation", shortcut: "g r" },
  signIn: { label: "Sign in", href: "/sign-in" },
} as const;

type Place = keyof typeof PLACES;

const RAIL: Record<string, readonly Place[]> = {
  buyer: [
    "home",
    "warnings",
    "catalogue",
    "contracts",
    "engagements",
    "statements",
    "invoices",
    "clientMoney",
    "organisation",
  ],
  provider: [
    "home",
    "queue",
    "warnings",
    "contracts",
    "engagements",
    "scorecards",
    "statements",
    "invoices",
    "payouts",
    "clientMoney",
    "catalogue",
    "organisation",
  ],
  marketplace: [
    "portfolio",
    "credits",
    "queue",
    "breaches",
    "warnings",
    "engagements",
    "scorecards",
    "statements",
    "invoices",
    "dunning",
    "payouts",
    "clientMoney",
    "billingRuns",
    "disputes",
    "commission",
    "ledger",
    "catalogue",
    "staffAccess",
    "organisation",
  ],
};

/** Places that not every role of their organisation may see. */
const NEEDS: Partial<Record<Place, string>> = {
  clientMoney: "client_money:read",
  portfolio: "portfolio:read",
  credits: "portfolio:read",
  queue: "queue:read",
  invoices: "invoice:read",
  payouts: "payout:read",
  dunning: "dunning:read",
  billingRuns: "billing:run",
  commission: "commission:read",
  ledger: "ledger:read",
};

export type Reader = { organizationKind: string; permissions: readonly string[] } | null | undefined;

/** The permissions that decide about places: no page has to carry the others. */
export function decisive(permissions: readonly string[]): string[] {
  return permissions.filter((one) => Object.values(NEEDS).includes(one));
}

/** Where each kind of organisation goes, most used first. A visitor has the catalogue and the door. */
function placesOf(reader: Reader): readonly Place[] {
  const places = RAIL[reader?.organizationKind ?? ""] ?? ["catalogue", "signIn"];
  return places.filter((place) => {
    const needed = NEEDS[place];
    return needed === undefined || reader?.permissions.includes(needed);
  });
}

/** `unread` warnings stand beside their place. */
export function navFor(reader: Reader, unread: number): NavItem[] {
  return placesOf(reader).map((place) => ({
    label: PLACES[place].label,
    href: PLACES[place].href,
    ...(place === "warnings" && unread > 0 ? { count: unread, hot: true } : {}),
  }));
}

/** The same places as commands, with the letters that lead there. */
export function commandsFor(reader: Reader): Command[] {
  return placesOf(reader).map((place) => ({ id: place, group: "Go to", ...PLACES[place] }));
}
