import { type EpochSeconds, parseInstantNanoseconds, secondsOf } from "../shared/instant.ts";
import type { ClockEvent, ReopenPolicy } from "./verdict-bundle.ts";

export type ClockState = "not_started" | "running" | "paused" | "stopped" | "cancelled";

export type RunningInterval = { from: EpochSeconds; to: EpochSeconds };

export type Cycle = {
  startedAt: EpochSeconds;
  /** When it stopped, was reset or was cancelled; null while it goes on. */
  endedAt: EpochSeconds | null;
  targetSeconds: number;
  /** Closed running intervals, ascending and apart; the last ends at asOf while the clock runs. */
  running: RunningInterval[];
  ending: "open" | "stopped" | "reset" | "cancelled";
};

export type ClockReading = {
  state: ClockState;
  cycles: Cycle[];
  /** Positions in the given list of events that made no sense in the state they met, ascending. */
  ignored: number[];
  asOf: EpochSeconds;
  /** The events that counted, in order of time: what a timeline shows. */
  steps: ClockStep[];
};

export type ClockStep = { at: EpochSeconds; state: ClockState; eventIndex: number };

export type ClockInput = {
  targetMinutes: number;
  reopenPolicy: ReopenPolicy;
  events: readonly ClockEvent[];
  asOf: string;
};

/**
 * Replays the events of one clock up to asOf. Events count in order of their instant, ties in the order
 * given; later ones are left out without being called ignored. Instants are taken to the second.
 */
export function readClock(input: ClockInput): ClockReading {
  const asOf = nanoseconds(input.asOf);
  const ordered = input.events
    .map((event, index) => ({ event, index, at: nanoseconds(event.at) }))
    .filter(({ at }) => at <= asOf)
    .sort((left, right) => (left.at === right.at ? left.index - right.index : left.at < right.at ? -1 : 1));
  const clock = new Clock(input);
  const ignored: number[] = [];
  const steps: ClockStep[] = [];
  for (const { event, index, at } of ordered) {
    const second = secondsOf(at);
    if (clock.apply(event, second)) steps.push({ at: second, state: clock.state, eventIndex: index });
    else ignored.push(index);
  }
  const end = secondsOf(asOf);
  clock.readUntil(end);
  ignored.sort((left, right) => left - right);
  return { state: clock.state, cycles: clock.cycles, ignored, asOf: end, steps };
}

class Clock {
  state: ClockState = "not_started";
  readonly cycles: Cycle[] = [];
  readonly #input: ClockInput;
  #runningSince: EpochSeconds | null = null;

  constructor(input: ClockInput) {
    this.#input = input;
  }

  /** Whether the event made sense; nothing has changed where it did not. */
  apply(event: ClockEvent, at: EpochSeconds): boolean {
    if (!this.#accepts(event.type)) return false;
    switch (event.type) {
      case "start":
        this.#begin(at);
        return true;
      case "pause":
        this.#halt(at);
        this.state = "paused";
        return true;
      case "resume":
        this.#run(at);
        return true;
      case "stop":
        this.#halt(at);
        this.#end(at, "stopped");
        this.state = "stopped";
        return true;
      case "reopen":
        this.#reopen(at);
        return true;
      case "reset":
        this.#halt(at);
        this.#end(at, "reset");
        this.#begin(at);
        return true;
      case "cancel":
        this.#cancel(at);
        return true;
      case "target":
        this.#current().targetSeconds = event.minutes * 60;
        return true;
      default:
        return unexpected(event);
    }
  }

  /** Lets a running interval reach the reading instant without ending it. */
  readUntil(asOf: EpochSeconds): void {
    if (this.#runningSince !== null) this.#current().running.push({ from: this.#runningSince, to: asOf });
  }

  #accepts(type: ClockEvent["type"]): boolean {
    const { state } = this;
    switch (type) {
      case "start":
        return state === "not_started";
      case "pause":
        return state === "running";
      case "resume":
        return state === "paused";
      case "stop":
      case "reset":
      case "target":
        return state === "running" || state === "paused";
      case "reopen":
        return state === "stopped";
      case "cancel":
        return state !== "not_started" && state !== "cancelled";
      default:
        return unexpected(type);
    }
  }

  #begin(at: EpochSeconds): void {
    const targetSeconds = this.#input.targetMinutes * 60;
    this.cycles.push({ startedAt: at, endedAt: null, targetSeconds, running: [], ending: "open" });
    this.#run(at);
  }

  #reopen(at: EpochSeconds): void {
    if (this.#input.reopenPolicy === "new_cycle") {
      this.#begin(at);
      return;
    }
    const cycle = this.#current();
    cycle.endedAt = null;
    cycle.ending = "open";
    this.#run(at);
  }

  #cancel(at: EpochSeconds): void {
    this.#halt(at);
    const cycle = this.#current();
    this.#end(cycle.endedAt ?? at, "cancelled");
    this.state = "cancelled";
  }

  #run(at: EpochSeconds): void {
    this.#runningSince = at;
    this.state = "running";
  }

  #halt(at: EpochSeconds): void {
    if (this.#runningSince !== null) this.#current().running.push({ from: this.#runningSince, to: at });
    this.#runningSince = null;
  }

  #end(at: EpochSeconds, ending: Cycle["ending"]): void {
    const cycle = this.#current();
    cycle.endedAt = at;
    cycle.ending = ending;
  }

  #current(): Cycle {
    const cycle = this.cycles.at(-1);
    if (!cycle) throw new Error("A clock that was never started has no cycle.");
    return cycle;
  }
}

function nanoseconds(text: string): bigint {
  const value = parseInstantNanoseconds(text);
  if (value === null) throw new RangeError(`"${text}" is not an instant.`);
  return value;
}

function unexpected(value: never): never {
  throw new Error(`Unexpected clock event: ${JSON.stringify(value)}`);
}
