/** Numbers that look random and follow from a seed alone, so that a case can be made again. */
export type Random = {
  below: (n: number) => number;
  /** True once in so many times. */
  oneIn: (n: number) => boolean;
  of: <T>(list: readonly T[]) => T;
};

/** mulberry32, mixed with the case's number: every case has numbers of its own. */
export function randomOf(seed: number, n: number): Random {
  let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(n + 1, 0x85ebca6b)) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (most: number) => Math.floor(next() * most);
  return {
    below,
    oneIn: (times) => below(times) === 0,
    of: (list) => list[below(list.length)] as (typeof list)[number],
  };
}
