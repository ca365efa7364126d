import { HashLine } from "../../components/hash-line.tsx";
import { Section } from "../../components/section.tsx";
import type { LevelRowsQuery } from "../../gql/graphql.ts";

type Month = NonNullable<LevelRowsQuery["monthFigures"]>;

/** The conditions that made the verdicts below: of a frozen month those it was frozen by. */
export function ClockRulesSection({ month, levelId }: { month: Month; levelId: string }) {
  const rules = month.clockRules.find((one) => one.levelId === levelId);
  const isFrozen = month.state === "frozen";
  const note = isFrozen ? "as they were when the month was frozen" : "as they are now";
  if (!rules)
    return (
      <Section title="The rules of its clock" note={note}>
        It has no conditions of its own: it starts, pauses and stops with the events of the work.
      </Section>
    );
  return (
    <Section title="The rules of its clock" note={note}>
      {rules.words.length > 0 ? <p>{rules.words.join(" ")}</p> : null}
      <HashLine>
        {rules.termsVersion ? `Version ${rules.termsVersion} of the contract · ` : ""}
        {rules.hash}
      </HashLine>
    </Section>
  );
}
