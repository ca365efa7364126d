import fc from "fast-check";
import { expect, test } from "vitest";
import { RowGroups } from "./row-groups.ts";

const row = fc.record({ group: fc.nat({ max: 3 }), bytes: fc.uint8Array({ maxLength: 70 }) });

type Row = { group: number; bytes: Uint8Array };

/** What comes out of the groups: every row's bytes in the order in which they were given on. */
function through(rows: readonly Row[], groups = 4): number[][] {
  const given: number[][] = [];
  const apart = new RowGroups(groups, (view, at, end) => {
    given.push([...new Uint8Array(view.buffer, view.byteOffset + at, end - at)]);
  });
  for (const { group, bytes } of rows) {
    // As in a socket's buffer: other bytes stand before and behind.
    const padded = new Uint8Array(bytes.length + 7).fill(255);
    padded.set(bytes, 3);
    apart.add(group, new DataView(padded.buffer), 3, 3 + bytes.length);
    padded.fill(0);
  }
  apart.end();
  return given;
}

test("every row is given on once as it was, those of a group in their order and together", () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 60 }), (rows) => {
      const expected = [0, 1, 2, 3].flatMap((group) =>
        rows.filter((one) => one.group === group).map(({ bytes }) => [...bytes]),
      );
      expect(through(rows)).toEqual(expected);
    }),
  );
});

test("rows are given on before the end where a group is full, and none is lost or comes twice", () => {
  const count = 30_000;
  const given: number[][] = [[], [], []];
  const wrong: number[] = [];
  const apart = new RowGroups(3, (view, at, end) => {
    const n = view.getInt32(at);
    given[n % 3]?.push(n);
    const rest = new Uint8Array(view.buffer, view.byteOffset + at + 4, end - at - 4);
    if (rest.length !== n % 900 || rest.some((byte) => byte !== n % 251)) wrong.push(n);
  });
  for (let n = 0; n < count; n += 1) {
    const view = new DataView(new Uint8Array(4 + (n % 900)).fill(n % 251).buffer);
    view.setInt32(0, n);
    apart.add(n % 3, view, 0, view.byteLength);
  }
  expect(given.flat().length).toBeGreaterThan(count / 10);
  expect(given.flat().length).toBeLessThan(count);
  apart.end();
  expect(wrong).toEqual([]);
  const all = Array.from({ length: count }, (_, n) => n);
  expect(given).toEqual([0, 1, 2].map((group) => all.filter((n) => n % 3 === group)));
});

test("a row that no group has room for is given on at once, after those before it", () => {
  const long = new Uint8Array(9_000_000).fill(7);
  const short = new Uint8Array([1, 2]);
  const lengths = through([
    { group: 0, bytes: short },
    { group: 0, bytes: long },
    { group: 0, bytes: short },
  ]).map((one) => one.length);
  expect(lengths).toEqual([2, 9_000_000, 2]);
});

test("a row of no group is refused, and the others are still there", () => {
  const given: number[] = [];
  const apart = new RowGroups(2, (view, at) => given.push(view.getUint8(at)));
  const view = new DataView(new Uint8Array([5]).buffer);
  apart.add(0, view, 0, 1);
  expect(() => apart.add(2, view, 0, 1)).toThrow("There is no group 2.");
  expect(given).toEqual([]);
  apart.end();
  expect(given).toEqual([5]);
});
