import type { ReactNode } from "react";
import styles from "./icon.module.css";

const SHAPES = {
  check: <path d="M2 6.5 5 9.5 10.5 3" strokeWidth="2" />,
  triangle: <path d="M6 1.2 11.3 10.8H.7z" strokeWidth="1.6" />,
  cross: <path d="M2 2l8 8M10 2 2 10" strokeWidth="2" />,
  pause: <path d="M3.5 2v8M8.5 2v8" strokeWidth="2.2" />,
  dot: <circle cx="6" cy="6" r="3.2" strokeWidth="1.6" />,
  plus: <path d="M6 1.5v9M1.5 6h9" strokeWidth="1.6" />,
  up: <path d="M6 10.5v-9M2.5 5 6 1.5 9.5 5" strokeWidth="1.5" />,
  down: <path d="M6 1.5v9M2.5 7 6 10.5 9.5 7" strokeWidth="1.5" />,
  left: <path d="M8 1.5 3.5 6 8 10.5" strokeWidth="1.6" />,
  right: <path d="M4 1.5 8.5 6 4 10.5" strokeWidth="1.6" />,
  chevron: <path d="M1.5 4 6 8.5 10.5 4" strokeWidth="1.6" />,
  menu: <path d="M1 2.5h10M1 6h10M1 9.5h10" strokeWidth="1.5" />,
  info: <path d="M6 5.2V10M6 2v1.6" strokeWidth="2" />,
} as const satisfies Record<string, ReactNode>;

export type IconName = keyof typeof SHAPES;

const ICONS = Object.fromEntries(
  Object.entries(SHAPES).map(([name, shape]) => [
    name,
    <svg
      key={name}
      className={styles.icon}
      viewBox="0 0 12 12"
      fill="none"
      stroke="currentColor"
      aria-hidden="true"
    >
      {shape}
    </svg>,
  ]),
) as Record<IconName, ReactNode>;

/**
 * One of the few shapes of the interface, 12 by 12 px, in the colour of the text around it.
 * It is hidden from assistive technology: the word beside it carries the meaning.
 */
export function Icon({ name }: { name: IconName }) {
  return ICONS[name];
}

/** The mark of the product: a gauge with its four rests. */
export function BrandMark() {
  return (
    <svg className={styles.brand} viewBox="0 0 18 18" fill="none" stroke="currentColor" aria-hidden="true">
      <circle cx="9" cy="9" r="7.2" strokeWidth="2" />
      <path d="M9 9 13 5M9 1.8v3M9 13.2v3M1.8 9h3M13.2 9h3" strokeWidth="2" />
    </svg>
  );
}
