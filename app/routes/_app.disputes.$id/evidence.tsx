import { Form } from "@remix-run/react";
import { EVIDENCE_FIELDS, type EvidenceField } from "../../../domain/billing/charge-dispute.input.ts";
import { When } from "../../components/date-time.tsx";
import { Facts } from "../../components/facts.tsx";
import { FormActions } from "../../components/form.tsx";
import { Section } from "../../components/section.tsx";
import { Status } from "../../components/status.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { TextArea } from "../../components/text-fields.tsx";
import { EvidenceLink, showsOf } from "./files.tsx";
import type { Dispute } from "./route.tsx";

type Given = Dispute["evidence"][number];

/** What the bank was told, and the form that tells it; for the marketplace alone. */
export function Evidence({ dispute, idempotencyKey }: { dispute: Dispute; idempotencyKey: string }) {
  const { evidence, mayAnswer } = dispute;
  return (
    <>
      {evidence.length > 0 ? (
        <Section title="What the bank was told">
          {evidence.map((one) => (
            <Told key={one.id} given={one} zone={dispute.zone} disputeId={dispute.id} />
          ))}
        </Section>
      ) : null}
      {mayAnswer ? (
        <Section title="Answer the bank" note="what is sent for good cannot be changed">
          <Form method="post" key={evidence[0]?.id ?? "first"}>
            <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
            {(Object.keys(EVIDENCE_FIELDS) as EvidenceField[]).map((name) => (
              <TextArea
                key={name}
                label={EVIDENCE_FIELDS[name]}
                name={name}
                maxLength={20_000}
                rows={name === "uncategorized_text" ? 6 : 2}
                defaultValue={evidence[0]?.fields.find((one) => one.name === name)?.text ?? ""}
              />
            ))}
            <FormActions>
              <SubmitButton name="intent" value="submit">
                Send to the bank
              </SubmitButton>
              <SubmitButton name="intent" value="draft" variant="default">
                Keep as a draft
              </SubmitButton>
            </FormActions>
          </Form>
        </Section>
      ) : null}
    </>
  );
}

function Told({ given, zone, disputeId }: { given: Given; zone: string; disputeId: string }) {
  const texts = given.fields.map(({ name, text }) => ({
    ...{ id: name, label: EVIDENCE_FIELDS[name as EvidenceField] ?? name, value: text },
  }));
  const files = given.files.map((file) => ({
    ...{ id: file.fileId, label: showsOf(file.field) },
    value: <EvidenceLink disputeId={disputeId} file={file} />,
  }));
  return (
    <article>
      <p>
        {given.submits ? "Sent to the bank" : "Kept as a draft"} by {given.byName},{" "}
        <When instant={given.at} zone={zone} /> <EvidenceState given={given} />
      </p>
      <Facts facts={[...texts, ...files]} />
    </article>
  );
}

function EvidenceState({ given }: { given: Given }) {
  switch (given.state) {
    case "sent":
      return <Status tone="fine">Taken by Stripe</Status>;
    case "refused":
      return <Status tone="breached">Refused: {given.refusedBecause}</Status>;
    default:
      return <Status tone="neutral">On its way</Status>;
  }
}
