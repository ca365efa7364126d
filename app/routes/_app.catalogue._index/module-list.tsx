import { Link } from "@remix-run/react";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { Money } from "../../components/money.tsx";
import { Section } from "../../components/section.tsx";

type Module = {
  code: string;
  name: string;
  promise: string;
  offers: number;
  priceUnit: string;
  priceFrom: readonly { amountMinor: string; currency: string }[];
};

const COLUMNS: ReadonlyArray<Column<Module>> = [
  {
    key: "name",
    header: "Service",
    rowHeader: true,
    width: "22%",
    cell: (module) => <Link to={`/catalogue?module=${module.code}`}>{module.name}</Link>,
  },
  {
    key: "promise",
    header: "What is promised",
    cell: (module) => (
      <>
        {module.promise}
        <small>
          <Link to={`/catalogue/metrics/${module.code}`}>How {module.name.toLowerCase()} is measured</Link>
        </small>
      </>
    ),
  },
  { key: "offers", header: "Offers", numeric: true, width: "90", cell: (module) => module.offers },
  {
    key: "from",
    header: "Price from",
    numeric: true,
    width: "190",
    cell: (module) => <PriceFrom module={module} />,
  },
];

/** The services in the catalogue's own order: a list to read, not a wall of tiles. */
export function ModuleList({ modules }: { modules: readonly Module[] }) {
  return (
    <Section
      title="Services"
      note="Lowest published price in the most usual currency; nothing is converted"
    >
      <DataTable
        caption="Services"
        columns={COLUMNS}
        rows={modules}
        rowKey={(module) => module.code}
        density="roomy"
      />
    </Section>
  );
}

function PriceFrom({ module }: { module: Module }) {
  const [from] = module.priceFrom;
  if (!from) return "No offer yet";
  return (
    <>
      <Money {...from} />
      <small>a month</small>
    </>
  );
}
