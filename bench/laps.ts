import { median, round } from "./load.ts";

const ROUNDS = 5;

export type Lap = { ours: number; floor: number };

/** Both in turn, five times after a warm-up; milliseconds. */
export function inTurn(ours: () => void, floor: () => void): Lap[] {
  const lap = (work: () => void) => {
    const began = performance.now();
    work();
    return performance.now() - began;
  };
  lap(ours);
  lap(floor);
  return Array.from({ length: ROUNDS }, () => ({ ours: lap(ours), floor: lap(floor) }));
}

/** `before` each lap something may be waited for, which counts for neither. */
export async function inTurnAsync(
  ours: () => Promise<unknown>,
  floor: () => Promise<unknown>,
  times = 1,
  before: () => Promise<unknown> = async () => undefined,
): Promise<Lap[]> {
  const lap = async (work: () => Promise<unknown>) => {
    await before();
    let sum = 0;
    for (let n = 0; n < times; n += 1) sum += await timed(work);
    return sum / times;
  };
  await lap(ours);
  await lap(floor);
  const laps: Lap[] = [];
  for (let n = 0; n < ROUNDS; n += 1) laps.push({ ours: await lap(ours), floor: await lap(floor) });
  return laps;
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** How many times the floor's time ours takes, turned round: 1 is as fast, 2 twice as fast. */
export function ratioOf(laps: readonly Lap[], say: (ms: number) => string) {
  return {
    ratio: round(median(laps.map((one) => one.floor / one.ours))),
    ours: say(median(laps.map((one) => one.ours))),
    floor: say(median(laps.map((one) => one.floor))),
  };
}
