import { Link } from "@remix-run/react";
import { Day } from "../../components/date-time.tsx";
import { Status, type StatusTone } from "../../components/status.tsx";
import type { PayoutPartWordsFragment } from "../../gql/graphql.ts";

const KINDS: Record<string, string> = {
  contested: "Contested",
  reserve: "Reserve",
  netted: "Taken off for a claw-back",
};

const STATES: Record<string, { tone: StatusTone; words: string }> = {
  planned: { tone: "neutral", words: "Planned" },
  held: { tone: "held", words: "Held" },
  sending: { tone: "neutral", words: "On its way" },
  unknown: { tone: "held", words: "Unknown, being checked" },
  released: { tone: "fine", words: "Released" },
  taken: { tone: "fine", words: "Settled" },
};

/** What a part of a payout is, and where it stands. */
export function PartWords({ part }: { part: PayoutPartWordsFragment }) {
  const { tone, words } = STATES[part.state] ?? { tone: "neutral" as const, words: part.state };
  return (
    <>
      {KINDS[part.kind] ?? part.kind} <Status tone={tone}>{words}</Status>
    </>
  );
}

/** Why it does not go out, until when, and how it ended. */
export function PartReason({ part }: { part: PayoutPartWordsFragment }) {
  return (
    <>
      {part.reason}.
      {part.releasesOn && part.state === "held" ? (
        <>
          {" "}
          Until <Day date={part.releasesOn} />.
        </>
      ) : null}
      {part.endedBecause ? ` ${part.endedBecause}` : null}
      {part.kind === "contested" ? (
        <>
          {" "}
          <Link to={`/statements/${part.statementId}/objections`}>The objections</Link>
        </>
      ) : null}
    </>
  );
}
