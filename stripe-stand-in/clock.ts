/**
 * The stand-in's own time: the given source plus whatever it has been advanced by. Milliseconds since 1970.
 */
export interface StandInClock {
  nowMs(): number;
  nowSeconds(): number;
  offsetMs(): number;
  advance(milliseconds: number): void;
}

export function createClock({
  source,
  offsetMs,
}: {
  source: () => number;
  offsetMs: number;
}): StandInClock {
  let offset = offsetMs;
  return {
    nowMs: () => source() + offset,
    nowSeconds: () => Math.floor((source() + offset) / 1000),
    offsetMs: () => offset,
    advance: (milliseconds) => {
      offset += milliseconds;
    },
  };
}
