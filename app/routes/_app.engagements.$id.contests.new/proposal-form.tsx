import { Form } from "@remix-run/react";
import { Temporal } from "temporal-polyfill";
import { EXCLUSION_KIND_NAMES, EXCLUSION_KINDS } from "../../../domain/service-levels/contest.ts";
import { RadioGroup, SelectField } from "../../components/choice-fields.tsx";
import { FormActions } from "../../components/form.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { TextField } from "../../components/text-fields.tsx";
import styles from "../_app.engagements.$id.work._index/work.module.css";
import type { ProposalText } from "./proposal-address.ts";

/** What should read otherwise: it is priced before it is put forward, as often as the reader likes. */
export function ProposalForm(props: {
  proposal: ProposalText;
  zone: string;
  clocks: readonly { levelId: string; levelName: string }[];
}) {
  const { proposal } = props;
  if (proposal.kind === "volume_over_forecast" && proposal.workItem === "")
    return <VolumeForm proposal={proposal} />;
  return (
    <Form method="get" className={styles.form}>
      <Kept proposal={proposal} names={["month", "workItem", "subject"]} />
      {props.clocks.length > 0 ? (
        <SelectField
          label="Service level"
          name="level"
          defaultValue={proposal.level}
          options={[
            ...(proposal.subject === "exclusion" ? [{ value: "", label: "All" }] : []),
            ...props.clocks.map((one) => ({ value: one.levelId, label: one.levelName })),
          ]}
        />
      ) : (
        <Kept proposal={proposal} names={["level"]} />
      )}
      {proposal.subject === "exclusion" ? <KindField proposal={proposal} /> : <EffectField {...props} />}
      {proposal.subject === "verdict" ? null : <StretchFields {...props} />}
      <FormActions>
        <SubmitButton variant="default">Re-price the month</SubmitButton>
      </FormActions>
    </Form>
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

function EffectField({ proposal, clocks }: { proposal: ProposalText; clocks: readonly unknown[] }) {
  const timed = [
    { value: "count", label: "The clock should run on" },
    { value: "exclude", label: "The time should not count" },
  ];
  const counted = [
    { value: "hit", label: "It counts as a hit" },
    { value: "miss", label: "It counts as a miss" },
    { value: "exclude", label: "It does not count" },
  ];
  const isCounted = proposal.subject === "verdict" && clocks.length === 0;
  return (
    <RadioGroup
      label="How it should read"
      name="effect"
      options={isCounted ? counted : timed}
      defaultValue={proposal.effect || (isCounted ? "hit" : "count")}
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
