import { Link } from "@remix-run/react";
import {
  BreachDue,
  breachFigureText,
  breachStepWord,
  SeverityStatus,
} from "../../components/breach-words.tsx";
import { partyWord } from "../../components/contest-words.tsx";
import { When } from "../../components/date-time.tsx";
import { type Fact, Facts } from "../../components/facts.tsx";
import { Section } from "../../components/section.tsx";
import { Timeline } from "../../components/timeline.tsx";
import type { BreachShown } from "./route.tsx";

/** What was missed, how bad it is, and who has to do something until when. */
export function BreachFacts({ breach }: { breach: BreachShown }) {
  return (
    <Section first title="What was missed" note={SOURCES[breach.source]}>
      <Facts facts={factsOf(breach)} />
    </Section>
  );
}

const SOURCES: Record<string, string> = {
  computed: "the month is reviewed and not frozen yet",
  frozen: "as the month is frozen",
  corrected: "as the month is corrected",
};

function factsOf(breach: BreachShown): Fact[] {
  const { figure } = breach;
  const rows = `/engagements/${breach.engagementId}/service-levels/${breach.levelId}?month=${breach.month}`;
  const facts: Fact[] = [
    {
      id: "figure",
      label: "Figure",
      value: <Link to={rows}>{breachFigureText(figure, breach.status)}</Link>,
    },
    {
      id: "items",
      label: "Missed items",
      value: `${breach.missed} of ${figure.n}`,
    },
    { id: "severity", label: "Severity", value: <Severity breach={breach} /> },
    { id: "opened", label: "Opened", value: <When instant={breach.openedAt} /> },
  ];
  if (breach.closedAt)
    facts.push({ id: "closed", label: "Closed", value: <When instant={breach.closedAt} /> });
  else facts.push({ id: "next", label: "Next", value: <Next breach={breach} /> });
  if (breach.assignedTo)
    facts.push({ id: "hand", label: "In hand of", value: `${breach.assignedTo}, account manager` });
  return facts;
}

function Severity({ breach }: { breach: BreachShown }) {
  const why = [
    breach.status === "failed" ? "past the minimum" : "past the target",
    ...(breach.repeated
      ? [`missed ${breach.repeatTimes} times or more within ${breach.repeatMonths} months`]
      : []),
    ...(breach.escalated && !breach.repeated ? ["escalated"] : []),
  ];
  return (
    <>
      <SeverityStatus breach={breach} />: {why.join(", ")}
    </>
  );
}

function Next({ breach }: { breach: BreachShown }) {
  switch (breach.state) {
    case "open":
    case "sent_back":
      return (
        <>
          The provider states the root cause and an action, <BreachDue breach={breach} />
        </>
      );
    case "proposed":
      return (
        <>
          The buyer accepts the action or sends it back
          {breach.dueAt ? (
            <>
              , <BreachDue breach={breach} />
            </>
          ) : null}
        </>
      );
    case "accepted":
      return (
        <>
          The provider does what was agreed, <BreachDue breach={breach} />
        </>
      );
    default:
      return <>The effect is measured when {breach.promisedMonth} is frozen</>;
  }
}

/** Everything that happened, oldest first. */
export function BreachSteps({ breach }: { breach: BreachShown }) {
  return (
    <Section title="What happened" note={breach.zone}>
      <Timeline
        label="Steps of the breach"
        entries={breach.steps.map((one) => ({
          id: `step-${one.id}`,
          at: one.at,
          who: one.party === "engine_room" ? one.by : `${one.by}, ${partyWord(one.party)}`,
          what: breachStepWord(one.action),
          children: one.reason || undefined,
        }))}
      />
    </Section>
  );
}
