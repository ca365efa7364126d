import { Link } from "@remix-run/react";
import { ChainStatus } from "../../components/chain-status.tsx";
import { Section } from "../../components/section.tsx";
import type { Data } from "./route.tsx";

/** Whether the chain that guards what was done still holds, and the way to its rows. */
export function AuditTrail({ trail }: { trail: NonNullable<Data["auditTrail"]> }) {
  return (
    <Section title="Audit trail" note="Every deed of and for the organisation" id="audit">
      <p>
        <ChainStatus trail={trail} />
      </p>
      <p>
        <Link to="/organisation/audit">Search the {trail.rows} rows, or take them as a file</Link>
      </p>
    </Section>
  );
}
