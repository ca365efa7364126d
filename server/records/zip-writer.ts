import { createHash } from "node:crypto";
import { Zip, ZipDeflate } from "fflate";

type Entry = {
  write: (content: string | Uint8Array) => Promise<void>;
  /** The size before it was packed, in bytes, and its SHA-256 in lower-case hex. */
  end: () => Promise<{ bytes: number; sha256: string }>;
};

const NOTHING = new Uint8Array(0);

/**
 * Writes a zip that never stands whole in memory: what is ready is handed to `keep` in parts of a size, the
 * last one smaller, in their order. One entry at a time.
 */
export function zipWriter(p: {
  partBytes: number;
  modified: Date;
  keep: (part: { position: number; content: Buffer }) => Promise<void>;
}) {
  const digest = createHash("sha256");
  let ready: Uint8Array[] = [];
  let readyBytes = 0;
  let total = 0;
  let position = 0;
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    ready.push(chunk);
    readyBytes += chunk.length;
  });

  async function hand(isLast: boolean): Promise<void> {
    if (readyBytes < p.partBytes && !isLast) return;
    let rest = Buffer.concat(ready);
    while (rest.length >= p.partBytes || (isLast && rest.length > 0)) {
      const content = rest.subarray(0, p.partBytes);
      digest.update(content);
      total += content.length;
      await p.keep({ position, content });
      position += 1;
      rest = rest.subarray(content.length);
    }
    ready = [rest];
    readyBytes = rest.length;
  }

  return {
    begin(name: string): Entry {
      const entry = new ZipDeflate(name, { level: 6 });
      entry.mtime = p.modified;
      zip.add(entry);
      const own = createHash("sha256");
      let bytes = 0;
      return {
        async write(content) {
          const chunk = typeof content === "string" ? Buffer.from(content) : content;
          own.update(chunk);
          bytes += chunk.length;
          entry.push(chunk);
          await hand(false);
        },
        async end() {
          entry.push(NOTHING, true);
          await hand(false);
          return { bytes, sha256: own.digest("hex") };
        },
      };
    },
    /** Ends the file; answers its size in bytes and its SHA-256. */
    async end(): Promise<{ bytes: number; sha256: string }> {
      zip.end();
      await hand(true);
      return { bytes: total, sha256: digest.digest("hex") };
    },
  };
}
