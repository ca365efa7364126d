import { type ClockMoment, holds } from "../catalogue/clock-moment.ts";
import type { ClockCondition, ClockConditionName, ClockRules } from "../catalogue/clock-rules.ts";
import type { WorkEventType } from "../delivery/work-item-state.ts";

/** A work item's event, as a clock with rules takes it; instants are texts or numbers. */
export type RuledEvent<At> = {
  type: WorkEventType;
  at: At;
  /** The moment from which it is said to count. */
  since: At | null;
  /** The item right after it. */
  moment: ClockMoment;
};

/** An event of the clock. `minutes` is the target: of a start the first, of a target the new one. */
export type RuledStep<At> = {
  type: "start" | "pause" | "resume" | "stop" | "reopen" | "reset" | "cancel" | "target";
  at: At;
  minutes: number;
};

export type RuledClockInput<At> = {
  rules: ClockRules;
  /** The minutes promised for a priority; null where none are. */
  targetOf: (priority: string) => number | null;
  /** Whether one instant lies at or after another. */
  isLater: (one: At, other: At) => boolean;
  /** Gets the clock's events with the place of the item's event behind each. */
  emit: (step: RuledStep<At>, index: number) => void;
};

type Phase = "idle" | "running" | "paused" | "stopped" | "cancelled";

/**
 * The clock that a level's conditions make of an item's events, in order of time: what is said at an event
 * depends on no later one, so a month's end may look in between. Instants never go back from one event of the
 * clock to the next, but for a target, which counts from wherever the clock stands.
 */
export class RuledClock<At> {
  readonly #input: RuledClockInput<At>;
  readonly #events: RuledEvent<At>[] = [];
  #phase: Phase = "idle";
  #firstTarget = 0;
  #target = 0;
  #targetSaid = false;
  /** The instant of the clock's last event: a pause meets a running clock and cannot count from before it. */
  #runsSince: At | null = null;

  constructor(input: RuledClockInput<At>) {
    this.#input = input;
  }

  /** Forgets the item before. */
  begin(): void {
    this.#events.length = 0;
    this.#phase = "idle";
    this.#targetSaid = false;
    this.#runsSince = null;
  }

  take(event: RuledEvent<At>): void {
    const index = this.#events.push(event) - 1;
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
  #startOf(index: number): At {
    const { at, since } = this.#event(index);
    const opened = this.#event(0).at;
    switch (this.#input.rules.startFrom) {
      case "opening":
        return opened;
      case "stated":
        return since === null ? at : this.#earlier(this.#later(since, opened), at);
      case undefined:
        return at;
    }
  }

  /**
   * A clock that counts from before the event that started it keeps what was paused, and what was finished,
   * in between: that time was nobody's to use.
   */
  #replay(from: At, until: number): void {
    let held = false;
    for (let index = 0; index < until; index += 1) {
      const wasHeld: boolean = held;
      held = this.#isHeld(index, held);
      if (held === wasHeld) continue;
      const at = this.#later(held ? this.#pauseAt(index) : this.#event(index).at, from);
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
  #pauseAt(index: number): At {
    const { at, since } = this.#event(index);
    if (this.#input.rules.pauseFrom !== "stated" || since === null) return at;
    return this.#earlier(this.#runsSince === null ? since : this.#later(since, this.#runsSince), at);
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
    if (changed || this.#targetSaid) this.#emitTarget(index);
  }

  /** A change of priority is a new target from the original start; one without a target changes nothing. */
  #aim(index: number): void {
    const target = this.#input.targetOf(this.#moment(index).priority);
    if (target === null || target === this.#target) return;
    this.#target = target;
    if (this.#phase !== "stopped") this.#emitTarget(index);
  }

  #emitTarget(index: number): void {
    this.#targetSaid = true;
    this.#input.emit({ type: "target", at: this.#event(index).at, minutes: this.#target }, index);
  }

  #emit(type: Exclude<RuledStep<At>["type"], "target">, at: At, index: number): void {
    this.#input.emit({ type, at, minutes: this.#target }, index);
    this.#runsSince = at;
  }

  #is(name: ClockConditionName, index: number): boolean {
    const condition: ClockCondition | undefined = this.#input.rules[name];
    return condition !== undefined && holds(condition, this.#moment(index));
  }

  #moment(index: number): ClockMoment {
    return this.#event(index).moment;
  }

  #event(index: number): RuledEvent<At> {
    const event = this.#events[index];
    if (!event) throw new RangeError(`The item has no event ${index}.`);
    return event;
  }

  #later(one: At, other: At): At {
    return this.#input.isLater(one, other) ? one : other;
  }

  #earlier(one: At, other: At): At {
    return this.#input.isLater(other, one) ? one : other;
  }
}
