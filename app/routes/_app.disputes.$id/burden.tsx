import { Form } from "@remix-run/react";
import { RadioGroup } from "../../components/choice-fields.tsx";
import { FormActions } from "../../components/form.tsx";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import type { Dispute } from "./route.tsx";

/** Who bears a loss: shown to everybody, chosen by the marketplace while the dispute is open. */
export function Burden({ dispute }: { dispute: Dispute }) {
  const { borneBy, providerName } = dispute;
  if (!dispute.mayDecide)
    return (
      <Section title={dispute.outcome === "lost" ? "Who bears the loss" : "Who would bear a loss"}>
        <p>
          {borneBy === "marketplace"
            ? "The marketplace bears all of it."
            : `${providerName} bears its part, the marketplace its commission, the tax and the fee.`}
        </p>
      </Section>
    );
  return (
    <Section title="Who would bear a loss" note="until the bank has decided">
      <Form method="post">
        <input type="hidden" name="intent" value="burden" />
        <RadioGroup
          label="If it is lost"
          name="borneBy"
          defaultValue={borneBy}
          options={[
            {
              value: "shares",
              label: "Everybody their part",
              hint: `${providerName} its share, the marketplace its commission, the tax and the fee.`,
            },
            {
              value: "marketplace",
              label: "The marketplace all of it",
              hint: `${providerName} gets its part again.`,
            },
          ]}
        />
        <FormActions>
          <SubmitButton variant="default">Keep</SubmitButton>
        </FormActions>
      </Form>
    </Section>
  );
}
