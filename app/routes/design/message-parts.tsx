import { Button } from "../../components/button.tsx";
import { Confirmation } from "../../components/confirmation.tsx";
import { ErrorState } from "../../components/error-state.tsx";
import { Facts } from "../../components/facts.tsx";
import { Notice } from "../../components/notice.tsx";
import { Progress } from "../../components/progress.tsx";
import { Section } from "../../components/section.tsx";
import { SkeletonText } from "../../components/skeleton.tsx";
import styles from "./design.module.css";

export function MessageParts() {
  return (
    <>
      <Section title="Messages" id="messages">
        <Notice title="November closes in 6 working days">
          Statements freeze on 1 December at 06:00 UTC.
        </Notice>
        <Notice tone="success" title="Statement approved">
          Ledgerwell has been told. The invoice follows within the hour.
        </Notice>
        <Notice
          tone="warning"
          title="SOC 1 lapses in 19 days"
          actions={<Button size="small">Ask for the new one</Button>}
        >
          New engagements are refused from that day.
        </Notice>
        <Notice tone="error" title="The payment was refused">
          The bank answered “insufficient funds”. Nothing was booked.
        </Notice>
        <ErrorState
          title="The queue could not be loaded"
          reference="4bf92f3577b34da6"
          actions={<Button size="small">Try again</Button>}
        >
          Clocks keep running and nothing is lost.
        </ErrorState>
      </Section>
      <Section title="Check the answers, then what happens next">
        <Facts
          facts={[
            { id: "module", label: "Module", value: "Bookkeeping", changeHref: "/design#module" },
            {
              id: "fee",
              label: "Monthly fee",
              value: "$4,000.00, up to 400 transactions",
              changeHref: "/design#fee",
            },
            { id: "reference", label: "Reference", value: "RFQ-2026-118" },
          ]}
        />
        <div className={styles.stack}>
          <Confirmation
            title="Request sent to three providers"
            reference="RFQ-2026-118"
            next={[
              "Providers answer until 4 December, 17:00 Europe/London.",
              "You compare the quotes side by side.",
            ]}
            actions={<Button>Open the request</Button>}
          />
        </div>
      </Section>
      <Section title="Long work">
        <Progress
          label="Importing work items"
          value={412}
          max={1000}
          detail="Row 412 of 1,000; 3 refused so far"
        />
        <Progress label="Rebuilding November" detail="Reading events" />
        <SkeletonText />
      </Section>
    </>
  );
}
