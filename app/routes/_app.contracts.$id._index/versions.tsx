import { Link } from "@remix-run/react";
import { DataTable } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { Section } from "../../components/section.tsx";

export interface VersionFacts {
  id: string;
  number: number;
  author: string;
  proposedBy: string;
  note: string;
  createdAt: string;
}

/** Every version, newest first, each with the way to what it changed. */
export function Versions(props: { contractId: string; versions: readonly VersionFacts[]; zone: string }) {
  const { contractId, versions, zone } = props;
  const newest = [...versions].sort((left, right) => right.number - left.number);
  return (
    <Section title="Versions" id="versions">
      <DataTable
        caption="Versions of the contract"
        rows={newest}
        rowKey={(version) => version.id}
        columns={[
          {
            key: "number",
            header: "Version",
            rowHeader: true,
            cell: (one) => (
              <Link to={`/contracts/${contractId}?version=${one.number}`}>Version {one.number}</Link>
            ),
          },
          { key: "by", header: "Written by", cell: (one) => `${one.author}, ${one.proposedBy}` },
          {
            key: "at",
            header: "When",
            cell: (one) => <When instant={one.createdAt} zone={zone} format="short" />,
          },
          { key: "note", header: "Note", cell: (one) => one.note || "—" },
          {
            key: "compare",
            header: "Changes",
            cell: (one) =>
              one.number > 1 ? (
                <Link to={`/contracts/${contractId}/compare?from=${one.number - 1}&to=${one.number}`}>
                  Changes from version {one.number - 1}
                </Link>
              ) : (
                "First version"
              ),
          },
        ]}
      />
    </Section>
  );
}
