import { Status } from "./status.tsx";

/** What a check of an audit chain found, in words. */
export function ChainStatus({
  trail,
}: {
  trail: { rows: number; intact: boolean; firstBroken?: string | null };
}) {
  if (trail.intact && trail.rows === 0) return <Status tone="neutral">No row was written yet</Status>;
  if (trail.intact)
    return (
      <Status tone="met">
        All {trail.rows} rows were rebuilt and match their hashes; none was changed or taken away
      </Status>
    );
  return (
    <Status tone="breached">
      The chain does not hold{" "}
      {trail.firstBroken ? `from row ${trail.firstBroken} on` : "at its end: its last rows are missing"}
    </Status>
  );
}
