import { Status } from "../../components/status.tsx";

/** Where a delivery stands, in a word. */
export function DeliveryState({ delivery }: { delivery: { state: string; refused: number } }) {
  if (delivery.state === "failed") return <Status tone="breached">Could not be read</Status>;
  if (delivery.state === "received") return <Status tone="neutral">Waits to be read</Status>;
  if (delivery.refused > 0) return <Status tone="risk">Read, some rows refused</Status>;
  return <Status tone="fine">Read</Status>;
}
