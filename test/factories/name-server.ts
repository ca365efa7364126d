import { createSocket } from "node:dgram";
import type { AddressInfo } from "node:net";

/**
 * A name server over UDP (RFC 1035) that knows the TXT records it is given and answers any other name with
 * NXDOMAIN; a name set to `silent` gets no answer at all.
 */
export async function startNameServer(port = 0) {
  const records = new Map<string, readonly string[] | "silent">();
  const asked: string[] = [];
  const socket = createSocket("udp4");
  socket.on("message", (question, from) => {
    const { name, end } = nameIn(question);
    asked.push(name);
    const texts = records.get(name);
    if (texts !== "silent")
      socket.send(answerTo(question.subarray(0, end), texts ?? null), from.port, from.address);
  });
  await new Promise<void>((done) => socket.bind(port, "127.0.0.1", done));
  return {
    address: `127.0.0.1:${(socket.address() as AddressInfo).port}`,
    asked,
    set: (name: string, texts: readonly string[] | "silent" | null) =>
      texts === null ? void records.delete(name) : void records.set(name, texts),
    close: () => new Promise<void>((done) => socket.close(() => done())),
  };
}

/** The name that a question asks for, and where the question ends (name, type and class). */
function nameIn(message: Buffer): { name: string; end: number } {
  const labels: string[] = [];
  let at = 12;
  while (message[at]) {
    const length = message[at] ?? 0;
    labels.push(message.toString("latin1", at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join(".").toLowerCase(), end: at + 5 };
}

function answerTo(question: Buffer, texts: readonly string[] | null): Buffer {
  const header = Buffer.alloc(12);
  question.copy(header, 0, 0, 2);
  header.writeUInt16BE(texts ? 0x8180 : 0x8183, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(texts?.length ?? 0, 6);
  const answers = (texts ?? []).map((text) => {
    // A text of more than 255 bytes goes out in parts, each with its length before it.
    const parts = (text.match(/[\s\S]{1,255}/g) ?? [""]).map((part) =>
      Buffer.concat([Buffer.from([Buffer.byteLength(part)]), Buffer.from(part)]),
    );
    const data = Buffer.concat(parts);
    const fixed = Buffer.from([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 60, data.length >> 8, data.length & 255]);
    return Buffer.concat([fixed, data]);
  });
  return Buffer.concat([header, question.subarray(12), ...answers]);
}
