import { afterAll, beforeAll, expect, test } from "vitest";
import { startNameServer } from "../../../test/factories/name-server.ts";
import { NoNameServer, type TxtRecords, txtRecords } from "./txt-records.ts";

let server: Awaited<ReturnType<typeof startNameServer>>;
let records: TxtRecords;
beforeAll(async () => {
  server = await startNameServer();
  records = txtRecords({ servers: [server.address] });
});
afterAll(() => server.close());

test("the texts of a name come whole, however long", async () => {
  server.set("_engine-room.example.test", ["a=1", "x".repeat(300)]);
  expect(await records("_engine-room.example.test")).toEqual(["a=1", "x".repeat(300)]);
});

test("a name without records has none; a server that is silent is said to be", async () => {
  expect(await records("nothing.example.test")).toEqual([]);
  server.set("silent.example.test", "silent");
  await expect(records("silent.example.test")).rejects.toThrow(NoNameServer);
}, 20_000);
