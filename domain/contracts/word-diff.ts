export type DiffPart = { kind: "same" | "added" | "removed"; text: string };

/** Texts longer than this many words are compared as a whole: the table below would not fit in memory. */
const MAX_WORDS = 2000;

/**
 * What came and what went, word by word, by the longest common subsequence. Joining the parts that are not
 * `added` gives `before` again, and those that are not `removed` give `after`.
 */
export function wordDiff({ before, after }: { before: string; after: string }): DiffPart[] {
  if (before === after) return before === "" ? [] : [{ kind: "same", text: before }];
  const old = wordsOf(before);
  const now = wordsOf(after);
  if (old.length > MAX_WORDS || now.length > MAX_WORDS)
    return joined([
      { kind: "removed", text: before },
      { kind: "added", text: after },
    ]);
  return joined(walk(old, now, commonLengths(old, now)));
}

/** Words with the space that follows them, so that joining loses nothing. */
function wordsOf(text: string): string[] {
  return text.match(/\S+\s*|\s+/g) ?? [];
}

/** lengths[i][j]: how many words the rests from i and from j have in common, in order. */
function commonLengths(old: readonly string[], now: readonly string[]): Uint16Array[] {
  const lengths = Array.from({ length: old.length + 1 }, () => new Uint16Array(now.length + 1));
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--) {
      const row = lengths[i];
      if (!row) continue;
      const below = lengths[i + 1];
      row[j] = old[i] === now[j] ? (below?.[j + 1] ?? 0) + 1 : Math.max(below?.[j] ?? 0, row[j + 1] ?? 0);
    }
  return lengths;
}

function walk(old: readonly string[], now: readonly string[], lengths: readonly Uint16Array[]): DiffPart[] {
  const parts: DiffPart[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < now.length) {
    const was = old[i];
    const is = now[j];
    if (was !== undefined && was === is) {
      parts.push({ kind: "same", text: was });
      i += 1;
      j += 1;
    } else if (
      was !== undefined &&
      (is === undefined || (lengths[i + 1]?.[j] ?? 0) >= (lengths[i]?.[j + 1] ?? 0))
    ) {
      parts.push({ kind: "removed", text: was });
      i += 1;
    } else if (is !== undefined) {
      parts.push({ kind: "added", text: is });
      j += 1;
    }
  }
  return parts;
}

function joined(parts: readonly DiffPart[]): DiffPart[] {
  const result: DiffPart[] = [];
  for (const part of parts) {
    if (part.text === "") continue;
    const last = result.at(-1);
    if (last?.kind === part.kind) last.text += part.text;
    else result.push({ ...part });
  }
  return result;
}
