import { useLocation } from "@remix-run/react";
import { TabsNav } from "./tabs-nav.tsx";

const PLACES = [
  { label: "Trial balance", href: "/ledger" },
  { label: "Reconciliation", href: "/ledger/reconciliation" },
  { label: "Exchange rates", href: "/ledger/exchange-rates" },
  { label: "Period lock", href: "/ledger/period-lock" },
];

/** The areas of the books. An account and an entry belong to the trial balance. */
export function LedgerTabs({ breaks }: { breaks?: number }) {
  const { pathname } = useLocation();
  const current = PLACES.findLast(
    (place) => pathname === place.href || pathname.startsWith(`${place.href}/`),
  );
  const tabs = PLACES.map((place) => ({
    ...place,
    current: place === current,
    ...(breaks && place.href.endsWith("reconciliation") ? { count: breaks } : {}),
  }));
  return <TabsNav label="Ledger" tabs={tabs} />;
}
