import { InvalidInput } from "./refusals.ts";

/** The file cannot be taken; the message says why in a sentence and stands beside the field. */
export class UnfitFile extends InvalidInput {
  constructor(message: string) {
    super([{ field: "file", message }]);
  }
}

/** Kinds of files by how their bytes begin; a name and what a browser says of it prove nothing. */
export const FILE_KINDS = {
  pdf: {
    mediaType: "application/pdf",
    label: "PDF",
    extensions: ["pdf"],
    sign: [0x25, 0x50, 0x44, 0x46, 0x2d],
  },
  jpeg: { mediaType: "image/jpeg", label: "JPEG", extensions: ["jpg", "jpeg"], sign: [0xff, 0xd8, 0xff] },
  png: {
    ...{ mediaType: "image/png", label: "PNG", extensions: ["png"] },
    sign: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  },
} as const;
export type FileKind = keyof typeof FILE_KINDS;

const MOST_NAME = 100;

/**
 * What a file is by its first bytes; throws UnfitFile where it is empty, larger than allowed, or none of the
 * kinds.
 */
export function fitFile(bytes: Uint8Array, p: { kinds: readonly FileKind[]; mostBytes: number }): FileKind {
  if (bytes.length === 0) throw new UnfitFile("This file is empty. Choose the one you mean.");
  if (bytes.length > p.mostBytes)
    throw new UnfitFile(
      `This file has ${sizeWords(bytes.length)}; ${sizeWords(p.mostBytes)} are the most that is taken.`,
    );
  const kind = p.kinds.find((one) => FILE_KINDS[one].sign.every((byte, at) => bytes[at] === byte));
  if (kind) return kind;
  const labels = p.kinds.map((one) => FILE_KINDS[one].label);
  const list = labels.length > 1 ? `${labels.slice(0, -1).join(", ")} or ${labels.at(-1)}` : labels[0];
  throw new UnfitFile(
    `This is no ${list} file, whatever its name says. Save it as one and choose it again.`,
  );
}

/**
 * A name that is safe in a header, in a list and on a disk: without folders, marks that change the direction
 * of writing, quotes and control characters, of 100 characters at most, and with the ending of what the file
 * is.
 */
export function safeFileName(name: string, kind: FileKind): string {
  const last = name.normalize("NFC").split(/[\\/]/).at(-1) ?? "";
  const plain = last
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}]/gu, "")
    .replace(/["'`<>:;|?*%&$#!{}]/g, "")
    .replace(/\s+/gu, " ")
    .replace(/^[. ]+|[. ]+$/g, "");
  const { extensions } = FILE_KINDS[kind];
  const ending = extensions.find((one) => plain.toLowerCase().endsWith(`.${one}`));
  const stem = (ending ? plain.slice(0, -ending.length - 1) : plain).replace(/[. ]+$/, "") || "file";
  return `${[...stem].slice(0, MOST_NAME - 5).join("")}.${ending ?? extensions[0]}`;
}

/** "3.2 MB", "812 kB", "14 bytes". */
export function sizeWords(bytes: number): string {
  if (bytes < 1000) return bytes === 1 ? "1 byte" : `${bytes} bytes`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`;
  return `${(Math.floor(bytes / 100_000) / 10).toString()} MB`;
}
