import { Agent, request } from "node:http";

export type Sent = { method: string; path: string; headers: Record<string, string>; body?: string };
export type Answered = { status: number; text: string; ms: number; cookies: string[] };

const agent = new Agent({ keepAlive: true, maxSockets: 32 });
/** After this the sender goes, in milliseconds; an answer is late long before. */
const GIVE_UP_MS = 30_000;

/**
 * Sends a request as it is written, without the mending that `fetch` does to addresses. Status 0 stands for no
 * answer at all, 599 for one that did not come in time.
 */
export function send(port: number, one: Sent): Promise<Answered> {
  const began = performance.now();
  return new Promise((done) => {
    const end = (status: number, text = "", cookies: string[] = []) =>
      done({ status, text, cookies, ms: performance.now() - began });
    const options = { agent, port, host: "127.0.0.1", method: one.method, path: one.path };
    try {
      const out = request({ ...options, headers: one.headers, timeout: GIVE_UP_MS }, (answer) => {
        const parts: Buffer[] = [];
        const whole = () => Buffer.concat(parts).toString("utf8");
        const close = () => end(answer.statusCode ?? 0, whole(), answer.headers["set-cookie"] ?? []);
        answer.on("data", (part: Buffer) => parts.push(part));
        answer.once("end", close);
        answer.once("error", close);
        // A stream of changes is open for as long as its reader; its beginning is its answer.
        if (/event-stream/.test(answer.headers["content-type"] ?? "")) {
          end(answer.statusCode ?? 0);
          out.destroy();
        }
      });
      out.once("timeout", () => out.destroy(new Error("late")));
      out.once("error", (error) => end(error.message === "late" ? 599 : 0, error.message));
      out.end(one.method === "GET" || one.method === "HEAD" ? undefined : one.body);
    } catch (error) {
      end(-1, String(error));
    }
  });
}
