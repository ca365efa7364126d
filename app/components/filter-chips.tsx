import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import styles from "./filter-chips.module.css";
import { Icon } from "./icon.tsx";
import { VisuallyHidden } from "./visually-hidden.tsx";

export interface ActiveFilter {
  label: string;
  value: string;
  /** The address of the same page without this filter. */
  clearHref: string;
}

export interface SuggestedFilter {
  label: string;
  options?: ReadonlyArray<{ label: string; href: string; count?: number }>;
  /** In place of options: a small GET form for free values. */
  form?: ReactNode;
}

export interface FilterChipsProps {
  active: readonly ActiveFilter[];
  suggested: readonly SuggestedFilter[];
  clearAllHref?: string;
}

/** One chip an attribute. The state is the address, so reload, share and Back restore it. */
export function FilterChips({ active, suggested, clearAllHref }: FilterChipsProps) {
  return (
    <ul className={styles.chips} aria-label="Filters" data-screen-only>
      {active.map((filter) => (
        <li key={filter.clearHref} className={styles.active}>
          <span>
            {filter.label} <b>{filter.value}</b>
          </span>
          <Link to={filter.clearHref} className={styles.clear} preventScrollReset>
            <Icon name="cross" />
            <VisuallyHidden>
              Clear {filter.label} {filter.value}
            </VisuallyHidden>
          </Link>
        </li>
      ))}
      {suggested.map((filter) => (
        // The addresses inside change with the filters in force, which closes the menu after a choice.
        <li key={`${filter.label} ${filter.options?.[0]?.href ?? ""}`}>
          <details className={styles.suggested} name="suggested-filters">
            <summary>
              <Icon name="plus" />
              {filter.label}
            </summary>
            <div className={styles.menu}>
              {filter.options ? <OptionLinks options={filter.options} /> : filter.form}
            </div>
          </details>
        </li>
      ))}
      {clearAllHref && active.length > 1 ? (
        <li>
          <Link to={clearAllHref} className={styles.clearAll} preventScrollReset>
            Clear all
          </Link>
        </li>
      ) : null}
    </ul>
  );
}

function OptionLinks({ options }: { options: NonNullable<SuggestedFilter["options"]> }) {
  return (
    <ul>
      {options.map((option) => (
        <li key={option.href}>
          <Link to={option.href} preventScrollReset>
            <span>{option.label}</span>
            {option.count === undefined ? null : <small>{option.count}</small>}
          </Link>
        </li>
      ))}
    </ul>
  );
}
