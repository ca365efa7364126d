import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AddressRefused, guardedFetch } from "./guarded-fetch.ts";

let server: Server;
let port = 0;
let asked: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.host}`);
    if (request.url === "/moved") return response.writeHead(302, { Location: "/secret" }).end();
    if (request.url === "/huge") return response.end(Buffer.alloc(2 * 1024 * 1024));
    if (request.url === "/never") return undefined;
    let body = "";
    request.on("data", (part) => {
      body += part;
    });
    return request.on("end", () => response.setHeader("X-Seen", "yes").end(`said ${body}`));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

const resolving = (...addresses: string[]) => ({
  addresses: async () => addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
});

describe("outside development", () => {
  test.each([
    "http://login.example.com/",
    "ftp://login.example.com/",
    "file:///etc/passwd",
    "data:text/plain,x",
    "https://user:secret@login.example.com/",
    "https://127.0.0.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://127.1/",
    "https://0/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://169.254.169.254/latest/meta-data",
  ])("%s is not gone to, and no name is looked up for it", async (url) => {
    let looked = 0;
    const addresses = async () => {
      looked += 1;
      return [{ address: "93.184.216.34", family: 4 }];
    };
    const before = asked.length;
    await expect(guardedFetch({ isLocalAllowed: false, addresses })(url, {})).rejects.toThrow(
      AddressRefused,
    );
    expect([looked, asked.length]).toEqual([0, before]);
  });

  test.each([
    [["127.0.0.1"], /public internet/],
    [["93.184.216.34", "10.0.0.1"], /public internet/],
    [["::1"], /public internet/],
    [["fd00::1"], /public internet/],
    [[], /no address/],
  ])("a name that leads to %j is not gone to", async (found, words) => {
    const fetch = guardedFetch({ isLocalAllowed: false, ...resolving(...found) });
    await expect(fetch(`https://login.example.com:${port}/`, {})).rejects.toThrow(words);
  });

  test("a name is looked up once: what it leads to later is not asked for", async () => {
    let looked = 0;
    const addresses = async () => {
      looked += 1;
      return [{ address: looked === 1 ? "192.0.2.77" : "93.184.216.34", family: 4 }];
    };
    await expect(
      guardedFetch({ isLocalAllowed: false, addresses })("https://login.example.com/", {}),
    ).rejects.toThrow(/public internet/);
    expect(looked).toBe(1);
  });
});

describe("in development", () => {
  const fetch = guardedFetch({ isLocalAllowed: true, ...resolving("127.0.0.1") });

  test("a name goes to the address that was looked up, with its own name in the request", async () => {
    const answer = await fetch(`http://login.example.test:${port}/a`, {
      method: "POST",
      body: new URLSearchParams({ code: "x y" }),
    });
    expect([answer.status, answer.headers.get("x-seen"), await answer.text()]).toEqual([
      200,
      "yes",
      "said code=x+y",
    ]);
    expect(asked.at(-1)).toBe(`POST /a login.example.test:${port}`);
  });

  test("no redirect is followed", async () => {
    asked = [];
    expect((await fetch(`http://login.example.test:${port}/moved`, {})).status).toBe(302);
    expect(asked).toEqual([`GET /moved login.example.test:${port}`]);
  });

  test("an answer that does not end is not read to its end", async () => {
    await expect(fetch(`http://login.example.test:${port}/huge`, {})).rejects.toThrow(/megabyte/);
    const signal = AbortSignal.timeout(50);
    await expect(fetch(`http://login.example.test:${port}/never`, { signal })).rejects.toThrow();
  });
});
