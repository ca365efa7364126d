/**
 * The steps of money's way at which a trial may end the process, in the order in which an effect passes
 * them.
 */
export const KILL_POINTS = [
  "job.started",
  "operation.written",
  "request.answered",
  "operation.noted",
  "posting.written",
  "commit.sending",
  "commit.sent",
  "commit.answered",
  "effect.committed",
  "job.done",
  "event.verified",
  "event.kept",
  "event.fetched",
] as const;

export type KillPoint = (typeof KILL_POINTS)[number];

let strike: (point: KillPoint) => void = () => undefined;

/** Names a step. Does nothing, unless a trial that ends processes on purpose has armed this one. */
export function killPoint(point: KillPoint): void {
  strike(point);
}

/** For trials alone: what happens at every step from now on. No process of the product calls it. */
export function armKillPoints(deed: (point: KillPoint) => void): void {
  strike = deed;
}
