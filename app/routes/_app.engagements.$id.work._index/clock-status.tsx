import { Duration, When } from "../../components/date-time.tsx";
import { Status } from "../../components/status.tsx";

export interface ClockFacts {
  levelId: string;
  name: string;
  levelName: string;
  state: string;
  verdict: string;
  netSeconds: number;
  targetSeconds: number;
  breachAt?: string | null;
  endedAt?: string | null;
}

/** Below this share of the target the time left is a risk. */
const RISK_SHARE = 0.25;

/** Where one clock stands, in shape and word: met, breached, held, or how much time is left. */
export function ClockStatus({ clock }: { clock: ClockFacts }) {
  const left = clock.targetSeconds - clock.netSeconds;
  switch (clock.verdict) {
    case "met":
      return <Status tone="fine">Met</Status>;
    case "breached":
      return (
        <Status tone="breached">
          {clock.state === "stopped" ? "Missed by " : "Late by "}
          <Duration seconds={-left} />
        </Status>
      );
    case "void":
      return <Status tone="neutral">Cancelled</Status>;
    case "pending":
      return <PendingStatus clock={clock} left={left} />;
    default:
      return <Status tone="neutral">Not measured</Status>;
  }
}

function PendingStatus({ clock, left }: { clock: ClockFacts; left: number }) {
  if (clock.state === "paused")
    return (
      <Status tone="held">
        Paused, <Duration seconds={left} /> left
      </Status>
    );
  const tone = left < clock.targetSeconds * RISK_SHARE ? "risk" : "neutral";
  return (
    <Status tone={tone}>
      <Duration seconds={left} /> left
    </Status>
  );
}

/** The clock a list shows of several: one that is late or runs before those that are over. */
export function leadingClock<Clock extends ClockFacts>(clocks: readonly Clock[]): Clock | undefined {
  const open = clocks.filter((clock) => clock.verdict === "pending");
  const breached = clocks.filter((clock) => clock.verdict === "breached");
  return breached[0] ?? open[0] ?? clocks.find((clock) => clock.name === "resolve") ?? clocks[0];
}

const STATE_WORDS: Record<string, string> = {
  open: "Open",
  in_progress: "In progress",
  waiting: "Waiting",
  resolved: "Resolved",
  closed: "Closed",
  cancelled: "Cancelled",
};

export const HOLDER_WORDS: Record<string, string> = {
  provider: "Provider",
  automation: "Automation",
  buyer: "Buyer",
  third_party: "Third party",
};

export function stateWord(state: string): string {
  return STATE_WORDS[state] ?? state;
}

/** The state of the work and who holds it. */
export function WorkState({ item }: { item: { state: string; waitingOn?: string | null } }) {
  if (item.state !== "waiting") return <>{stateWord(item.state)}</>;
  return <>Waiting on {(HOLDER_WORDS[item.waitingOn ?? "buyer"] ?? "buyer").toLowerCase()}</>;
}

/** When a clock runs out, or ran out. */
export function ClockMoment({ clock, zone }: { clock: ClockFacts; zone: string }) {
  if (clock.verdict === "pending" && clock.breachAt)
    return (
      <>
        late from <When instant={clock.breachAt} zone={zone} format="weekday" /> if nothing changes
      </>
    );
  if (clock.verdict === "breached" && clock.breachAt)
    return (
      <>
        late since <When instant={clock.breachAt} zone={zone} format="short" />
      </>
    );
  if (clock.endedAt)
    return (
      <>
        stopped <When instant={clock.endedAt} zone={zone} format="short" />
      </>
    );
  return null;
}
