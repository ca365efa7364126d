import { Link } from "@remix-run/react";
import { Notice } from "../../components/notice.tsx";
import type { StatementFacts } from "./statement-sheet.tsx";

/** Why the statement cannot be invoiced yet, and where that is put right. */
export function Blockers({ statement }: { statement: StatementFacts }) {
  const approved = statement.state === "approved";
  return (
    <Notice
      tone="warning"
      title={approved ? "Approved, but not invoiced yet" : "Can be approved, but not invoiced yet"}
    >
      <ul>
        {statement.invoiceBlockers.map(({ side, message }) => (
          <li key={message}>
            {message}{" "}
            {side === "buyer" ? "The buyer's owner or finance states it" : "An administrator states it"}{" "}
            under <Link to="/organisation#invoices">Organisation</Link>; the invoice follows by itself.
          </li>
        ))}
      </ul>
    </Notice>
  );
}
