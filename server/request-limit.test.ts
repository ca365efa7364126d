import { Hono } from "hono";
import { expect, test } from "vitest";
import { atMost } from "./request-limit.ts";

const app = new Hono();
app.all("*", atMost(1), async (c) => c.text(String((await c.req.text()).length)));
const MEGABYTE = 1024 * 1024;

const post = (path: string, length: number, told: string | null = String(length)) =>
  app.request(path, {
    method: "POST",
    body: "x".repeat(length),
    ...(told ? { headers: { "content-length": told } } : {}),
  });

test("what fits is read whole, to the last byte", async () => {
  expect(await (await post("/graphql", MEGABYTE)).text()).toBe(String(MEGABYTE));
  expect(await (await post("/graphql", MEGABYTE, null)).text()).toBe(String(MEGABYTE));
});

test.each([String(MEGABYTE + 1), null])("a machine is told the limit as data (length %s)", async (told) => {
  const refused = await post("/graphql", MEGABYTE + 1, told);
  expect(refused.status).toBe(413);
  const hint = "Send a longer file in parts, or import it on the page.";
  expect(await refused.json()).toEqual({
    errors: [
      {
        message: `At most 1 MB can be sent at once. ${hint}`,
        extensions: { code: "request_too_large", maxMegabytes: 1 },
      },
    ],
  });
});

test("a page says it in words", async () => {
  const refused = await post("/work/import", MEGABYTE + 1);
  expect([refused.status, await refused.text()]).toEqual([413, "At most 1 MB can be sent at once."]);
});
