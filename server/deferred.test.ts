import { describe, expect, test } from "vitest";
import { deferred, heldOpen } from "./deferred.ts";

type Client = { model: { count: (n: number) => Promise<number> }; $raw: (n: number) => Promise<number> };

describe("a deferred client", () => {
  test("opens at the first call and passes calls on to models and to the client itself", async () => {
    let opened = 0;
    const real = { model: { count: async (n: number) => n + 1 }, $raw: async (n: number) => n * 2 };
    const client = deferred(async () => {
      opened += 1;
      return real;
    }) as Client;
    expect(opened).toBe(0);
    expect(await client.model.count(1)).toBe(2);
    expect(await client.$raw(4)).toBe(8);
    expect(opened).toBe(2);
  });

  test("is no promise, nor are its models", () => {
    const client = deferred(async () => ({})) as Record<string, { then?: unknown }>;
    expect(client.then).toBeUndefined();
    expect(client.model?.then).toBeUndefined();
  });
});

describe("what is held open", () => {
  test("lives from the first open to the finish, and once only", async () => {
    const seen: string[] = [];
    const held = heldOpen<string>(async (hold) => {
      seen.push("begin");
      await hold("resource");
      seen.push("end");
    });
    expect(await Promise.all([held.open(), held.open()])).toEqual(["resource", "resource"]);
    await held.finish();
    expect(seen).toEqual(["begin", "end"]);
    await expect(held.open()).rejects.toThrow(/closed/);
  });

  test("opens nothing where nobody asked, and fails for who asked where it can't be opened", async () => {
    const failing = heldOpen<string>(async () => {
      throw new Error("no connection");
    });
    await expect(failing.open()).rejects.toThrow("no connection");
    await failing.finish();
    let began = false;
    const unused = heldOpen<string>(async () => {
      began = true;
    });
    await unused.finish();
    expect(began).toBe(false);
  });
});
