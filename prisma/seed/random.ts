/** A reproducible source of chance: the same seed tells the same story (mulberry32). */
export type Random = {
  /** In [0, 1). */
  next: () => number;
  /** A whole number from `min` to `max`, both included. */
  whole: (range: { min: number; max: number }) => number;
  /** In [min, max). */
  between: (range: { min: number; max: number }) => number;
  chance: (probability: number) => boolean;
  pick: <T>(list: readonly T[]) => T;
  /** The list's positions in a random order. */
  order: (length: number) => number[];
};

export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const whole = ({ min, max }: { min: number; max: number }) => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    whole,
    between: ({ min, max }) => min + next() * (max - min),
    chance: (probability) => next() < probability,
    pick: (list) => {
      const found = list[whole({ min: 0, max: list.length - 1 })];
      if (found === undefined) throw new RangeError("Nothing to pick from.");
      return found;
    },
    order: (length) => {
      const positions = Array.from({ length }, (_, index) => index);
      for (let last = length - 1; last > 0; last--) {
        const other = whole({ min: 0, max: last });
        [positions[last], positions[other]] = [positions[other] ?? 0, positions[last] ?? 0];
      }
      return positions;
    },
  };
}

/** A number from a name, so that every chapter has its own chance and none disturbs another (FNV-1a). */
export function seedOf(name: string): number {
  let hash = 0x811c9dc5;
  for (const char of name) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}

/** Version 7 UUIDs of given moments, the same in every run. */
export function idsFrom(random: Random): (epochSeconds: number) => string {
  const hex = (digits: number) => {
    let text = "";
    for (let done = 0; done < digits; done++) text += Math.floor(random.next() * 16).toString(16);
    return text;
  };
  return (epochSeconds) => {
    const time = Math.trunc(epochSeconds * 1000)
      .toString(16)
      .padStart(12, "0");
    const variant = (8 + Math.floor(random.next() * 4)).toString(16);
    return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-${variant}${hex(3)}-${hex(12)}`;
  };
}
