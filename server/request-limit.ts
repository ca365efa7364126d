import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";

export const MEGABYTE = 1024 * 1024;

/**
 * A limit on what is sent, and a refusal that says it. The library's looks at the body itself, which then
 * goes through two streams; a length that is told is kept by Node, so its number is enough.
 */
export function atMost(megabytes: number): MiddlewareHandler {
  const maxSize = megabytes * MEGABYTE;
  const counted = bodyLimit({ maxSize, onError: (c) => tooLarge(c, megabytes) });
  return (c, next) => {
    const told = c.req.header("content-length");
    const isTold = told !== undefined && !c.req.header("transfer-encoding");
    return isTold && Number(told) <= maxSize ? next() : counted(c, next);
  };
}

function tooLarge(c: Context, megabytes: number): Response {
  const message = `At most ${megabytes} MB can be sent at once.`;
  if (c.req.path !== "/graphql") return c.text(message, 413);
  const hint = "Send a longer file in parts, or import it on the page.";
  const extensions = { code: "request_too_large", maxMegabytes: megabytes };
  return c.json({ errors: [{ message: `${message} ${hint}`, extensions }] }, 413);
}
