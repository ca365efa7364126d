import type { ReactNode } from "react";
import { HashLine } from "./hash-line.tsx";
import { Notice } from "./notice.tsx";

export interface ErrorStateProps {
  /** What could not be done, in the reader's words. */
  title: ReactNode;
  /** What is safe, and what to do now. */
  children?: ReactNode;
  actions?: ReactNode;
  /** The trace id to quote to support. */
  reference?: string;
}

/** A part of a page that failed. The rest of the page stays usable. */
export function ErrorState({ title, children, actions, reference }: ErrorStateProps) {
  return (
    <Notice tone="error" title={title} actions={actions} live>
      {children}
      {reference ? <HashLine>Reference {reference}</HashLine> : null}
    </Notice>
  );
}
