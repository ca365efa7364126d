import { RadioGroup } from "../../components/choice-fields.tsx";
import { Section } from "../../components/section.tsx";
import { TextField } from "../../components/text-fields.tsx";
import { ColumnSelects, FileFields, Sample } from "./mapping-fields.tsx";
import type { BankValues } from "./mapping-values.ts";

const BANK_WORDS: readonly (readonly [id: string, label: string])[] = [
  ["date", "Day"],
  ["amount", "Amount, with its sign"],
  ["moneyIn", "Money in"],
  ["moneyOut", "Money out"],
  ["payee", "Payee"],
  ["memo", "Memo"],
  ["account", "Account"],
  ["currency", "Currency"],
  ["reference", "The bank's reference"],
];

type Props = {
  header: readonly string[];
  mapping: BankValues;
  sample: readonly (readonly string[])[];
  workItemTypes: readonly { id: string; name: string }[];
  errorOf: (field: string) => string;
};

/** What the columns of a bank's export mean: one row a transaction. */
export function BankFields(props: Props) {
  const { header, mapping, sample, errorOf } = props;
  return (
    <>
      <BankRows {...props} />
      <Section title="Columns" note="guessed from the first row">
        <ColumnSelects
          words={BANK_WORDS}
          requiredFirst={1}
          columns={mapping.columns}
          header={header}
          errorOf={errorOf}
        />
        <Sample header={header} sample={sample} />
      </Section>
    </>
  );
}

function BankRows({ mapping, workItemTypes, errorOf }: Props) {
  return (
    <Section title="What one row is" note="A transaction of a bank account" first>
      <input type="hidden" name="shape" value="bank_transactions" />
      <FileFields
        mapping={mapping}
        workItemTypes={workItemTypes}
        errorOf={errorOf}
        zoneHint="A transaction is opened at the beginning of its day here"
      />
      <RadioGroup
        label="Decimals in amounts"
        name="decimalSign"
        inline
        defaultValue={mapping.decimalSign}
        options={[
          { value: "point", label: "1,234.56" },
          { value: "comma", label: "1.234,56" },
        ]}
      />
      <RadioGroup
        label="Money that leaves the account"
        name="sign"
        inline
        defaultValue={mapping.sign}
        options={[
          { value: "as_written", label: "has a minus" },
          { value: "reversed", label: "has none" },
        ]}
      />
      <TextField
        label="Currency"
        hint="For rows that name none"
        name="currency"
        width="short"
        defaultValue={mapping.currency}
        error={errorOf("currency")}
        required
      />
    </Section>
  );
}
