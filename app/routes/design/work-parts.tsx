import { Link } from "@remix-run/react";
import { Checklist } from "../../components/checklist.tsx";
import { Duration } from "../../components/date-time.tsx";
import { KeyFigures } from "../../components/key-figures.tsx";
import { Section } from "../../components/section.tsx";
import { Status } from "../../components/status.tsx";
import { TabsNav } from "../../components/tabs-nav.tsx";
import { Timeline } from "../../components/timeline.tsx";
import { TodoList } from "../../components/todo-list.tsx";

const LONG_TEXT =
  "A deliberately long engagement name: Übergrößenträger Dienstleistungsgesellschaft mbH & Co. KG";

export function WorkParts() {
  return (
    <>
      <NeedsMe />
      <OneObject />
      <Tasks />
      <Events />
    </>
  );
}

function NeedsMe() {
  return (
    <Section title="What needs me" note="most urgent first" id="work">
      <TodoList
        label="What needs me"
        items={[
          {
            id: "halden",
            status: <Status tone="breached">Breached 09:40</Status>,
            text: <Link to="/design#halden">Halden Foods · IT support</Link>,
            sub: "Second miss this month; two more give the right to terminate under clause 9.4",
            action: <Link to="/design#cause">Open root cause</Link>,
          },
          {
            id: "orchard",
            status: <Status tone="risk">Breach by 16:20</Status>,
            text: (
              <Link to="/design#orchard">Orchard Clinics · 11 claims reach 24 business hours together</Link>
            ),
            action: <Link to="/design#message">Message provider</Link>,
          },
          {
            id: "long",
            status: <Status tone="held">Waiting on buyer</Status>,
            text: <Link to="/design#long">{LONG_TEXT}</Link>,
            sub: `${LONG_TEXT}, with a second line that is just as long`,
            action: <Link to="/design#remind">Remind buyer</Link>,
          },
        ]}
      />
    </Section>
  );
}

function OneObject() {
  return (
    <Section title="Areas and figures of one object">
      <TabsNav
        label="Engagement"
        tabs={[
          { label: "Overview", href: "/design?tab=overview", current: true },
          { label: "Work", href: "/design?tab=work", count: 18 },
          { label: "Contract", href: "/design?tab=contract" },
          { label: "Statements", href: "/design?tab=statements", count: 5 },
          { label: "Documents", href: "/design?tab=documents" },
        ]}
      />
      <KeyFigures
        figures={[
          {
            label: "Restore, target 8 business hours",
            value: (
              <>
                <Duration seconds={8_700} /> left
              </>
            ),
            note: "breaches Friday 12:25 if nothing changes",
          },
          {
            label: "Acknowledge, target 1 hour",
            value: <Duration seconds={660} />,
            tone: "met",
            note: <Status tone="met">met Thursday 09:35</Status>,
          },
          {
            label: "Provider held the clock",
            value: <Duration seconds={20_100} />,
            note: "Quaylink IT, network team",
          },
          {
            label: "Late items, November",
            value: "10",
            tone: "breached",
            note: "of 264 sampled",
            href: "/design#ten",
          },
        ]}
      />
    </Section>
  );
}

function Tasks() {
  return (
    <Section title="Tasks before the start" note="any order">
      <Checklist
        label="Onboarding"
        items={[
          { id: "task-1", title: "Name the delivery manager", href: "/design#1", state: "done" },
          {
            id: "task-2",
            title: "Upload the SOC 1 report",
            href: "/design#2",
            state: "in-progress",
            owner: "Ada, 28 Nov",
          },
          {
            id: "task-3",
            title: "Agree the business calendar",
            href: "/design#3",
            state: "to-do",
            hint: "Poland, weekdays",
          },
          {
            id: "task-4",
            title: "Confirm the bank account",
            href: "/design#4",
            state: "error",
            hint: "The IBAN was refused",
          },
          { id: "task-5", title: "Sign the statement of work", state: "blocked" },
        ]}
      />
    </Section>
  );
}

function Events() {
  return (
    <Section title="What happened" note="Europe/Warsaw">
      <Timeline
        label="Events of INC-20411"
        entries={[
          {
            id: "event-1",
            at: "2026-11-19T08:24:00Z",
            who: "Marta Zielińska",
            what: "opened the incident by phone",
            source: "phone log",
          },
          {
            id: "event-2",
            at: "2026-11-19T08:30:00Z",
            who: "Rule 4",
            what: "changed the priority",
            before: "P3, low impact",
            after: "P2, high impact",
            source: "rule version 2",
          },
          {
            id: "event-3",
            at: "2026-11-19T10:51:00Z",
            who: "Quaylink IT",
            what: "asked the buyer for VPN logs",
            clockEffect: "Paused: the buyer holds the clock, agreed reason 2",
            children: "Could you send the VPN concentrator's log from 08:00 to 09:30?",
          },
        ]}
      />
    </Section>
  );
}
