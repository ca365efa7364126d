import type { Task } from "./worker.ts";

/**
 * A task that is done at once where its subject has been quiet and, in a burst, once in `gapMs`, or once in
 * `restFor` times as long as it took: what comes sooner, or while it is being done, is put off to the end of
 * that time by `later`, which asks for it again.
 * Nothing is lost, because whatever was committed before the put-off job runs is seen by it. Subjects are
 * known to this process alone; several workers do the work more often, and never too seldom.
 */
export function spaced(p: {
  gapMs: number;
  /** So that a burst never spends more than a share of one in this many on it, however large the subject. */
  restFor?: number;
  subjectOf: (payload: Record<string, unknown>) => string;
  perform: Task;
  later: (payload: Record<string, unknown>, ms: number) => Promise<void>;
}): Task {
  /** When each subject may be worked on again; Infinity while it is. */
  const free = new Map<string, number>();
  const rest = (subject: string, tookMs: number) => {
    const ms = Math.max(p.gapMs, tookMs * (p.restFor ?? 0));
    free.set(subject, performance.now() + ms);
    setTimeout(() => {
      if (performance.now() >= (free.get(subject) ?? 0)) free.delete(subject);
    }, ms + 1).unref();
  };
  return async (payload) => {
    const subject = p.subjectOf(payload);
    const wait = (free.get(subject) ?? 0) - performance.now();
    if (wait > 0) return p.later(payload, Number.isFinite(wait) ? Math.ceil(wait) : p.gapMs);
    free.set(subject, Number.POSITIVE_INFINITY);
    const began = performance.now();
    try {
      await p.perform(payload);
      rest(subject, performance.now() - began);
    } catch (error) {
      // The queue tries it again in its own time: a long rest would take that for a success.
      rest(subject, 0);
      throw error;
    }
  };
}
