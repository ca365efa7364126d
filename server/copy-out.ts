import type { Socket } from "node:net";
import pg from "pg";

/** One row as COPY BINARY writes it: the fields [at, end) in `view`, which holds until the call returns. */
export type TakeRow = (view: DataView, at: number, end: number) => void;

/** "PGCOPY\n\377\r\n\0", the flags and the length of an extension that nobody writes. */
const HEAD_BYTES = 19;
const HEAD_START = 0x5047434f;

/** Of a message its kind and its length, which counts itself. */
const FRAME = 5;
const COPY_DATA = 0x64;
const COPY_DONE = 0x63;
const ERROR = 0x45;

type Listener = (bytes: Buffer) => void;

/**
 * A statement `copy … to stdout (format binary)` for the driver. PostgreSQL sends each row in a message of
 * its own; while they come, they are read where the socket put them, because the driver makes two objects for
 * every message. All other messages are the driver's, and from the first that ends the copy on it reads
 * again. It is one of the driver's own queries, since no other may stand in a pipeline; it opens no portal,
 * which is what those are refused for.
 */
export class CopyOut extends pg.Query {
  /** Settles when the connection is free again; fails with the first error of the statement or of `take`. */
  readonly done: Promise<void>;
  /** The driver puts its clock against time-outs around it. */
  declare callback: (error?: Error | null) => void;
  readonly #take: TakeRow;
  #view: DataView = new DataView(new ArrayBuffer(0));
  #error: Error | null = null;
  /** The beginning of a message whose end has not come. */
  #rest: Buffer | null = null;

  constructor(text: string, take: TakeRow) {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    super(text, (error) => (error ? reject(error) : resolve()));
    this.done = promise;
    this.#take = take;
    const submit = this.submit.bind(this);
    this.submit = (connection) => {
      this.#listen((connection as pg.Connection & { stream: Socket }).stream);
      return submit(connection);
    };
  }

  /** Takes the driver's place at the socket until the copy ends. */
  #listen(stream: Socket): void {
    const theirs = stream.listeners("data") as Listener[];
    const give = (bytes: Buffer) => {
      for (const listener of theirs) listener.call(stream, bytes);
    };
    const ours: Listener = (bytes) => {
      const left = this.#read(bytes, give);
      if (left === null) return;
      stream.off("data", ours);
      for (const listener of theirs) stream.on("data", listener);
      give(left);
    };
    for (const listener of theirs) stream.off("data", listener);
    stream.on("data", ours);
  }

  /** A row that the driver itself has read. */
  handleCopyData({ chunk }: { chunk: Buffer }): void {
    this.#row(chunk, 0, chunk.length);
  }

  handleReadyForQuery(): void {
    this.callback(this.#error);
  }

  handleError(error: Error): void {
    this.#error ??= error;
    this.callback(this.#error);
  }

  /** Reads the rows and gives the rest on; what follows the copy's end is answered, and is the driver's. */
  #read(bytes: Buffer, give: Listener): Buffer | null {
    let at = 0;
    if (this.#rest) {
      const whole = this.#completed(this.#rest, bytes);
      if (whole === null) return null;
      at = whole.length - this.#rest.length;
      this.#rest = null;
      if (ends(whole, 0)) return Buffer.concat([whole, bytes.subarray(at)]);
      this.#message(whole, 0, whole.length, give);
    }
    while (at + FRAME <= bytes.length) {
      const end = at + 1 + bytes.readInt32BE(at + 1);
      if (ends(bytes, at)) return bytes.subarray(at);
      if (end > bytes.length) break;
      this.#message(bytes, at, end, give);
      at = end;
    }
    this.#rest = at < bytes.length ? bytes.subarray(at) : null;
    return null;
  }

  /** The message that began before, as soon as all of it is there; else both together are kept. */
  #completed(begun: Buffer, bytes: Buffer): Buffer | null {
    const head =
      begun.length >= FRAME ? begun : Buffer.concat([begun, bytes.subarray(0, FRAME - begun.length)]);
    const length = head.length < FRAME ? Number.POSITIVE_INFINITY : 1 + head.readInt32BE(1);
    if (length > begun.length + bytes.length) {
      this.#rest = Buffer.concat([begun, bytes]);
      return null;
    }
    return Buffer.concat([begun, bytes.subarray(0, length - begun.length)]);
  }

  #message(bytes: Buffer, at: number, end: number, give: Listener): void {
    if (bytes[at] === COPY_DATA) this.#row(bytes, at + FRAME, end);
    else give(bytes.subarray(at, end));
  }

  #row(bytes: Buffer, begin: number, finish: number): void {
    if (this.#error) return;
    if (this.#view.buffer !== bytes.buffer) this.#view = new DataView(bytes.buffer);
    const view = this.#view;
    const end = bytes.byteOffset + finish;
    let at = bytes.byteOffset + begin;
    // The first message begins with the head, and the last holds nothing but -1 for "no more rows".
    if (end - at >= HEAD_BYTES && view.getUint32(at) === HEAD_START) at += HEAD_BYTES;
    if (at + 2 > end || view.getInt16(at) < 0) return;
    try {
      this.#take(view, at + 2, end);
    } catch (error) {
      this.#error = error as Error;
    }
  }
}

/** Whether the message ends the copy, as it should or by an error. */
function ends(bytes: Buffer, at: number): boolean {
  return bytes[at] === COPY_DONE || bytes[at] === ERROR;
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
