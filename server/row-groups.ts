import type { TakeRow } from "./copy-out.ts";

/** What may be laid aside in all, in bytes, and of one group at least. */
const IN_ALL = 2 ** 23;
const LEAST = 2 ** 16;
/** In front of each row stands its length. */
const HEAD = 4;

/**
 * Rows that come mixed are laid aside by group and given on many of one group together. Whoever counts by
 * owner touches the memory of few owners at a time: with a thousand owners in turn, every row waits for it.
 */
export class RowGroups {
  readonly #take: TakeRow;
  readonly #bytes: number;
  readonly #groups: { view: DataView; used: number }[];

  constructor(groups: number, take: TakeRow) {
    this.#take = take;
    this.#bytes = Math.max(LEAST, Math.floor(IN_ALL / groups / HEAD) * HEAD);
    this.#groups = Array.from({ length: groups }, () => ({
      view: new DataView(new ArrayBuffer(0)),
      used: 0,
    }));
  }

  /** Lays the bytes [at, end) of `view` aside. */
  add(group: number, view: DataView, at: number, end: number): void {
    const aside = this.#groups[group];
    if (!aside) throw new RangeError(`There is no group ${group}.`);
    const needed = HEAD + end - at;
    if (aside.used + needed > aside.view.byteLength) {
      this.#give(aside);
      if (needed > this.#bytes) {
        this.#take(view, at, end);
        return;
      }
      if (aside.view.byteLength === 0) aside.view = new DataView(new ArrayBuffer(this.#bytes));
    }
    const to = aside.view;
    to.setInt32(aside.used, end - at);
    copy(view, at, end, to, aside.used + HEAD);
    aside.used += HEAD + end - at;
  }

  /** Gives on what is left. */
  end(): void {
    for (const group of this.#groups) this.#give(group);
  }

  #give(group: { view: DataView; used: number }): void {
    const { view, used } = group;
    group.used = 0;
    for (let at = 0; at < used; ) {
      const end = at + HEAD + view.getInt32(at);
      this.#take(view, at + HEAD, end);
      at = end;
    }
  }
}

/** A typed array made for each row would cost more than the row's thirty words. */
function copy(from: DataView, at: number, end: number, to: DataView, place: number): void {
  let [read, written] = [at, place];
  for (; read + HEAD <= end; read += HEAD, written += HEAD) to.setInt32(written, from.getInt32(read));
  for (; read < end; read += 1, written += 1) to.setUint8(written, from.getUint8(read));
}
