import { DataTable } from "../../components/data-table.tsx";

export interface EngagementPerson {
  id: string;
  name: string;
  email: string;
  role: string;
  organisation: string;
  party: string;
}

/** Who works on the engagement and how to reach them. */
export function PeopleTable({ people }: { people: readonly EngagementPerson[] }) {
  return (
    <DataTable
      caption="People of both sides"
      rows={people}
      rowKey={(person) => person.id}
      columns={[
        { key: "name", header: "Name", rowHeader: true, cell: (person) => person.name },
        { key: "role", header: "Role", cell: (person) => person.role },
        {
          key: "organisation",
          header: "Organisation",
          cell: (person) => `${person.organisation}, ${person.party}`,
        },
        {
          key: "email",
          header: "E-mail",
          cell: (person) => <a href={`mailto:${person.email}`}>{person.email}</a>,
        },
      ]}
    />
  );
}
