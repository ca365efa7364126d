import { Confirm } from "../../components/confirm.tsx";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { Day } from "../../components/date-time.tsx";
import { Section } from "../../components/section.tsx";
import { Status, type StatusTone } from "../../components/status.tsx";
import type { Data } from "./route.tsx";

type Rule = Data["rules"][number];

const STATES: Record<string, readonly [tone: StatusTone, word: string]> = {
  in_force: ["fine", "In force"],
  to_come: ["held", "To come"],
  over: ["neutral", "Over"],
  withdrawn: ["neutral", "Withdrawn"],
};

/** Rules in force, to come and gone by; one that has not begun can be taken back. */
export function RuleTable({ page }: { page: Data }) {
  return (
    <Section title="Rules" note="The last that has begun counts" first>
      <DataTable
        caption="Retention rules"
        rows={page.rules}
        rowKey={(rule) => rule.ruleId}
        columns={[
          ...columns(page),
          ...(page.mayChange
            ? [{ key: "take", header: "Withdraw", hiddenHeader: true, cell: withdraw } as const]
            : []),
        ]}
      />
    </Section>
  );
}

function columns(page: Data): Column<Rule>[] {
  const goes = (kind: string) => page.kinds.find((one) => one.kind === kind)?.goes;
  return [
    {
      key: "what",
      header: "What",
      rowHeader: true,
      cell: (rule) => (
        <>
          {rule.title}
          <br />
          <small>{goes(rule.kind)}</small>
        </>
      ),
    },
    { key: "days", header: "Kept", cell: (rule) => `${rule.days} days from ${rule.momentWords}` },
    { key: "ground", header: "Ground", cell: (rule) => `${rule.ground} (${rule.setByName})` },
    {
      key: "when",
      header: "Counts",
      width: "130",
      cell: (rule) => (
        <>
          <StateOf rule={rule} />
          {rule.state === "to_come" ? (
            <>
              {" "}
              from <Day date={rule.startsOn} />
            </>
          ) : null}
          {rule.endsOn && rule.state === "in_force" ? (
            <>
              {" "}
              to <Day date={rule.endsOn} />
            </>
          ) : null}
        </>
      ),
    },
  ];
}

function StateOf({ rule }: { rule: Rule }) {
  const [tone, word] = STATES[rule.state] ?? ["neutral", rule.state];
  return <Status tone={tone}>{rule.withdrawnByName ? `${word} by ${rule.withdrawnByName}` : word}</Status>;
}

function withdraw(rule: Rule) {
  if (rule.state !== "to_come") return null;
  return (
    <Confirm
      label="Withdraw"
      size="small"
      title={`Withdraw the rule for ${rule.title.toLowerCase()}?`}
      confirmLabel="Withdraw it"
      name="intent"
      value="withdraw"
      hidden={{ ruleId: rule.ruleId }}
    >
      The rule in force goes on.
    </Confirm>
  );
}
