import type pg from "pg";

/** One row as COPY BINARY writes it: the fields from `at` in `view`, which holds until the call returns. */
export type TakeRow = (view: DataView, at: number) => void;

/** "PGCOPY\n\377\r\n\0", the flags and the length of an extension that nobody writes. */
const HEAD_BYTES = 19;
const HEAD_START = 0x5047434f;

/**
 * A statement `copy … to stdout (format binary)` for the driver. PostgreSQL sends each row in a message of its
 * own, which is handed on where it lies; the driver's buffer is used again afterwards.
 */
export class CopyOut implements pg.Submittable {
  /** Settles when the connection is free again; fails with the first error of the statement or of `take`. */
  readonly done: Promise<void>;
  /** The driver puts its clock against time-outs around it. */
  callback: (error: Error | null) => void = () => undefined;
  readonly #text: string;
  readonly #take: TakeRow;
  #view: DataView = new DataView(new ArrayBuffer(0));
  #error: Error | null = null;

  constructor(text: string, take: TakeRow) {
    this.#text = text;
    this.#take = take;
    this.done = new Promise((resolve, reject) => {
      this.callback = (error) => (error ? reject(error) : resolve());
    });
  }

  submit(connection: pg.Connection): void {
    connection.query(this.#text);
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

  handleCommandComplete(): void {}
  handleRowDescription(): void {}
  handlePortalSuspended(): void {}
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
