import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FILE_KINDS, type FileKind, fitFile, safeFileName, sizeWords, UnfitFile } from "./kept-file.ts";

const KINDS = Object.keys(FILE_KINDS) as FileKind[];
const beginning = (kind: FileKind, more: number[] = []) =>
  Uint8Array.from([...FILE_KINDS[kind].sign, ...more]);
const limits = { kinds: KINDS, mostBytes: 40 };

describe("what a file is", () => {
  test.each(KINDS)("%s is known by its first bytes", (kind) => {
    expect(fitFile(beginning(kind, [1, 2, 3]), limits)).toBe(kind);
  });

  test.each([
    ["nothing", new Uint8Array(0), /empty/],
    ["a web page", new TextEncoder().encode("<html><script>"), /no PDF, JPEG or PNG file/],
    ["half a sign", Uint8Array.from(FILE_KINDS.png.sign.slice(0, 5)), /no PDF/],
    [
      "one byte too many",
      beginning(
        "pdf",
        Array.from({ length: 36 }, () => 0),
      ),
      /41 bytes; 40 bytes are the most/,
    ],
  ])("%s is refused in a sentence", (_name, bytes, says) => {
    expect(() => fitFile(bytes, limits)).toThrow(UnfitFile);
    expect(() => fitFile(bytes, limits)).toThrow(says);
  });

  test("only the kinds that are wanted are taken", () => {
    expect(() => fitFile(beginning("png"), { kinds: ["pdf"], mostBytes: 40 })).toThrow(/no PDF file/);
  });
});

describe("a safe name", () => {
  test.each([
    ["receipt.pdf", "pdf", "receipt.pdf"],
    ["../../etc/passwd", "pdf", "passwd.pdf"],
    ["C:\\Users\\me\\Scan 1.PDF", "pdf", "Scan 1.pdf"],
    ["invoice\u202Efdp.exe", "pdf", "invoicefdp.exe.pdf"],
    ['a"b;c\r\nX-Header: 1.png', "png", "abcX-Header 1.png"],
    [".hidden", "jpeg", "hidden.jpg"],
    ["photo.jpeg", "jpeg", "photo.jpeg"],
    ["  ...  ", "png", "file.png"],
    ["délai — März.pdf", "pdf", "délai — März.pdf"],
  ] as const)("%j becomes %s", (name, kind, safe) => {
    expect(safeFileName(name, kind)).toBe(safe);
  });

  test("whatever the name: no folder, no control character, a bounded length, the right ending, and stable", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 300 }),
        fc.constantFrom(...KINDS),
        (name, kind) => {
          const safe = safeFileName(name, kind);
          expect(safe).not.toMatch(/[\\/"\p{Cc}\p{Cf}]/u);
          expect([...safe].length).toBeLessThanOrEqual(100);
          expect(FILE_KINDS[kind].extensions.some((one) => safe.endsWith(`.${one}`))).toBe(true);
          expect(safeFileName(safe, kind)).toBe(safe);
        },
      ),
    );
  });
});

test.each([
  [1, "1 byte"],
  [999, "999 bytes"],
  [1_500, "2 kB"],
  [4_500_000, "4.5 MB"],
  [4_599_999, "4.5 MB"],
])("%i bytes are %s", (bytes, words) => expect(sizeWords(bytes)).toBe(words));
