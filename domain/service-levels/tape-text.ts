const decoder = new TextDecoder();
const LONGEST_KEPT = 24;
const PLACES = 1024;

type Kept = { length: number; first: number; last: number; bytes: Uint8Array; text: string };

/** The last text read at each place; the few words that tapes use are decoded once. */
const kept = new Array<Kept | undefined>(PLACES);

/** UTF-8 as text: for words that come again and again, such as types and priorities. */
export function textAt(view: DataView, at: number, length: number): string {
  if (length === 0) return "";
  if (length > LONGEST_KEPT) return decode(view, at, length);
  const first = wordAt(view, at, length);
  const last = length > 4 ? view.getInt32(at + length - 4) : 0;
  const place = ((first * 31 + last * 17 + length) >>> 0) % PLACES;
  const known = kept[place];
  if (known && known.length === length && known.first === first && known.last === last)
    if (length <= 8 || isSame(known.bytes, view, at)) return known.text;
  const text = decode(view, at, length);
  kept[place] = { length, first, last, bytes: bytesAt(view, at, length).slice(), text };
  return text;
}

/** The first four bytes, or the fewer there are; with the last four they are all of up to eight. */
function wordAt(view: DataView, at: number, length: number): number {
  if (length >= 4) return view.getInt32(at);
  if (length === 1) return view.getUint8(at);
  return length === 2 ? view.getUint16(at) : view.getUint16(at) * 256 + view.getUint8(at + 2);
}

function isSame(bytes: Uint8Array, view: DataView, at: number): boolean {
  for (let n = 4; n < bytes.length - 4; n += 1) if (bytes[n] !== view.getUint8(at + n)) return false;
  return true;
}

function decode(view: DataView, at: number, length: number): string {
  return decoder.decode(bytesAt(view, at, length));
}

function bytesAt(view: DataView, at: number, length: number): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + at, length);
}
