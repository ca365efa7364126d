import { hash, randomBytes } from "node:crypto";
import type { Clock } from "./clock.ts";
import type { Published } from "./published.ts";

/** What differs in a page from one answer to the next, whoever asks. */
export type PageMarks = { nonce: string; requestId: string };

export type VisitorPages = {
  /**
   * Answers from memory where the page still holds, and from `render` otherwise. Only for who is not signed
   * in.
   */
  answer: (p: {
    request: Request;
    own: PageMarks;
    render: (marks: PageMarks) => Promise<Response>;
  }) => Promise<Response>;
};

type Kept = {
  validFor: string;
  status: number;
  headers: [string, string][];
  parts: readonly Part[];
  bytes: number;
};
type Part = Buffer | keyof PageMarks;

/**
 * The page of the catalogue alone: it is made of the cards, the address and the time, and of nothing else.
 */
const KEPT_PATH = "/catalogue";
const MOST_BYTES = 8 * 1024 * 1024;
/** Addresses that were asked for once and may be asked for again. */
const MOST_ASKED = 2_000;
const QUARTER = 900_000;

/**
 * Keeps the bytes of the catalogue's pages for visitors. A page holds while the count of card writings
 * and the quarter of the hour are those it was made in, and the count is read before every answer, so a
 * change is seen by every process with its commit. The quarter is the finest step in which a day or a
 * zone's clock can change. A page is kept when it is asked for the second time: a reader who goes through
 * every page once, or a hostile one through made-up addresses, costs no copies and drives out no page that
 * is in use.
 */
export function openVisitorPages(deps: { published: Published; clock: Clock }): VisitorPages {
  const pages = new Map<string, Kept>();
  const asked = new Set<string>();
  let bytes = 0;
  const forget = (key: string) => {
    bytes -= pages.get(key)?.bytes ?? 0;
    pages.delete(key);
  };
  const keep = (key: string, page: Kept) => {
    forget(key);
    pages.set(key, page);
    bytes += page.bytes;
    for (const oldest of pages.keys()) {
      if (bytes <= MOST_BYTES) break;
      forget(oldest);
    }
  };
  const askedBefore = (key: string) => {
    if (asked.delete(key)) return true;
    asked.add(key);
    for (const oldest of asked) {
      if (asked.size <= MOST_ASKED) break;
      asked.delete(oldest);
    }
    return false;
  };
  return {
    async answer({ request, own, render }) {
      const { pathname, search } = new URL(request.url);
      if (request.method !== "GET" || pathname !== KEPT_PATH) return render(own);
      const key = hash("sha256", `${search} ${request.headers.get("cookie") ?? ""}`, "base64url");
      if (!pages.has(key) && !askedBefore(key)) return render(own);
      const validFor = await validity(deps);
      const known = pages.get(key);
      if (known?.validFor === validFor) return filled(known, own);
      const marks = { nonce: mark(), requestId: mark() };
      const page = await pageOf({ response: await render(marks), marks, validFor });
      if (mayBeKept(page)) keep(key, page);
      return filled(page, own);
    },
  };
}

async function validity(deps: { published: Published; clock: Clock }): Promise<string> {
  const [row] = await deps.published.sql<{ version: string }>(
    "select app.catalogue_version() as version",
    [],
  );
  return `${row?.version} ${Math.floor(deps.clock.now().epochMilliseconds / QUARTER)}`;
}

/** Words that nobody can guess and no policy allows, which stand where each answer's own are put in. */
function mark(): string {
  return randomBytes(24).toString("hex");
}

async function pageOf(p: { response: Response; marks: PageMarks; validFor: string }): Promise<Kept> {
  const { response, marks, validFor } = p;
  const pieces = (await response.text()).split(new RegExp(`(${marks.nonce}|${marks.requestId})`));
  const parts = pieces.map((piece): Part => {
    if (piece === marks.nonce) return "nonce";
    if (piece === marks.requestId) return "requestId";
    return Buffer.from(piece);
  });
  const bytes = parts.reduce((sum, part) => sum + part.length, 0);
  return { validFor, status: response.status, headers: [...response.headers], parts, bytes };
}

/** A refusal, a redirect or an answer with a cookie of its own is for the one who asked. */
function mayBeKept(page: Kept): boolean {
  const header = (name: string) => page.headers.find(([one]) => one === name)?.[1];
  const html = header("content-type")?.startsWith("text/html") === true;
  return page.status === 200 && html && header("set-cookie") === undefined;
}

function filled(page: Kept, own: PageMarks): Response {
  const parts = page.parts.map((part) => (typeof part === "string" ? Buffer.from(own[part]) : part));
  const body = parts.length === 1 && parts[0]?.length === 0 ? null : Buffer.concat(parts);
  return new Response(body, { status: page.status, headers: page.headers });
}
