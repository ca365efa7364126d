import { Arithmetic, Formula } from "../../components/arithmetic.tsx";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { ChangedNumbers, Diff } from "../../components/diff.tsx";
import { HashLine } from "../../components/hash-line.tsx";
import { Money } from "../../components/money.tsx";
import { Section } from "../../components/section.tsx";
import { Sheet, SheetHeading } from "../../components/sheet.tsx";
import styles from "./design.module.css";

interface Share {
  id: string;
  who: string;
  without: string;
  now: string;
  difference: string;
}

const SHARES: readonly Share[] = [
  { id: "buyer", who: "Buyer pays", without: "400000", now: "378400", difference: "-21600" },
  { id: "provider", who: "Provider receives", without: "360000", now: "340560", difference: "-19440" },
  {
    id: "commission",
    who: "Commission, 10 % of the net",
    without: "40000",
    now: "37840",
    difference: "-2160",
  },
];

const COLUMNS: ReadonlyArray<Column<Share>> = [
  { key: "who", header: "Party", hiddenHeader: true, rowHeader: true, cell: (row) => row.who },
  { key: "without", header: "Without credits", numeric: true, cell: (row) => usd(row.without) },
  { key: "now", header: "This month", numeric: true, cell: (row) => usd(row.now) },
  { key: "difference", header: "Difference", numeric: true, cell: (row) => usd(row.difference) },
];

export function PaperParts() {
  return (
    <>
      <Section title="A sheet of paper" note="statement, contract, invoice: the only box" id="paper">
        <div className={styles.stack}>
          <Sheet title="November 2026 statement" meta="Ledgerwell for Brightline Studio · contract v4">
            <Arithmetic
              caption="November 2026"
              lines={[
                {
                  id: "fee",
                  label: "Monthly fee, up to 400 transactions",
                  formula: "388 posted; band 1 of 3, clause 6.1",
                  amount: usd("400000"),
                },
                {
                  id: "accuracy",
                  label: "Credit: posting accuracy",
                  formula: (
                    <>
                      Measured <b>96.2 %</b> of 264 sampled lines (95 % interval 93.1–97.9). Target 98.0,
                      minimum 95.0: missed, pays half its share.
                      <br />
                      $4,000.00 × 12 % pool × 40 % weight × 50 % = $96.00 ·{" "}
                      <a href="#lines">10 corrected lines</a>
                    </>
                  ),
                  amount: usd("-9600"),
                },
                {
                  id: "turnaround",
                  label: "Turnaround",
                  formula: "3.1 days, target 4.0: met",
                  amount: usd("0"),
                },
              ]}
              totals={[{ id: "due", label: "Due before tax", amount: usd("390400") }]}
            />
            <SheetHeading>Who bears it</SheetHeading>
            <DataTable
              caption="Who bears it"
              columns={COLUMNS}
              rows={SHARES}
              rowKey={(row) => row.id}
              density="compact"
            />
            <Formula>
              Earn-back: accuracy of 98.5 % or better in December, January and February returns $96.00.
            </Formula>
            <HashLine>Frozen 1 Dec 2026 06:00 UTC · rules v2 · calendar v3 · sha256 9b28…92fe</HashLine>
          </Sheet>
        </div>
      </Section>
      <ContractChanges />
    </>
  );
}

function ContractChanges() {
  return (
    <Section title="What changed in the contract" note="version 3 to 4">
      <ChangedNumbers
        changes={[
          { id: "pool", label: "At-risk pool", before: "10 %", after: "12 %" },
          { id: "fee", label: "Monthly fee", before: usd("380000"), after: usd("400000") },
        ]}
      />
      <Diff
        parts={[
          { kind: "same", text: "The provider closes the books by business day " },
          { kind: "removed", text: "eight" },
          { kind: "added", text: "five" },
          { kind: "same", text: " of the following month, in the calendar of " },
          { kind: "added", text: "Europe/London" },
          { kind: "same", text: "." },
        ]}
      />
    </Section>
  );
}

function usd(amountMinor: string) {
  return <Money amountMinor={amountMinor} currency="USD" />;
}
