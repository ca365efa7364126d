import { Form, Link } from "@remix-run/react";
import { useEffect, useRef } from "react";
import { FormActions } from "../../components/form.tsx";
import { Notice } from "../../components/notice.tsx";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { TextArea, TextField } from "../../components/text-fields.tsx";
import styles from "../_app.engagements.$id.work._index/work.module.css";
import { type ItemShown, type LevelSampleShown, scoreText, standingText } from "./sample-shown.ts";

export type ScoreRefusal = {
  message: string;
  issues: readonly { field: string; message: string }[];
  typed: { errors: string; units: string; note: string } | null;
};

/**
 * One drawn item: what the reader may know of it, and the form to score it. A number and Enter record the
 * score and lead to the next item, where the number can be typed at once.
 */
export function ScoreSection(props: {
  level: LevelSampleShown;
  item: ItemShown;
  mayRule: boolean;
  idempotencyKey: string;
  refusal: ScoreRefusal | undefined;
}) {
  const { level, item } = props;
  const rules = props.mayRule && item.state === "ruling";
  const given = [item.first, item.second, item.ruling].filter((one) => one !== null && one !== undefined);
  return (
    <Section
      id="score"
      title={`${item.position + 1} of ${level.sample?.size ?? 0}: ${item.reference}`}
      note={standingText(item)}
    >
      <p>
        <Link to={`/work-items/${item.workItemId}`}>{item.title}</Link>
      </p>
      {item.hidden ? (
        <Notice title="The other side has scored this item">
          You see its score once yours is recorded, so that neither follows the other.
        </Notice>
      ) : null}
      {given.map((one) => (
        <p key={`${one.by} ${one.at}`}>
          {one.by}: <b>{scoreText(one, level.countedUnit)}</b>
          {one.note ? `, ${one.note}` : ""}
        </p>
      ))}
      {item.mine || rules ? <ScoreForm {...props} action={rules ? "rule" : "score"} /> : null}
    </Section>
  );
}

function ScoreForm(props: Parameters<typeof ScoreSection>[0] & { action: "score" | "rule" }) {
  const { level, item, refusal, action } = props;
  const first = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const field = first.current?.elements.namedItem("errors");
    if (field instanceof HTMLInputElement && item.position >= 0) field.focus();
  }, [item.position]);
  const errorOf = (name: string) => refusal?.issues.find((one) => one.field === name)?.message ?? "";
  const inParts = level.countedUnit !== "item";
  return (
    <Form
      method="post"
      ref={first}
      key={`${action} ${item.position}`}
      className={styles.form}
      aria-label={action === "rule" ? "Decide the score" : "Score the item"}
    >
      <input type="hidden" name="idempotencyKey" value={`${item.position} ${props.idempotencyKey}`} />
      <input type="hidden" name="month" value={level.month} />
      <input type="hidden" name="sampleId" value={level.sample?.id ?? ""} />
      <input type="hidden" name="position" value={item.position} />
      <input type="hidden" name="action" value={action} />
      <TextField
        label={inParts ? `Wrong ${level.countedUnit}s` : "Errors"}
        hint={inParts ? "a whole number; Enter records it" : "0 is right, 1 is wrong; Enter records it"}
        name="errors"
        inputMode="numeric"
        autoComplete="off"
        width="short"
        required
        defaultValue={refusal?.typed?.errors ?? ""}
        error={errorOf("errors")}
      />
      {inParts ? (
        <TextField
          label={`${level.countedUnit === "line" ? "Lines" : "Fields"} in the item`}
          name="units"
          inputMode="numeric"
          width="short"
          defaultValue={refusal?.typed?.units || String(level.unitsPerItem)}
          error={errorOf("units")}
        />
      ) : null}
      <TextArea
        label="Note (optional)"
        name="note"
        rows={2}
        maxLength={2000}
        defaultValue={refusal?.typed?.note ?? ""}
        error={errorOf("note")}
      />
      <FormActions>
        <SubmitButton>{action === "rule" ? "Decide and go on" : "Record and go on"}</SubmitButton>
      </FormActions>
    </Form>
  );
}
