import { type EpochSeconds, formatInstant } from "../shared/instant.ts";
import type { StateEffect } from "./import-mapping.ts";
import type { ImportRow } from "./import-row.ts";

export type WaitingOn = "buyer" | "third_party" | "provider";

export type ImportedEventType =
  | "start"
  | "acknowledge"
  | "pause"
  | "resume"
  | "stop"
  | "close"
  | "reopen"
  | "cancel"
  | "priority";

/** One thing that happened to a ticket. `sourceKey` is the same in every import of the same update. */
export type ImportedEvent = {
  sourceKey: string;
  /** RFC 3339 in UTC. */
  at: string;
  type: ImportedEventType;
  /** With a pause: who is waited for. */
  waitingOn?: WaitingOn;
  /** With a start or a change of priority: the priority from then on. */
  priority?: string;
  /** Line of the file it was read from. */
  row: number;
};

type Phase = "open" | "paused" | "stopped" | "closed" | "cancelled";

/** Collects the events of one ticket, and knows which phase it is in. */
export class EventTrail {
  readonly events: ImportedEvent[] = [];
  phase: Phase = "open";
  effect: StateEffect = "new";
  #priority: string;
  #waitingOn: WaitingOn | null = null;
  #acknowledged = false;
  readonly #number: string;

  constructor(first: ImportRow, openedAt: EpochSeconds) {
    this.#number = first.number;
    this.#priority = first.priority;
    this.#add("start", openedAt, first.row, "opened", { priority: first.priority });
  }

  get priority(): string {
    return this.#priority;
  }

  /** The ticket was seen with this effect and priority at the instant; only differences become events. */
  observe(
    row: Pick<ImportRow, "row" | "priority">,
    effect: StateEffect,
    at: EpochSeconds,
    key: string,
  ): void {
    if (this.phase === "cancelled") return;
    if (row.priority !== this.#priority) {
      this.#priority = row.priority;
      this.#add("priority", at, row.row, key, { priority: row.priority });
    }
    if (effect !== "new" && effect !== "cancelled") this.acknowledge(at, row.row, key);
    this.#enter(effect, at, row.row, key);
    this.effect = effect;
  }

  /** The first answer; later ones change nothing. */
  acknowledge(at: EpochSeconds, row: number, key: string): void {
    if (this.#acknowledged) return;
    this.#acknowledged = true;
    this.#add("acknowledge", at, row, key);
  }

  #enter(effect: StateEffect, at: EpochSeconds, row: number, key: string): void {
    switch (effect) {
      case "new":
      case "active":
        if (this.phase === "paused") this.#resume(at, row, key);
        else this.#reopenIfDone(at, row, key);
        return;
      case "pause_buyer":
        this.#pause("buyer", at, row, key);
        return;
      case "pause_third_party":
        this.#pause("third_party", at, row, key);
        return;
      case "pause_provider":
        this.#pause("provider", at, row, key);
        return;
      case "resolved":
        if (this.phase === "open" || this.phase === "paused") this.#stop(at, row, key);
        return;
      case "closed":
        if (this.phase === "open" || this.phase === "paused") this.#stop(at, row, key);
        if (this.phase === "stopped") this.#add("close", at, row, key);
        this.phase = "closed";
        return;
      case "cancelled":
        this.#add("cancel", at, row, key);
        this.phase = "cancelled";
        return;
      default:
        effect satisfies never;
    }
  }

  #pause(waitingOn: WaitingOn, at: EpochSeconds, row: number, key: string): void {
    if (this.phase === "paused" && this.#waitingOn === waitingOn) return;
    if (this.phase === "paused") this.#resume(at, row, key);
    else this.#reopenIfDone(at, row, key);
    this.#add("pause", at, row, key, { waitingOn });
    this.phase = "paused";
    this.#waitingOn = waitingOn;
  }

  #resume(at: EpochSeconds, row: number, key: string): void {
    this.#add("resume", at, row, key);
    this.phase = "open";
    this.#waitingOn = null;
  }

  #reopenIfDone(at: EpochSeconds, row: number, key: string): void {
    if (this.phase !== "stopped" && this.phase !== "closed") return;
    this.#add("reopen", at, row, key);
    this.phase = "open";
  }

  #stop(at: EpochSeconds, row: number, key: string): void {
    this.#add("stop", at, row, key);
    this.phase = "stopped";
    this.#waitingOn = null;
  }

  #add(
    type: ImportedEventType,
    at: EpochSeconds,
    row: number,
    key: string,
    more: Pick<ImportedEvent, "waitingOn" | "priority"> = {},
  ): void {
    this.events.push({
      sourceKey: `${this.#number}/${key}/${type}`,
      at: formatInstant(at),
      type,
      ...more,
      row,
    });
  }
}
