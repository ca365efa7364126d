const decoder = new TextDecoder();
const LONGEST_KEPT = 24;
const PLACES = 1024;
/** The last text read at each place; the few words that tapes use are decoded once. */
const kept = new Array<{ bytes: Uint8Array; text: string } | undefined>(PLACES);

/** UTF-8 as text: for words that come again and again, such as types and priorities. */
export function textAt(view: DataView, at: number, length: number): string {
  if (length > LONGEST_KEPT) return decode(view, at, length);
  let hash = length;
  for (let n = 0; n < length; n += 1) hash = (hash * 31 + view.getUint8(at + n)) & 0xffff;
  const place = hash % PLACES;
  const known = kept[place];
  if (known && isSame(known.bytes, view, at, length)) return known.text;
  const text = decode(view, at, length);
  kept[place] = { bytes: bytesAt(view, at, length).slice(), text };
  return text;
}

function isSame(bytes: Uint8Array, view: DataView, at: number, length: number): boolean {
  if (bytes.length !== length) return false;
  for (let n = 0; n < length; n += 1) if (bytes[n] !== view.getUint8(at + n)) return false;
  return true;
}

function decode(view: DataView, at: number, length: number): string {
  return decoder.decode(bytesAt(view, at, length));
}

function bytesAt(view: DataView, at: number, length: number): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + at, length);
}
