import type { ReactNode } from "react";
import styles from "./diff.module.css";
import { Change } from "./timeline.tsx";
import { VisuallyHidden } from "./visually-hidden.tsx";

export interface DiffPart {
  kind: "same" | "added" | "removed";
  text: string;
}

/** Running text with what came and what went. Underline and strike-through carry it in greyscale. */
export function Diff({ parts }: { parts: readonly DiffPart[] }) {
  return (
    <p className={styles.diff}>
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text have no other identity
        <DiffText key={index} part={part} />
      ))}
    </p>
  );
}

/** The numbers that changed, listed above the clauses: money and service levels first. */
export function ChangedNumbers(props: {
  changes: ReadonlyArray<{ id: string; label: ReactNode; before?: ReactNode; after?: ReactNode }>;
}) {
  return (
    <dl className={styles.numbers}>
      {props.changes.map((change) => (
        <div key={change.id}>
          <dt>{change.label}</dt>
          <dd>
            <Change before={change.before} after={change.after} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function DiffText({ part }: { part: DiffPart }) {
  switch (part.kind) {
    case "same":
      return <span>{part.text}</span>;
    case "added":
      return (
        <ins>
          <VisuallyHidden>[added: </VisuallyHidden>
          {part.text}
          <VisuallyHidden>] </VisuallyHidden>
        </ins>
      );
    case "removed":
      return (
        <del>
          <VisuallyHidden>[removed: </VisuallyHidden>
          {part.text}
          <VisuallyHidden>] </VisuallyHidden>
        </del>
      );
    default:
      return part.kind satisfies never;
  }
}
