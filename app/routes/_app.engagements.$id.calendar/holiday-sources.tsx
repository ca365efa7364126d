import { Form } from "@remix-run/react";
import { dateWords } from "../../../domain/shared/date-words.ts";
import { SelectField } from "../../components/choice-fields.tsx";
import { ErrorSummary } from "../../components/error-summary.tsx";
import { FileField } from "../../components/file-field.tsx";
import { FormActions } from "../../components/form.tsx";
import { Notice } from "../../components/notice.tsx";
import { fieldErrors, type Refusal, summaryErrors } from "../../components/refusal.ts";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { DateField } from "../../components/text-fields.tsx";
import styles from "../_app.engagements.$id.work._index/work.module.css";

export type ImportAnswer = {
  done: {
    known: number;
    added: readonly { date: string; name: string }[];
    refused: readonly { row: number; title: string; reason: string }[];
    version: { number: number };
  } | null;
  refusal: Refusal | undefined;
};

type Country = { code: string; name: string; regions: readonly { code: string; name: string }[] };

/** Where holidays come from: a country's own, put into the form below, or a calendar file. */
export function HolidaySources(props: {
  countries: readonly Country[];
  place: string;
  siteId: string;
  suggested: number;
  idempotencyKey: string;
  answer: ImportAnswer | undefined;
}) {
  const { countries, place, siteId, suggested, answer } = props;
  const errorOf = fieldErrors(answer?.refusal);
  const options = countries.flatMap((country) => [
    { value: country.code, label: country.name },
    ...country.regions.map((region) => ({
      value: `${country.code}-${region.code}`,
      label: `${country.name}: ${region.name}`,
    })),
  ]);
  return (
    <Section title="Holidays" note="by country and region, or from a file" id="holidays">
      {suggested > 0 ? (
        <Notice tone="info" title={`${suggested} public holidays stand in the form below`}>
          Nothing is written before you add the version.
        </Notice>
      ) : null}
      <Form method="get" action="#add" className={styles.form}>
        {siteId ? <input type="hidden" name="site" value={siteId} /> : null}
        <SelectField
          label="Country or region"
          name="place"
          defaultValue={place}
          options={[{ value: "", label: "Choose" }, ...options]}
        />
        <FormActions>
          <SubmitButton>Fill in its holidays</SubmitButton>
        </FormActions>
      </Form>
      <ErrorSummary title="The file was not taken" errors={summaryErrors(answer?.refusal, "import-")} />
      {answer?.done ? <Answer done={answer.done} /> : null}
      <Form method="post" encType="multipart/form-data" className={styles.form}>
        <input type="hidden" name="intent" value="import" />
        <input type="hidden" name="siteId" value={siteId} />
        <input type="hidden" name="idempotencyKey" value={`${props.idempotencyKey}-file`} />
        <FileField
          label="Calendar file"
          hint="iCalendar (.ics) up to 1 MB; whole days become holidays, from the day below"
          id="import-file"
          name="file"
          error={errorOf("file")}
          accept=".ics,text/calendar"
        />
        <DateField
          label="In effect from"
          id="import-effectiveFrom"
          name="effectiveFrom"
          required
          error={errorOf("effectiveFrom")}
        />
        <FormActions>
          <SubmitButton>Add the file's holidays</SubmitButton>
        </FormActions>
      </Form>
    </Section>
  );
}

function Answer({ done }: { done: NonNullable<ImportAnswer["done"]> }) {
  return (
    <Notice
      tone={done.refused.length > 0 ? "warning" : "info"}
      title={`Version ${done.version.number} has ${done.added.length} new holidays`}
      live
    >
      <p>{done.added.map((one) => `${dateWords(one.date)} ${one.name}`.trim()).join(", ")}</p>
      {done.refused.length > 0 ? (
        <ul>
          {done.refused.map((one) => (
            <li key={one.row}>
              Event {one.row}, {one.title || "without a title"}: {one.reason}
            </li>
          ))}
        </ul>
      ) : null}
    </Notice>
  );
}
