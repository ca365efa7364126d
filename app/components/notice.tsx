import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";
import { Icon, type IconName } from "./icon.tsx";
import styles from "./notice.module.css";
import { VisuallyHidden } from "./visually-hidden.tsx";

export type NoticeTone = "info" | "success" | "warning" | "error";

const SHAPE: Record<NoticeTone, IconName> = {
  info: "info",
  success: "check",
  warning: "triangle",
  error: "cross",
};
const WORD: Record<NoticeTone, string> = {
  info: "Note",
  success: "Done",
  warning: "Careful",
  error: "Problem",
};

export interface NoticeProps {
  tone?: NoticeTone;
  title?: ReactNode;
  actions?: ReactNode;
  /** Spoken when it appears: use it for the outcome of what the reader just did. */
  live?: boolean;
  children?: ReactNode;
}

/** A message in the page, where the reader looks. A toast repeats it, never replaces it. */
export function Notice({ tone = "info", title, actions, live = false, children }: NoticeProps) {
  const role = live ? (tone === "error" ? "alert" : "status") : undefined;
  return (
    <div className={classNames(styles.notice, styles[tone])} role={role}>
      <span className={styles.shape}>
        <Icon name={SHAPE[tone]} />
        <VisuallyHidden>{WORD[tone]}: </VisuallyHidden>
      </span>
      <div className={styles.words}>
        {title ? <p className={styles.title}>{title}</p> : null}
        {children}
      </div>
      {actions ? <div className={styles.actions}>{actions}</div> : null}
    </div>
  );
}
