import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { partyWord } from "../../components/contest-words.tsx";
import { When } from "../../components/date-time.tsx";
import { FormActions } from "../../components/form.tsx";
import { Notice } from "../../components/notice.tsx";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { TextField } from "../../components/text-fields.tsx";
import styles from "../_app.engagements.$id.work._index/work.module.css";
import type { LevelSampleShown, SampleShown } from "./sample-shown.ts";

/** Before the draw: what begins it, whom it waits for, and how neither side can choose the sample. */
export function DrawSection(props: { level: LevelSampleShown; idempotencyKey: string; error: string }) {
  const { level } = props;
  const { sample, actions, isOver } = level;
  if (!isOver)
    return (
      <Notice title="The sample is drawn when the month is over">
        {level.of.toLocaleString("en-US")} items could be drawn so far, which would give a sample of{" "}
        {level.size.size}.
      </Notice>
    );
  if (level.of === 0) return <Notice title="There is no work in this month to draw from" />;
  if (sample && sample.state !== "committed") return null;
  return (
    <Section
      title={sample ? "The draw has begun" : "Draw the sample"}
      note={
        sample
          ? `the ${partyWord(sample.committedBy)} began; it waits for the ${partyWord(sample.waitsFor ?? "")}`
          : "nobody has begun it"
      }
    >
      {sample ? <Begun sample={sample} zone={level.zone} /> : null}
      {actions.includes("begin") ? (
        <StepForm {...props} action="begin" label="Begin the draw">
          This freezes the list of {level.of.toLocaleString("en-US")} items and commits a random number of
          which only the hash is shown. The other side answers with a number of its own, and both together
          draw {level.size.size} items: neither side can choose them.
        </StepForm>
      ) : null}
      {actions.includes("draw") ? (
        <StepForm {...props} action="draw" label="Draw the sample">
          Your answer draws the sample at once. Write something of your own, or leave it to chance.
        </StepForm>
      ) : null}
    </Section>
  );
}

function Begun({ sample, zone }: { sample: SampleShown; zone: string }) {
  return (
    <p>
      {sample.committedByName} for the {partyWord(sample.committedBy)},{" "}
      <When instant={sample.committedAt} zone={zone} />. The other side answers until{" "}
      <When instant={sample.answerBy} zone={zone} />; after that the account manager may answer in its
      place.
    </p>
  );
}

function StepForm(props: {
  level: LevelSampleShown;
  idempotencyKey: string;
  error: string;
  action: "begin" | "draw";
  label: string;
  children: ReactNode;
}) {
  const { level, action } = props;
  return (
    <Form method="post" className={styles.form}>
      <p>{props.children}</p>
      <input type="hidden" name="idempotencyKey" value={`${action} ${props.idempotencyKey}`} />
      <input type="hidden" name="month" value={level.month} />
      {level.sample ? <input type="hidden" name="sampleId" value={level.sample.id} /> : null}
      <TextField
        label="Words of your own (optional)"
        hint="They go into the seed, so that you need not trust the portal's chance"
        name="words"
        maxLength={200}
        autoComplete="off"
        error={props.error}
      />
      <FormActions>
        <SubmitButton name="action" value={action}>
          {props.label}
        </SubmitButton>
      </FormActions>
    </Form>
  );
}
