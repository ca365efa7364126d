import { Button } from "../../components/button.tsx";
import { ErrorState } from "../../components/error-state.tsx";
import { Notice } from "../../components/notice.tsx";
import { Progress } from "../../components/progress.tsx";
import { Section } from "../../components/section.tsx";
import { SkeletonText } from "../../components/skeleton.tsx";

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
