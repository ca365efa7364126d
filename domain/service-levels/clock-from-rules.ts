import { type ClockMoment, holds } from "../catalogue/clock-moment.ts";
import type { ClockCondition, ClockConditionName, ClockRules } from "../catalogue/clock-rules.ts";
import { applyWorkEvent, unreadWorkItem } from "../delivery/work-item-state.ts";
import { parseInstantNanoseconds } from "../shared/instant.ts";
import type { ClockEvent } from "./verdict-bundle.ts";
import type { WorkItemClockEvent } from "./verdict-bundle-for.ts";

/** What the conditions ask about an item beside its events. */
export type ItemFacts = {
  type: string;
  /** Before any event names one. */
  priority: string | null;
  tags: readonly string[];
  site: string | null;
};

/** The clock events of an item, and for each of them the position of the work-item event behind it. */
export type CompiledClock = { targetMinutes: number; events: ClockEvent[]; sources: number[] };

export type CompileInput = {
  rules: ClockRules;
  facts: ItemFacts;
  /** In order of time. */
  events: readonly WorkItemClockEvent[];
  /** The minutes promised for a priority; null where none are. */
  targetOf: (priority: string) => number | null;
};

/**
 * Turns the events of a work item into those of its clock, by the conditions of the level: they are asked
 * again after every event. At one event cancel comes before stop, stop before reset, and pausing last. Null
 * where the clock never starts. The result is the fixed clock language of a verdict bundle, so a frozen
 * verdict is rebuilt without the rules.
 */
export function compileClock(input: CompileInput): CompiledClock | null {
  const moments = momentsOf(input);
  const clock = new RuledClock(input, moments);
  for (const index of input.events.keys()) clock.take(index);
  return clock.compiled();
}

/** The item as the conditions see it after each of its events. */
export function momentsOf(input: Pick<CompileInput, "facts" | "events">): ClockMoment[] {
  const reading = unreadWorkItem();
  reading.priority = input.facts.priority;
  let { tags, site } = input.facts;
  return input.events.map((event) => {
    applyWorkEvent(reading, event);
    tags = event.tags ?? tags;
    site = event.site ?? site;
    return {
      event: event.type,
      type: input.facts.type,
      priority: reading.priority || "none",
      state: reading.state,
      waitingOn: reading.waitingOn ?? "nobody",
      tags,
      site: site || "none",
    };
  });
}

type Phase = "idle" | "running" | "paused" | "stopped" | "cancelled";

class RuledClock {
  readonly #input: CompileInput;
  readonly #moments: readonly ClockMoment[];
  readonly #events: ClockEvent[] = [];
  readonly #sources: number[] = [];
  #phase: Phase = "idle";
  #firstTarget = 0;
  #target = 0;
  /** The instant of the clock's last event: a pause meets a running clock and cannot count from before it. */
  #runsSince = "";

  constructor(input: CompileInput, moments: readonly ClockMoment[]) {
    this.#input = input;
    this.#moments = moments;
  }

