import { Worker } from "node:worker_threads";
import { programFile } from "../own-files.ts";

/** How long the thread waits for the next password before it gives its memory back. */
const IDLE_MS = 20_000;
/** Past this many characters nothing becomes easier to guess. */
const LOOKED_AT = 100;

type Answer = { id: number; score: number };
type Waiting = { done: (score: number) => void; failed: (error: Error) => void };
let thread: { worker: Worker; waiting: Map<number, Waiting>; rest: NodeJS.Timeout } | undefined;
let last = 0;

/**
 * How hard a password is to guess, from 0 to 4 as zxcvbn counts: 2 is more than a million guesses, 3 more
 * than a hundred million. Common passwords, words, names, rows of keys, dates and repetitions are looked
 * for, without asking anybody outside. The lists are loaded by the first question and let go of soon
 * after the last.
 */
export function guessScore(password: string, context: readonly string[]): Promise<number> {
  const { worker, waiting } = running();
  last += 1;
  const id = last;
  const answer = new Promise<number>((done, failed) => waiting.set(id, { done, failed }));
  worker.postMessage({ id, password: [...password].slice(0, LOOKED_AT).join(""), context: [...context] });
  return answer;
}

function running() {
  if (thread) {
    thread.rest.refresh();
    return thread;
  }
  const waiting = new Map<number, Waiting>();
  const worker = new Worker(programFile("server/identity/guesses.worker.ts"));
  // A server that is told to stop does not wait for it.
  worker.unref();
  const rest = setTimeout(end, IDLE_MS);
  rest.unref();
  worker.on("message", ({ id, score }: Answer) => {
    waiting.get(id)?.done(score);
    waiting.delete(id);
    rest.refresh();
  });
  worker.once("error", (error) => {
    for (const { failed } of waiting.values()) failed(error);
    end();
  });
  thread = { worker, waiting, rest };
  return thread;
}

function end(): void {
  clearTimeout(thread?.rest);
  void thread?.worker.terminate();
  thread = undefined;
}
