import { describe, expect, test } from "vitest";
import { Prisma } from "./generated/prisma/client.ts";
import { inlined, prepared, preparedWhole, rawQuery } from "./raw-sql.ts";

describe("a statement with its values written into it", () => {
  test("quotes what a text could break out with", () => {
    expect(inlined(Prisma.sql`select ${"O'Re\\illy'); drop table x; --"}, ${null}, ${7}`)).toBe(
      "select  E'O''Re\\\\illy''); drop table x; --', null, 7",
    );
  });

  test.each([
    ["a NUL", "a\0b"],
    ["a fraction", 1.5],
    ["an object", { a: 1 }],
    ["a list", ["a"]],
    ["a truth value", true],
  ])("refuses %s", (_name, value) => {
    expect(() => inlined(Prisma.sql`select ${value}`)).toThrow(TypeError);
  });

  test("writes a time with its zone", () => {
    const at = new Date(Date.UTC(2026, 0, 2, 3, 4, 5));
    expect(inlined(Prisma.sql`select ${at}`)).toBe("select '2026-01-02T03:04:05.000Z'");
  });
});

describe("a raw query", () => {
  test("carries a name only where it was asked to be prepared, the same for the same text", () => {
    const ask = (n: number) => rawQuery([prepared`select ${n}::int as a`]);
    expect(ask(1).name).toBeTruthy();
    expect(ask(2).name).toBe(ask(1).name);
    expect(rawQuery([prepared`select ${1}::int as b`]).name).not.toBe(ask(1).name);
    expect(rawQuery([Prisma.sql`select ${1}::int as a`]).name).toBeUndefined();
  });

  test("that is put together is prepared by its whole text", () => {
    const ask = (where: string) => {
      const condition = Prisma.sql`${Prisma.raw(where)} = ${7}`;
      return rawQuery([preparedWhole(Prisma.sql`select 1 where ${condition}`)]);
    };
    expect(ask("1").name).toBe(ask("1").name);
    expect(ask("2").name).not.toBe(ask("1").name);
    expect(ask("1")).toMatchObject({ text: "select 1 where 1 = $1", values: [7] });
  });

  test("sends numbers of any size, times and decimals as texts that mean the same anywhere", () => {
    const values = [12n, new Date(0), new Prisma.Decimal("1e21"), [1n, new Date(0)], undefined];
    expect(rawQuery([Prisma.sql(["", ",", ",", ",", ",", ""], ...values)]).values).toEqual([
      "12",
      "1970-01-01T00:00:00.000Z",
      "1000000000000000000000",
      ["1", "1970-01-01T00:00:00.000Z"],
      null,
    ]);
  });
});
