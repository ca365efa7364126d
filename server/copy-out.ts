import pg from "pg";

/** One row as COPY BINARY writes it: the fields from `at` in `view`, which holds until the call returns. */
export type TakeRow = (view: DataView, at: number) => void;

/** "PGCOPY\n\377\r\n\0", the flags and the length of an extension that nobody writes. */
const HEAD_BYTES = 19;
const HEAD_START = 0x5047434f;

/**
 * A statement `copy … to stdout (format binary)` for the driver. PostgreSQL sends each row in a message of
 * its own, which is handed on where it lies; the driver's buffer is used again afterwards. It is one of the
 * driver's own queries, since no other may stand in a pipeline; it opens no portal, which is what those are
 * refused for.
 */
export class CopyOut extends pg.Query {
  /** Settles when the connection is free again; fails with the first error of the statement or of `take`. */
  readonly done: Promise<void>;
  /** The driver puts its clock against time-outs around it. */
  declare callback: (error?: Error | null) => void;
  readonly #take: TakeRow;
  #view: DataView = new DataView(new ArrayBuffer(0));
  #error: Error | null = null;

  constructor(text: string, take: TakeRow) {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    super(text, (error) => (error ? reject(error) : resolve()));
    this.done = promise;
    this.#take = take;
  }

  handleCopyData({ chunk }: { chunk: Buffer }): void {
    if (this.#error) return;
    if (this.#view.buffer !== chunk.buffer) this.#view = new DataView(chunk.buffer);
    const view = this.#view;
    const end = chunk.byteOffset + chunk.length;
    let at = chunk.byteOffset;
    // The first message begins with the head, and the last holds nothing but -1 for "no more rows".
    if (chunk.length >= HEAD_BYTES && view.getUint32(at) === HEAD_START) at += HEAD_BYTES;
    if (at + 2 > end || view.getInt16(at) < 0) return;
    try {
      this.#take(view, at + 2);
    } catch (error) {
      this.#error = error as Error;
    }
  }

  handleReadyForQuery(): void {
    this.callback(this.#error);
  }

  handleError(error: Error): void {
    this.#error ??= error;
    this.callback(this.#error);
  }
}

/** Reads the fields of a row in their order. */
export class RowReader {
  view: DataView = new DataView(new ArrayBuffer(0));
  /** Where the field read last begins, and its bytes; -1 for null. */
  at = 0;
  length = 0;
  #next = 0;

  begin(view: DataView, at: number): void {
    this.view = view;
    this.#next = at;
  }

  /** Goes to the next field; false where it is null. */
  next(): boolean {
    this.length = this.view.getInt32(this.#next);
    this.at = this.#next + 4;
    this.#next = this.length < 0 ? this.at : this.at + this.length;
    return this.length >= 0;
  }
}
