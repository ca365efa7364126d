import { Status } from "../../components/status.tsx";

/** How a month's figure stands to what was promised, in shape and word. */
export function LevelStatus({ status }: { status: string }) {
  switch (status) {
    case "met":
      return <Status tone="met">Met</Status>;
    case "missed":
      return <Status tone="risk">Below target</Status>;
    case "failed":
      return <Status tone="breached">Below minimum</Status>;
    case "excused":
      return <Status tone="held">Too few to count</Status>;
    default:
      return <Status tone="neutral">No data</Status>;
  }
}
