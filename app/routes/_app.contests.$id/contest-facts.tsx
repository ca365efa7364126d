import { Link } from "@remix-run/react";
import { partyWord, stepWord } from "../../components/contest-words.tsx";
import { When } from "../../components/date-time.tsx";
import { type Fact, Facts } from "../../components/facts.tsx";
import { HashLine } from "../../components/hash-line.tsx";
import { RepricedTable } from "../../components/repriced-table.tsx";
import { Section } from "../../components/section.tsx";
import { Timeline } from "../../components/timeline.tsx";
import { monthName } from "../_app.engagements.$id.service-levels._index/month-words.ts";
import type { ContestShown } from "./route.tsx";

/** What was put forward, by whom, on which grounds, and until when it can be answered. */
export function ContestFacts({ contest }: { contest: ContestShown }) {
  return (
    <Section first title="What is put forward" note={`by the ${partyWord(contest.side)}`}>
      <Facts facts={factsOf(contest)} />
      {contest.evidenceHash ? <HashLine>Document {contest.evidenceHash}</HashLine> : null}
    </Section>
  );
}

function factsOf(contest: ContestShown): Fact[] {
  const facts: Fact[] = [
    { id: "says", label: "It says", value: contest.effectSentence },
    { id: "why", label: "Why", value: contest.reason },
    { id: "work", label: "Work", value: <Work contest={contest} /> },
    { id: "stretch", label: "Stretch", value: <Stretch contest={contest} /> },
    {
      id: "levels",
      label: "Service levels",
      value: contest.levelIds.length === 0 ? "All" : levelNames(contest),
    },
    { id: "evidence", label: "Evidence", value: <Evidence contest={contest} /> },
    {
      id: "by",
      label: "Put forward",
      value: (
        <>
          {contest.claimedBy}, <When instant={contest.claimedAt} />
        </>
      ),
    },
  ];
  if (contest.volume)
    facts.splice(2, 0, { id: "volume", label: "Arithmetic", value: volumeWords(contest.volume) });
  if (contest.state === "open")
    facts.push({
      id: "deadline",
      label: "Answer by",
      value: (
        <>
          <When instant={contest.answerBy} />; after that the account manager rules
        </>
      ),
    });
  return facts;
}

function volumeWords(volume: NonNullable<ContestShown["volume"]>): string {
  const { forecast, actual, allowed, over } = volume;
  const sum = `${actual} items against a forecast of ${forecast}: 120 % are ${allowed}, ${over} over`;
  return `${sum}. Those opened last are left out.`;
}

function levelNames({ levelIds, readings }: ContestShown): string {
  const names = new Map(readings[0]?.price.levels.map((level) => [level.levelId, level.name]));
  return levelIds.map((id) => names.get(id) ?? id).join(", ");
}

function Work({ contest }: { contest: ContestShown }) {
  if (!contest.workItemId) return <>{contest.items} items</>;
  return (
    <>
      <Link to={`/work-items/${contest.workItemId}`}>{contest.reference}</Link> {contest.itemTitle}
    </>
  );
}

function Stretch({ contest }: { contest: ContestShown }) {
  if (!contest.from || !contest.to) return <>The whole item</>;
  return (
    <>
      <When instant={contest.from} /> to <When instant={contest.to} />
    </>
  );
}

function Evidence({ contest }: { contest: ContestShown }) {
  const { evidence, evidenceUrl } = contest;
  if (!evidence && !evidenceUrl) return <>None given</>;
  return (
    <>
      {evidence}{" "}
      {evidenceUrl ? (
        <a href={evidenceUrl} rel="noreferrer nofollow">
          {evidenceUrl}
        </a>
      ) : null}
    </>
  );
}

/** Every step with the price that was in front of whoever took it: as contested, as answered, as ruled. */
export function ContestSteps({ contest }: { contest: ContestShown }) {
  const kept = contest.readings.filter(
    (one, index) => index === 0 || one.action.startsWith("rule") || one.action === "accept",
  );
  return (
    <>
      <Section title="What happened" note={contest.zone}>
        <Timeline
          label="Steps of the contest"
          entries={contest.readings.map((one) => ({
            id: `step-${one.id}`,
            at: one.at,
            who: `${one.by}, ${partyWord(one.party)}`,
            what: stepWord(one.action),
            children: one.reason,
          }))}
        />
      </Section>
      {kept.map((one) => (
        <Section
          key={one.id}
          title={one.action === "open" ? "As contested" : "As decided"}
          note={
            <>
              {one.by} {stepWord(one.action)}, <When instant={one.at} format="short" />
            </>
          }
        >
          <RepricedTable
            price={one.price}
            caption={`${monthName(contest.month)} ${one.action === "open" ? "as contested" : "as decided"}`}
          />
        </Section>
      ))}
    </>
  );
}
