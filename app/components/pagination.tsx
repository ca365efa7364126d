import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { Icon } from "./icon.tsx";
import styles from "./pagination.module.css";

export interface PaginationProps {
  /** What the pages are of, for example "Work items". */
  label: string;
  previousHref?: string;
  nextHref?: string;
  /** "25 of 312 shown". */
  summary?: ReactNode;
}

/** Keyset pages: only the neighbours have an address, so there are no page numbers to go stale. */
export function Pagination({ label, previousHref, nextHref, summary }: PaginationProps) {
  if (!previousHref && !nextHref && !summary) return null;
  return (
    <nav className={styles.pagination} aria-label={`Pages of ${label}`} data-screen-only>
      <small>{summary}</small>
      <span className={styles.links}>
        {previousHref ? (
          <Link to={previousHref} rel="prev">
            <Icon name="left" /> Previous
          </Link>
        ) : null}
        {nextHref ? (
          <Link to={nextHref} rel="next">
            Next <Icon name="right" />
          </Link>
        ) : null}
      </span>
    </nav>
  );
}
