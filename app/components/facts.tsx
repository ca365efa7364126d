import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import styles from "./facts.module.css";
import { VisuallyHidden } from "./visually-hidden.tsx";

export interface Fact {
  id: string;
  label: string;
  value: ReactNode;
  /** On a page that asks to check the answers: back to the question. */
  changeHref?: string;
}

/** Names and values of one object, and the answers to check before something is sent. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map((fact) => (
        <div key={fact.id}>
          <dt>{fact.label}</dt>
          <dd>{fact.value}</dd>
          {fact.changeHref ? (
            <dd className={styles.change}>
              <Link to={fact.changeHref}>
                Change<VisuallyHidden> {fact.label}</VisuallyHidden>
              </Link>
            </dd>
          ) : null}
        </div>
      ))}
    </dl>
  );
}
