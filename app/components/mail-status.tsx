import { Status, type StatusTone } from "./status.tsx";

const STATES: Record<string, [StatusTone, string]> = {
  waiting: ["held", "Waits to be sent"],
  sent: ["fine", "Sent"],
  kept: ["neutral", "Kept here, no mail server"],
  refused: ["breached", "Refused by your mail server"],
};

/** What became of a message. */
export function MailStatus({ state }: { state: string }) {
  const [tone, words] = STATES[state] ?? ["neutral", state];
  return <Status tone={tone}>{words}</Status>;
}