  compiled(): CompiledClock | null {
    if (this.#phase === "idle") return null;
    return { targetMinutes: this.#firstTarget, events: this.#events, sources: this.#sources };
  }

  take(index: number): void {
    switch (this.#phase) {
      case "idle":
        this.#attach(index);
        return;
      case "running":
      case "paused":
        this.#aim(index);
        this.#advance(index);
        return;
      case "stopped":
        this.#aim(index);
        this.#afterStop(index);
        return;
      case "cancelled":
        return;
      default:
        this.#phase satisfies never;
    }
  }

  #attach(index: number): void {
    if (!this.#is("start", index) || this.#is("stop", index) || this.#is("cancel", index)) return;
    const target = this.#input.targetOf(this.#moment(index).priority);
    if (target === null) return;
    this.#firstTarget = target;
    this.#target = target;
    const at = this.#startOf(index);
    this.#phase = "running";
    this.#emit("start", at, index);
    this.#replay(at, index);
    this.#settle(index);
  }

  /** When a start at this event counts from. */
  #startOf(index: number): string {
    const { at, since } = this.#event(index);
    const opened = this.#event(0).at;
    switch (this.#input.rules.startFrom) {
      case "opening":
        return opened;
      case "stated":
        return since ? earlier(later(since, opened), at) : at;
      case undefined:
        return at;
    }
  }

  /**
   * A clock that counts from before the event that started it keeps what was paused, and what was finished,
   * in between: that time was nobody's to use.
   */
  #replay(from: string, until: number): void {
    let held = false;
    for (let index = 0; index < until; index += 1) {
      const wasHeld: boolean = held;
      held = this.#isHeld(index, held);
      if (held === wasHeld) continue;
      const at = later(held ? this.#pauseAt(index) : this.#event(index).at, from);
      this.#phase = held ? "paused" : "running";
      this.#emit(held ? "pause" : "resume", at, index);
    }
  }

  #isHeld(index: number, wasHeld: boolean): boolean {
    if (this.#is("pause", index) || this.#is("stop", index)) return true;
    return wasHeld && !this.#resumes(index) && this.#event(index).type !== "reopen";
  }

  #advance(index: number): void {
    if (this.#is("cancel", index)) this.#cancel(index);
    else if (this.#is("stop", index)) this.#stop(index);
    else if (this.#input.rules.cancelWhenStartEnds && !this.#is("start", index)) this.#cancel(index);
    else {
      if (this.#is("reset", index)) this.#anew("reset", index);
      this.#settle(index);
    }
  }

  #afterStop(index: number): void {
    const { reopen } = this.#input.rules;
    if (this.#is("cancel", index)) {
      this.#cancel(index);
      return;
    }
    const reopened = this.#event(index).type === "reopen" && !this.#is("stop", index);
    if (!reopened || reopen === "stays_stopped") return;
    this.#anew("reopen", index);
    this.#settle(index);
  }

  /** Pauses or runs on, as the conditions say. */
  #settle(index: number): void {
    if (this.#phase === "running" && this.#is("pause", index)) {
      this.#emit("pause", this.#pauseAt(index), index);
      this.#phase = "paused";
    } else if (this.#phase === "paused" && this.#resumes(index)) {
      this.#emit("resume", this.#event(index).at, index);
      this.#phase = "running";
    }
  }

  #resumes(index: number): boolean {
    if (this.#is("pause", index)) return false;
    return this.#input.rules.resume ? this.#is("resume", index) : true;
  }

  /** A pause counts from the moment its event states, but never from before the clock last began to run. */
  #pauseAt(index: number): string {
    const { at, since } = this.#event(index);
    if (this.#input.rules.pauseFrom !== "stated" || !since) return at;
    return earlier(later(since, this.#runsSince), at);
  }

  #stop(index: number): void {
    this.#emit("stop", this.#event(index).at, index);
    this.#phase = "stopped";
  }

  #cancel(index: number): void {
    this.#emit("cancel", this.#event(index).at, index);
    this.#phase = "cancelled";
  }

  #anew(type: "reset" | "reopen", index: number): void {
    this.#emit(type, this.#event(index).at, index);
    this.#phase = "running";
    const changed = this.#target !== this.#firstTarget;
    // A new cycle begins with the bundle's first target; the one of the moment has to be said again.
    if (changed || this.#events.some((one) => one.type === "target")) this.#emitTarget(index);
  }

  /** A change of priority is a new target from the original start; one without a target changes nothing. */
  #aim(index: number): void {
    const target = this.#input.targetOf(this.#moment(index).priority);
    if (target === null || target === this.#target) return;
    this.#target = target;
    if (this.#phase !== "stopped") this.#emitTarget(index);
  }

  #emitTarget(index: number): void {
    this.#events.push({ at: this.#event(index).at, type: "target", minutes: this.#target });
    this.#sources.push(index);
  }

  #emit(type: Exclude<ClockEvent["type"], "target">, at: string, index: number): void {
    this.#events.push({ at, type });
    this.#sources.push(index);
    this.#runsSince = at;
  }

  #is(name: ClockConditionName, index: number): boolean {
    const condition: ClockCondition | undefined = this.#input.rules[name];
    return condition !== undefined && holds(condition, this.#moment(index));
  }

  #moment(index: number): ClockMoment {
    const moment = this.#moments[index];
    if (!moment) throw new RangeError(`The item has no event ${index}.`);
    return moment;
  }

  #event(index: number): WorkItemClockEvent {
    const event = this.#input.events[index];
    if (!event) throw new RangeError(`The item has no event ${index}.`);
    return event;
  }
}

function later(one: string, other: string): string {
  return nanoseconds(one) >= nanoseconds(other) ? one : other;
}

function earlier(one: string, other: string): string {
  return nanoseconds(one) <= nanoseconds(other) ? one : other;
}

function nanoseconds(text: string): bigint {
  const value = parseInstantNanoseconds(text);
  if (value === null) throw new RangeError(`"${text}" is not an instant.`);
  return value;
}
