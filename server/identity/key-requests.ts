import type { ServerResponse } from "node:http";
import { rateLimitHeaders, type Spent } from "../../domain/identity/key-budget.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import type { KeyDoor } from "./api-keys.ts";
import type { KeyUse } from "./key-use.ts";
import type { RequestFacts } from "./viewer-of-membership.ts";
import type { WrongKeys } from "./wrong-keys.ts";

/** An answer, with what the log of the key that asked says of it. */
export type Answered = { response: Response; operation: string; outcome: string };

/**
 * Answers a request that came with an API key: within the key's budget, with the headers that tell what is
 * left of it, and with a line in the key's log. 429 beyond the budget, 401 for a key that stands for nobody,
 * and 429 for an address that sent too many of those.
 */
export async function answerToKey(
  parts: { asApiKey: KeyDoor; keyUse: Pick<KeyUse, "spend" | "note">; wrongKeys: WrongKeys },
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
  const stranger = (): Answered | null => {
    const seconds = parts.wrongKeys.waits(facts.address);
    return seconds > 0 ? tooManyWrong(seconds) : null;
  };
  const answered = await parts.asApiKey({ header, facts, before, stranger }, answer);
  if (!answered) {
    parts.wrongKeys.note(facts.address);
    return json(401, { message: "This API key is not valid.", code: "key_not_valid" });
  }
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

function tooMany({ limit, resetSeconds }: Spent): Answered {
  const message = `This key has sent its ${limit} requests of this minute. Try again in ${resetSeconds} s.`;
  return later({ message, code: "too_many_requests" }, resetSeconds);
}

function tooManyWrong(seconds: number): Answered {
  const message = `Too many keys from your address were not valid. Try again in ${seconds} s.`;
  return later({ message, code: "too_many_wrong_keys" }, seconds);
}

function later(error: { message: string; code: string }, seconds: number): Answered {
  const response = json(429, error);
  response.headers.set("Retry-After", String(seconds));
  return { response, operation: "", outcome: error.code };
}

function json(status: number, error: { message: string; code: string }): Response {
  const { message, code } = error;
  return Response.json({ errors: [{ message, extensions: { code } }] }, { status });
}
