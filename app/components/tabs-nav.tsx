import { Link } from "@remix-run/react";
import styles from "./tabs-nav.module.css";

export interface Tab {
  label: string;
  href: string;
  count?: number;
  current?: boolean;
}

/** Areas of work of one object. They are links: each area has its own address and opens in a new tab. */
export function TabsNav({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  return (
    <nav aria-label={label} className={styles.tabs} data-screen-only>
      <ul>
        {tabs.map((tab) => (
          <li key={tab.href}>
            <Link to={tab.href} prefetch="intent" aria-current={tab.current ? "page" : undefined}>
              {tab.label}
              {tab.count === undefined ? null : <span className={styles.count}>{tab.count}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
