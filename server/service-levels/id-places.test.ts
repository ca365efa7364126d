import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { IdPlaces } from "./id-places.ts";

function bytesOf(id: string): DataView {
  const hex = Buffer.from(id.replaceAll("-", ""), "hex");
  return new DataView(Uint8Array.from([0, 0, 0, ...hex]).buffer);
}

test("an id is found by its bytes, also where the last of them are those of others", () => {
  const tail = "-8000-0000ffffffff";
  const ids = Array.from({ length: 200 }, (_, n) =>
    n % 2 ? randomUUID() : `${randomUUID().slice(0, 18)}${tail}`,
  );
  const places = new IdPlaces(ids);
  expect(ids.map((id) => places.of(bytesOf(id), 3))).toEqual(ids.map((_, n) => n));
  expect(() => places.of(bytesOf(randomUUID()), 3)).toThrow(RangeError);
  expect(() => places.of(bytesOf(`${randomUUID().slice(0, 18)}${tail}`), 3)).toThrow(RangeError);
});
