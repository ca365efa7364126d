type Known = { words: readonly [number, number, number]; place: number };

/** Finds the place of a UUID in a list by its sixteen bytes, without making a text of them. */
export class IdPlaces {
  readonly #byLastWord = new Map<number, Known[]>();

  constructor(ids: readonly string[]) {
    for (const [place, id] of ids.entries()) {
      const hex = id.replaceAll("-", "");
      const word = (n: number) => Number.parseInt(hex.slice(n * 8, n * 8 + 8), 16) | 0;
      const known = { words: [word(0), word(1), word(2)] as const, place };
      const same = this.#byLastWord.get(word(3));
      if (same) same.push(known);
      else this.#byLastWord.set(word(3), [known]);
    }
  }

  /** Throws where the list has no such id. */
  of(view: DataView, at: number): number {
    for (const { words, place } of this.#byLastWord.get(view.getInt32(at + 12)) ?? NONE)
      if (
        words[0] === view.getInt32(at) &&
        words[1] === view.getInt32(at + 4) &&
        words[2] === view.getInt32(at + 8)
      )
        return place;
    throw new RangeError("A row of nobody's was read.");
  }
}

const NONE: readonly Known[] = [];
