import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";
import { Icon, type IconName } from "./icon.tsx";
import styles from "./status.module.css";

export type StatusTone = "met" | "risk" | "breached" | "held" | "neutral" | "fine";

const SHAPE: Record<StatusTone, IconName> = {
  met: "check",
  fine: "check",
  risk: "triangle",
  breached: "cross",
  held: "pause",
  neutral: "dot",
};

/**
 * A state as shape + word: the shape tells the four states apart without colour, the word says which.
 * `fine` is the check in plain ink, for rows in which being in order is not news.
 */
export function Status({ tone, children }: { tone: StatusTone; children: ReactNode }) {
  return (
    <span className={classNames(styles.status, styles[tone])} data-tone={tone}>
      <Icon name={SHAPE[tone]} />
      <span>{children}</span>
    </span>
  );
}
