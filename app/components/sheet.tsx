import type { ReactNode } from "react";
import styles from "./sheet.module.css";

export interface SheetProps {
  /** Heading on the sheet itself: needed where it is printed alone. */
  title?: ReactNode;
  meta?: ReactNode;
  children: ReactNode;
}

/** A sheet of paper: contract, statement or invoice. The only box of the interface, and it prints bare. */
export function Sheet({ title, meta, children }: SheetProps) {
  return (
    <article className={styles.sheet}>
      {title || meta ? (
        <header className={styles.header}>
          {title ? <h2 className={styles.title}>{title}</h2> : null}
          {meta ? <div className={styles.meta}>{meta}</div> : null}
        </header>
      ) : null}
      {children}
    </article>
  );
}

/** A heading between the parts of a sheet. */
export function SheetHeading({ children }: { children: ReactNode }) {
  return <h2 className={styles.heading}>{children}</h2>;
}
