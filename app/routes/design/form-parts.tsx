import { Button, ButtonLink } from "../../components/button.tsx";
import { Checkbox, CheckboxGroup, RadioGroup, SelectField } from "../../components/choice-fields.tsx";
import { Confirm } from "../../components/confirm.tsx";
import { ErrorSummary } from "../../components/error-summary.tsx";
import { FileField } from "../../components/file-field.tsx";
import { FormActions } from "../../components/form.tsx";
import { ActionMenu } from "../../components/menu.tsx";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import {
  DateField,
  MoneyField,
  PasswordField,
  TextArea,
  TextField,
} from "../../components/text-fields.tsx";
import { Explained } from "../../components/tooltip.tsx";
import styles from "./design.module.css";

const MODULES = [
  { value: "bookkeeping", label: "Bookkeeping" },
  { value: "it", label: "IT support" },
  { value: "eor", label: "Employer of record", disabled: true },
];

export function FormParts() {
  return (
    <>
      <ButtonParts />
      <Section title="Forms" note="* must be answered" id="forms">
        <form className={styles.stack} onSubmit={(event) => event.preventDefault()} noValidate>
          <ErrorSummary
            focus={false}
            errors={[
              { message: "Write the amount as digits, for example 1,200.50", fieldId: "design-fee" },
              { message: "Another person changed this record at 09:41" },
            ]}
          />
          <div className={styles.columns}>
            <WrittenAnswers />
            <ChosenAnswers />
          </div>
          <FormActions>
            <SubmitButton>Save the draft</SubmitButton>
            <ButtonLink to="/design" variant="quiet">
              Leave without saving
            </ButtonLink>
          </FormActions>
        </form>
      </Section>
    </>
  );
}

function ButtonParts() {
  return (
    <Section title="Buttons, menus and questions" id="buttons">
      <div className={styles.row}>
        <Button variant="primary">Approve</Button>
        <Button>Contest a line</Button>
        <Button variant="quiet">Go back</Button>
        <Button variant="danger">Terminate</Button>
        <Button disabled>Cannot be pressed</Button>
        <Button size="small">Small</Button>
        <ButtonLink to="/design#link">A link among buttons</ButtonLink>
        <SubmitButton pending>Approve $3,784.00</SubmitButton>
      </div>
      <div className={styles.row}>
        <ActionMenu
          label="More"
          items={[
            { id: "copy", label: "Copy the link", href: "/design#copied" },
            { id: "locked", label: "Reopen (period is closed)", disabled: true },
            { id: "void", label: "Void the invoice", danger: true, href: "/design#void" },
          ]}
        />
        <Confirm
          label="Terminate the engagement"
          title="Terminate the engagement with Quaylink IT?"
          confirmLabel="Terminate on 31 December"
          danger
        >
          <p>
            Both sides are told today. Open work is finished or handed over, and the last statement follows.
          </p>
        </Confirm>
        <Explained explanation="The share of the monthly fee that credits can reach at most.">
          At-risk pool
        </Explained>
      </div>
    </Section>
  );
}

function WrittenAnswers() {
  return (
    <div>
      <TextField label="Name of the service" name="title" required hint="As it stands in the contract" />
      <TextField label="Reference" name="reference" defaultValue="INC-20411" readOnly width="short" />
      <PasswordField label="Password" name="password" required />
      <SelectField label="Module" name="module" options={MODULES} placeholder="Choose a module" />
      <TextArea label="What should change" name="notes" hint="Both sides read this" />
      <FileField
        label="Evidence"
        name="evidence"
        accept="application/pdf"
        multiple
        hint="PDF up to 20 MB"
      />
    </div>
  );
}

function ChosenAnswers() {
  return (
    <div>
      <MoneyField
        id="design-fee"
        label="Monthly fee"
        name="fee"
        currency="USD"
        defaultValue="twelve"
        error="Write the amount as digits, for example 1,200.50"
        required
      />
      <DateField label="Starts on" name="start" defaultValue="2026-12-01" />
      <RadioGroup
        label="Who holds the clock"
        name="holder"
        defaultValue="provider"
        required
        options={[
          { value: "provider", label: "Provider" },
          { value: "buyer", label: "Buyer", hint: "Needs an agreed pause reason" },
          { value: "nobody", label: "Nobody", disabled: true },
        ]}
      />
      <CheckboxGroup
        label="Attestations"
        name="attestation"
        inline
        defaultValue={["soc1"]}
        error="Choose at least two"
        options={[
          { value: "soc1", label: "SOC 1" },
          { value: "soc2", label: "SOC 2" },
          { value: "iso", label: "ISO 27001" },
        ]}
      />
      <Checkbox
        label="I may sign for Brightline Studio"
        name="authority"
        required
        hint="Kept with the signature"
      />
    </div>
  );
}
