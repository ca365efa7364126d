import { Confirm } from "../../components/confirm.tsx";
import { DataTable } from "../../components/data-table.tsx";
import { Day, When } from "../../components/date-time.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Section } from "../../components/section.tsx";
import { Status } from "../../components/status.tsx";
import { TextArea } from "../../components/text-fields.tsx";
import type { Data } from "./route.tsx";

type Hold = Data["legalHolds"][number];

/** Holds in force, and those that were lifted with the reason. */
export function HoldTable({ holds }: { holds: readonly Hold[] }) {
  return (
    <Section title="Holds" note="Whoever is held is told that they are, and not why" first>
      {holds.length === 0 ? (
        <EmptyState kind="nothing-yet" title="No hold was ever placed">
          Place one when a dispute or an authority asks for what would otherwise go.
        </EmptyState>
      ) : (
        <DataTable
          caption="Legal holds"
          rows={holds}
          rowKey={(one) => one.holdId}
          columns={[
            {
              key: "subject",
              header: "Whom",
              rowHeader: true,
              cell: (one) => `${one.subject}${one.isPerson ? "" : " and its people"}`,
            },
            { key: "reason", header: "Why", cell: (one) => one.reason },
            {
              key: "placed",
              header: "Placed",
              cell: (one) => (
                <>
                  {one.placedByName}, <When instant={one.placedAt} />
                </>
              ),
            },
            { key: "until", header: "Until", cell: (one) => <Until hold={one} /> },
            { key: "lift", header: "Lift", hiddenHeader: true, cell: (one) => <Lift hold={one} /> },
          ]}
        />
      )}
    </Section>
  );
}

function Until({ hold }: { hold: Hold }) {
  if (hold.liftedAt)
    return (
      <Status tone="neutral">
        Lifted by {hold.liftedByName}: {hold.liftedBecause}
      </Status>
    );
  return hold.until ? <Day date={hold.until} /> : <Status tone="held">Until it is lifted</Status>;
}

function Lift({ hold }: { hold: Hold }) {
  if (hold.liftedAt) return null;
  return (
    <Confirm
      label="Lift"
      size="small"
      title={`Lift the hold on ${hold.subject}?`}
      confirmLabel="Lift it"
      danger
      name="intent"
      value="lift"
      hidden={{ holdId: hold.holdId }}
    >
      What waited for it may be erased within the hour.
      <TextArea label="Why" name="because" required minLength={10} maxLength={500} rows={2} />
    </Confirm>
  );
}
