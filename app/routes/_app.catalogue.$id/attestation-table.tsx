import { type AttestationFacts, AttestationStatus } from "../../components/attestations.tsx";
import { DataTable } from "../../components/data-table.tsx";
import { Day } from "../../components/date-time.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Section } from "../../components/section.tsx";
import { Status } from "../../components/status.tsx";

type Row = AttestationFacts & {
  kind: string;
  issuer: string;
  scope: string;
  validFrom: string;
  validTo: string;
};

type Need = { kind: string; name: string; need: string; because: string };

/** Level, issuer, scope and days of each, and what the service asks for that is not there at all. */
export function AttestationTable({
  attestations,
  needs = [],
}: {
  attestations: readonly Row[];
  needs?: readonly Need[];
}) {
  const absent = needs.filter((need) => !attestations.some((one) => one.kind === need.kind));
  return (
    <Section
      title="Attestations"
      note="Declared, seen and verified are three different things and stay apart"
    >
      <DataTable
        caption="Attestations"
        rows={attestations}
        rowKey={(one) => `${one.kind} ${one.validTo} ${one.level}`}
        columns={[
          {
            key: "name",
            header: "Attestation",
            rowHeader: true,
            cell: (one) => <Name one={one} needs={needs} />,
          },
          { key: "state", header: "State", cell: (one) => <AttestationStatus one={one} /> },
          { key: "level", header: "Checked", cell: (one) => one.levelName },
          { key: "issuer", header: "Issuer", cell: (one) => one.issuer },
          { key: "scope", header: "Scope", cell: (one) => one.scope },
          {
            key: "days",
            header: "Holds",
            cell: (one) => (
              <>
                <Day date={one.validFrom} /> to <Day date={one.validTo} />
              </>
            ),
          },
        ]}
        empty={
          <EmptyState kind="nothing-yet" title="This provider shows no attestation">
            A contract that requires one cannot be signed with it until its evidence has been seen.
          </EmptyState>
        }
      />
      {absent.map((need) => (
        <p key={need.kind}>
          <Status tone={need.need === "required" ? "breached" : "neutral"}>
            {need.name} is {need.need} for this service and is not shown. {need.because}
          </Status>
        </p>
      ))}
    </Section>
  );
}

function Name({ one, needs }: { one: Row; needs: readonly Need[] }) {
  const need = needs.find((known) => known.kind === one.kind);
  return (
    <>
      {one.name}
      {need ? <small>{need.need} for this service</small> : null}
    </>
  );
}
