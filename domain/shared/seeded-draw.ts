import { sha256Hex } from "./sha256.ts";

/** Numbers that look random and are the same for the same seed, on every machine and in every version. */
export type Draw = {
  /** A whole number from 0 to `below` − 1, every one equally likely. Needs 0 < below ≤ 2^32. */
  below: (below: number) => number;
};

const WORD = 2 ** 32;

/**
 * Draws from the digests of "seed/0", "seed/1", …: anyone with SHA-256 can repeat the draw by hand. Words
 * beyond the last whole multiple of `below` are passed over, so that no number is favoured.
 */
export function seededDraw(seed: string): Draw {
  let block = 0;
  let words: number[] = [];
  const nextWord = () => {
    if (words.length === 0) {
      const digest = sha256Hex(`${seed}/${block}`);
      block += 1;
      words = Array.from({ length: 8 }, (_, at) => Number.parseInt(digest.slice(at * 8, at * 8 + 8), 16));
    }
    return words.shift() ?? 0;
  };
  return {
    below(below) {
      if (!Number.isInteger(below) || below < 1 || below > WORD)
        throw new RangeError("A draw needs a whole number from 1 to 2^32.");
      const fair = WORD - (WORD % below);
      let word = nextWord();
      while (word >= fair) word = nextWord();
      return word % below;
    },
  };
}
