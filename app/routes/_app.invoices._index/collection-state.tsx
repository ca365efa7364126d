import { Status, type StatusTone } from "../../components/status.tsx";

const SHOWN: Record<string, { tone: StatusTone; words: string }> = {
  on_its_way: { tone: "neutral", words: "On its way to the payment page" },
  unknown: { tone: "held", words: "Unknown, being checked" },
  open: { tone: "risk", words: "To be paid" },
  processing: { tone: "held", words: "Payment with the bank" },
  written_off: { tone: "breached", words: "Written off" },
  paid: { tone: "fine", words: "Paid" },
  credited: { tone: "neutral", words: "Credited in full" },
  stopped: { tone: "breached", words: "Stopped" },
};

/** Where an invoice stands on its way to being paid. */
export function CollectionState({ collection }: { collection: string }) {
  const { tone, words } = SHOWN[collection] ?? { tone: "neutral" as const, words: collection };
  return <Status tone={tone}>{words}</Status>;
}
