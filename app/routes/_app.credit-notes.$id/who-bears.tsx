import { Facts } from "../../components/facts.tsx";
import { Money } from "../../components/money.tsx";
import { Section } from "../../components/section.tsx";
import type { CreditNotePageQuery } from "../../gql/graphql.ts";

type Note = NonNullable<CreditNotePageQuery["creditNote"]>;

const FROM: Record<string, string> = {
  provider_pending: "off the share that comes with the payment",
  provider_payable: "off the payout that has not gone out",
  provider_receivable: "owed by the provider: the payout is out, later ones settle it",
};

/** Who bears a credit: the provider its share, the marketplace its commission on it. */
export function WhoBears({ note }: { note: Note }) {
  return (
    <Section title="Who bears it" note="the commission is taken anew on what is left">
      <Facts
        facts={[
          {
            id: "provider",
            label: note.providerName,
            value: (
              <>
                <Money {...note.provider} />
                {note.takenFrom ? `, ${FROM[note.takenFrom]}` : null}
              </>
            ),
          },
          {
            id: "commission",
            label: "Commission of the marketplace",
            value: <Money {...note.commission} />,
          },
        ]}
      />
    </Section>
  );
}
