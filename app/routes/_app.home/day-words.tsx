import type { ReactNode } from "react";
import { Day } from "../../components/date-time.tsx";

/** "Answer by 7 Nov"; null where there is no day. */
export function dayWords(word: string, on: string | null | undefined): ReactNode {
  if (!on) return null;
  return (
    <>
      {word} <Day date={on} />
    </>
  );
}
