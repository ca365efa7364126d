import { describe, expect, test } from "vitest";
import { readableForm } from "./readable-form.ts";

const sent = (type: string | null, body: string, method = "POST") =>
  readableForm(
    new Request("http://engine.test/x", {
      method,
      headers: type ? { "content-type": type } : {},
      ...(method === "GET" ? {} : { body: new TextEncoder().encode(body) }),
    }),
  );
const PARTS = "multipart/form-data; boundary=b";
const part = (head: string) => `--b\r\nContent-Disposition: form-data; ${head}\r\n\r\nvalue\r\n--b--\r\n`;

describe("a form", () => {
  test("in parts is handed on as it came, file and all", async () => {
    const asked = await sent(PARTS, part('name="file"; filename="a.csv"'));
    const file = (await asked?.formData())?.get("file") as File;
    expect([file.name, await file.text()]).toEqual(["a.csv", "value"]);
  });

  test.each([
    ["that ends too soon", PARTS, '--b\r\nContent-Disposition: form-data; name="x"\r\n\r\nvalue\r\n'],
    ["without a boundary", "multipart/form-data", part('name="x"')],
    ["of another boundary", "multipart/form-data; boundary=c", part('name="x"')],
    ["whose part has no name", PARTS, part("x")],
    ["that is none", "application/json", "{}"],
    ["that is text", "text/plain", "a=b"],
  ])("%s is none", async (_words, type, body) => {
    expect(await sent(type, body)).toBeNull();
  });

  test.each([
    ["of fields", "application/x-www-form-urlencoded;charset=UTF-8", "a=b", "POST"],
    ["with nothing in it", null, "", "POST"],
    ["that is a question", "multipart/form-data", "", "GET"],
  ])("%s is left alone", async (_words, type, body, method) => {
    expect((await sent(type, body, method))?.method).toBe(method);
  });
});
