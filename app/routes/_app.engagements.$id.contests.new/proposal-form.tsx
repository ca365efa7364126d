import { Form, Link } from "@remix-run/react";
import { useState } from "react";
import { Temporal } from "temporal-polyfill";
import {
  type ContestSubject,
  EXCLUSION_KIND_NAMES,
  EXCLUSION_KINDS,
} from "../../../domain/service-levels/contest.ts";
import { contestChoices, type LevelReads } from "../../../domain/service-levels/contestable-level.ts";
import { RadioGroup, SelectField } from "../../components/choice-fields.tsx";
import { FormActions } from "../../components/form.tsx";
import { Notice } from "../../components/notice.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { TextField } from "../../components/text-fields.tsx";
import styles from "../_app.engagements.$id.work._index/work.module.css";
import type { ProposalText } from "./proposal-address.ts";

export type LevelToContest = { levelId: string; name: string; reads: LevelReads };

/** What should read otherwise: it is priced before it is put forward, as often as the reader likes. */
export function ProposalForm(props: {
  proposal: ProposalText;
  zone: string;
  levels: readonly LevelToContest[];
}) {
  const { proposal } = props;
  const [levelId, setLevelId] = useState(proposal.level);
  if (proposal.kind === "volume_over_forecast" && proposal.workItem === "")
    return <VolumeForm proposal={proposal} />;
  const isExclusion = proposal.subject === "exclusion";
  const subject: ContestSubject = isExclusion ? "exclusion" : subjectOf(proposal);
  const levels = props.levels.filter((one) => isExclusion || contestChoices(one.reads, subject).length > 0);
  if (levels.length === 0) return <ScoresDecide proposal={proposal} />;
  const chosen = levels.find((one) => one.levelId === levelId) ?? (isExclusion ? undefined : levels[0]);
  return (
    <Form method="get" className={styles.form}>
      <Kept proposal={proposal} names={["month", "workItem", "subject"]} />
      <SelectField
        label="Service level"
        name="level"
        defaultValue={proposal.level}
        onChange={(event) => setLevelId(event.currentTarget.value)}
        options={[
          ...(isExclusion ? [{ value: "", label: "All" }] : []),
          ...levels.map((one) => ({ value: one.levelId, label: one.name })),
        ]}
      />
      {isExclusion ? <KindField proposal={proposal} /> : <EffectField proposal={proposal} level={chosen} />}
      {proposal.subject === "verdict" ? null : <StretchFields {...props} />}
      {chosen?.reads === "downtime" && !isExclusion ? (
        <OtherSubject proposal={proposal} levelId={chosen.levelId} />
      ) : null}
      <FormActions>
        <SubmitButton variant="default">Re-price the month</SubmitButton>
      </FormActions>
    </Form>
  );
}

function subjectOf(proposal: ProposalText): "verdict" | "interval" {
  return proposal.subject === "verdict" ? "verdict" : "interval";
}

/** Work that only drawn samples look at: its scores say what it counts as. */
function ScoresDecide({ proposal }: { proposal: ProposalText }) {
  const { workItem, month } = proposal;
  const query = new URLSearchParams({ workItem, month, subject: "exclusion" });
  return (
    <Notice title="How this work counts is settled by the scores of a drawn sample, not by a contest.">
      Until the draw begins it can be left out: <Link to={`?${query}`}>claim an exclusion</Link>.
    </Notice>
  );
}

/** Of an outage either a stretch is contested or all of it. */
function OtherSubject({ proposal, levelId }: { proposal: ProposalText; levelId: string }) {
  const isStretch = proposal.subject === "interval";
  const query = new URLSearchParams({
    month: proposal.month,
    workItem: proposal.workItem,
    level: levelId,
    subject: isStretch ? "verdict" : "interval",
  });
  return (
    <p>
      <Link to={`?${query}`}>
        {isStretch ? "Contest the whole outage instead" : "Contest a stretch of it instead"}
      </Link>
    </p>
  );
}

function VolumeForm({ proposal }: { proposal: ProposalText }) {
  return (
    <Form method="get" className={styles.form}>
      <Kept proposal={proposal} names={["kind", "level"]} />
      <TextField
        label="Month"
        hint="YYYY-MM"
        name="month"
        width="short"
        required
        pattern="\d{4}-\d\d"
        defaultValue={proposal.month}
      />
      <TextField
        label="Agreed forecast, items in the month"
        hint="What lies over 120 % of it is left out, the items opened last first"
        name="forecast"
        width="short"
        inputMode="numeric"
        required
        defaultValue={proposal.forecast}
      />
      <FormActions>
        <SubmitButton variant="default">Re-price the month</SubmitButton>
      </FormActions>
    </Form>
  );
}

function KindField({ proposal }: { proposal: ProposalText }) {
  return (
    <SelectField
      label="Why it should not count"
      name="kind"
      defaultValue={proposal.kind || "client_caused"}
      options={EXCLUSION_KINDS.filter((kind) => kind !== "volume_over_forecast").map((kind) => ({
        value: kind,
        label: EXCLUSION_KIND_NAMES[kind],
      }))}
    />
  );
}

function EffectField({ proposal, level }: { proposal: ProposalText; level: LevelToContest | undefined }) {
  const reads = level?.reads ?? "clock";
  const choices = contestChoices(reads, subjectOf(proposal));
  const wanted = choices.find((one) => one.value === proposal.effect) ?? choices[0];
  return (
    <RadioGroup
      key={reads}
      label="How it should read"
      name="effect"
      options={choices}
      defaultValue={wanted?.value ?? ""}
    />
  );
}

function StretchFields({ proposal, zone }: { proposal: ProposalText; zone: string }) {
  const hint =
    proposal.subject === "exclusion" ? `In ${zone}; leave both empty for the whole item` : `In ${zone}`;
  return (
    <>
      <TextField
        label="From"
        hint={hint}
        name="from"
        type="datetime-local"
        width="short"
        defaultValue={localText(proposal.from, zone)}
      />
      <TextField
        label="To"
        name="to"
        type="datetime-local"
        width="short"
        defaultValue={localText(proposal.to, zone)}
      />
    </>
  );
}

/** The rest of the proposal as the address carries it. */
export function Kept({
  proposal,
  names,
}: {
  proposal: ProposalText;
  names: readonly (keyof ProposalText)[];
}) {
  return (
    <>
      {names.map((name) => (
        <input key={name} type="hidden" name={name} value={proposal[name]} />
      ))}
    </>
  );
}

function localText(moment: string, zone: string): string {
  try {
    return Temporal.Instant.from(moment)
      .toZonedDateTimeISO(zone)
      .toPlainDateTime()
      .toString({ smallestUnit: "minute" });
  } catch {
    return moment;
  }
}
