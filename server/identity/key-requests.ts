import type { ServerResponse } from "node:http";
import { rateLimitHeaders, type Spent } from "../../domain/identity/key-budget.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import type { KeyDoor } from "./api-keys.ts";
import type { KeyUse } from "./key-use.ts";
import type { RequestFacts } from "./viewer-of-membership.ts";

/** An answer, with what the log of the key that asked says of it. */
export type Answered = { response: Response; operation: string; outcome: string };

/**
 * Answers a request that came with an API key: within the key's budget, with the headers that tell what is
 * left of it, and with a line in the key's log. 429 beyond the budget, 401 for a key that stands for nobody.
 */
export async function answerToKey(
  parts: { asApiKey: KeyDoor; keyUse: Pick<KeyUse, "spend" | "note"> },
  request: {
    header: string;
    facts: RequestFacts;
    answer: (viewer: Viewer | null) => Promise<Answered>;
    outgoing: ServerResponse | undefined;
  },
): Promise<Response> {
  const { header, facts, answer } = request;
  let keyId = "";
  let spent: Spent | undefined;
  const before = (key: { id: string; perMinute: number | null }): Answered | null => {
    keyId = key.id;
    // A request that is judged anew, as another viewer, is still one request.
    spent ??= parts.keyUse.spend(key);
    return spent.allowed ? null : tooMany(spent);
  };
  const answered = await parts.asApiKey({ header, facts, before }, answer);
  if (!answered) return json(401, { message: "This API key is not valid.", code: "key_not_valid" });
  const { response, operation, outcome } = answered;
  if (spent) told(spent, response, request.outgoing);
  if (spent?.allowed || spent?.isFirstRefusal)
    parts.keyUse.note({ keyId, operation, outcome, address: facts.address });
  return response;
}

/** Node's own answer takes headers in a tenth of the time that a copy of the answer's takes. */
function told(spent: Spent, response: Response, outgoing: ServerResponse | undefined): void {
  for (const [name, value] of rateLimitHeaders(spent))
    if (outgoing) outgoing.setHeader(name, value);
    else response.headers.set(name, value);
}

function tooMany(spent: Spent): Answered {
  const message = `This key has sent its ${spent.limit} requests of this minute. Try again in ${spent.resetSeconds} s.`;
  const response = json(429, { message, code: "too_many_requests" });
  response.headers.set("Retry-After", String(spent.resetSeconds));
  return { response, operation: "", outcome: "too_many_requests" };
}

function json(status: number, error: { message: string; code: string }): Response {
  const { message, code } = error;
  return Response.json({ errors: [{ message, extensions: { code } }] }, { status });
}
