import { DomainError } from "../shared/domain-error.ts";

/** Whose data an export holds: the organisation's that its asker acts for, or the asker's own. */
export type ExportKind = "organization" | "person";

/** For how long a file is kept after it was made. */
export const EXPORT_DAYS = 7;
/** For how long it can be fetched after a proof of who asks. */
export const EXPORT_OPEN_MINUTES = 15;
/** How much of a file one answer carries, in bytes. */
export const EXPORT_PART_BYTES = 1_000_000;

/** One is being made for this person already. */
export class ExportUnderWay extends DomainError {
  constructor() {
    super({
      code: "export_under_way",
      message: "This file is being made already. It appears below when it is there.",
    });
  }
}

/** It is not there yet, not any more, or the proof of who asks is too old. */
export class ExportNotOpen extends DomainError {
  constructor() {
    super({
      code: "export_not_open",
      message: "There is no such file to fetch: it is not made yet, or not kept any more.",
    });
  }
}

/** A session of one organisation's own sign-in reaches nothing of the person's beyond it. */
export class OwnSignInOnly extends DomainError {
  constructor() {
    super({
      code: "own_sign_in_only",
      message:
        "Your organisation's sign-in opened this session. What is yours alone is reached with a password or a passkey.",
    });
  }
}

/** `halden-foods-2026-11-22.zip`, in signs that every file system takes. */
export function exportFileName(p: { of: string; day: string }): string {
  const name = p.of
    .toLowerCase()
    .normalize("NFKD")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  return `${name || "export"}-${p.day}.zip`;
}

/** What the first file of an export says of all others. */
export type ExportManifest = {
  format: "engine-room-export/1";
  kind: ExportKind;
  /** Whose data it is. */
  of: { id: string; name: string };
  askedBy: { id: string; name: string };
  /** RFC 3339. What changed while the file was being made may stand in it as it was before or after. */
  askedAt: string;
  madeFrom: string;
  madeUntil: string;
  /** Every file but this one, with its size in bytes and its SHA-256 in lower-case hex. */
  files: { name: string; rows: number | null; bytes: number; sha256: string }[];
  /** What there is of this kind and is not in the file, with the reason. */
  leftOut: { kind: string; reason: string }[];
};
