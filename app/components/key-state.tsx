import { Status } from "./status.tsx";

/** Whether an API key works. */
export function KeyState({ state }: { state: string }) {
  switch (state) {
    case "revoked":
      return <Status tone="neutral">Revoked</Status>;
    case "expired":
      return <Status tone="held">Expired</Status>;
    default:
      return <Status tone="fine">Works</Status>;
  }
}
