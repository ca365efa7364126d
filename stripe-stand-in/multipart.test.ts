import { expect, test } from "vitest";
import { decodeMultipart } from "./multipart.ts";

const TYPE = "multipart/form-data; boundary=xyz";
const part = (head: string, content: string) =>
  `--xyz\r\nContent-Disposition: form-data; ${head}\r\n\r\n${content}\r\n`;

test("fields are texts, and a part with a file name is a file with its bytes as they came", () => {
  const bytes = String.fromCharCode(0x25, 0x50, 0x0d, 0x0a, 0xff, 0x00);
  const body = `${part('name="purpose"', "dispute_evidence")}${part(
    'name="file"; filename="a.pdf"\r\nContent-Type: application/pdf',
    bytes,
  )}--xyz--`;
  expect(decodeMultipart(body, TYPE)).toEqual({
    purpose: "dispute_evidence",
    file: { data: Buffer.from(bytes, "latin1").toString("base64"), name: "a.pdf", type: "application/pdf" },
  });
});

test("a body without the named boundary, and one without any, has no fields", () => {
  expect(decodeMultipart(part('name="a"', "b"), "multipart/form-data; boundary=other")).toEqual({});
  expect(decodeMultipart(part('name="a"', "b"), "multipart/form-data")).toEqual({});
});

test("a name and a text beyond ASCII arrive as they were sent", () => {
  const utf8 = (text: string) => Buffer.from(text, "utf8").toString("latin1");
  const body = `${part('name="memo"', utf8("März"))}${part(`name="file"; filename="${utf8("Größe.pdf")}"`, "x")}--xyz--`;
  expect(decodeMultipart(body, TYPE)).toMatchObject({ memo: "März", file: { name: "Größe.pdf" } });
});
