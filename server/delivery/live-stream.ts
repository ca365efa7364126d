import { may } from "../../domain/identity/permissions.ts";
import { isStaff, type Viewer } from "../../domain/identity/viewer.ts";
import type { Database } from "../db.ts";
import { type Reach, staffReach } from "../identity/staff/reach.read.ts";
import type { Logger } from "../logger.ts";
import { eventsSince } from "./live-events.read.ts";
import { type LiveEvent, openLiveFeed } from "./live-feed.ts";

/** The pause between two signs of life, in milliseconds; at each the session is asked for again. */
const BEAT_MS = 5_000;
/** A person's tabs, and everybody's. */
const MOST_OF_ONE = 8;
const MOST = 2_000;
/** More engagements than this wait for a slow reader as "everything". */
const MOST_WAITING = 100;

type Parts = {
  url: string;
  db: Database;
  logger: Logger;
  /** Whether the session behind a cookie, and the person's place in the organisation, still stand. */
  stands: (cookie: string | null, viewer: Viewer) => Promise<boolean>;
  beatMs?: number;
};

/**
 * Streams of changes to open pages (server-sent events). A stream tells a person which engagements of their
 * organisation changed, by id; the page then reads what it may read. It resumes where it broke off, ends with
 * the session, and keeps for a slow reader no more than the ids that wait.
 */
export function openLive(parts: Parts) {
  const streams = new Set<Stream>();
  const recheck = (one: Stream) => void one.recheck().catch(() => one.end());
  const feed = openLiveFeed({
    ...parts,
    listener: {
      changed: (event) => {
        for (const one of streams) if (one.sees(event)) one.tell(event);
      },
      personChanged: (userId) => {
        for (const one of streams) if (one.viewer.userId === userId) recheck(one);
      },
      missed: () => {
        for (const one of streams) one.reset();
      },
    },
  });
  const beat = setInterval(() => {
    for (const one of streams) {
      one.beat();
      recheck(one);
    }
  }, parts.beatMs ?? BEAT_MS);
  beat.unref();
  return {
    ready: feed.ready,
    /** How many are open. */
    size: () => streams.size,
    async open(p: {
      viewer: Viewer;
      cookie: string | null;
      lastEventId: string | null;
    }): Promise<Response> {
      const { viewer, cookie, lastEventId } = p;
      if (!may(viewer, "work:read")) return new Response(null, { status: 204 });
      const own = [...streams].filter((one) => one.viewer.userId === viewer.userId).length;
      if (own >= MOST_OF_ONE || streams.size >= MOST)
        return new Response("Too many streams are open.", {
          status: 429,
          headers: { "Retry-After": "30" },
        });
      const stream = new Stream(viewer, {
        stands: () => parts.stands(cookie, viewer),
        reach: () => staffReach(parts.db, viewer),
      });
      await stream.look();
      // Heard before what was missed is read, so that nothing falls between the two.
      streams.add(stream);
      const body = stream.body(() => streams.delete(stream));
      if (lastEventId !== null) {
        const missed = await eventsSince(parts.db, { viewer, lastEventId });
        if (missed === null) stream.reset();
        else for (const event of missed) stream.tell(event);
      }
      return new Response(body, { headers: HEADERS });
    },
    async close(): Promise<void> {
      clearInterval(beat);
      for (const one of streams) one.end();
      await feed.close();
    },
  };
}

const HEADERS = {
  "Content-Type": "text/event-stream; charset=utf-8",
  "Cache-Control": "no-cache, no-transform",
  "X-Accel-Buffering": "no",
};

/** One reader. What waits is sent when the reader asks for more, so a slow one costs a few ids. */
class Stream {
  readonly viewer: Viewer;
  readonly #asks: { stands: () => Promise<boolean>; reach: () => Promise<Reach> };
  #reach: Reach = new Set();
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  /** By engagement and topic the id of the last change. */
  #waiting = new Map<string, LiveEvent>();
  #everything = false;
  #beat = true;
  #gone: () => void = () => undefined;

  constructor(viewer: Viewer, asks: { stands: () => Promise<boolean>; reach: () => Promise<Reach> }) {
    this.viewer = viewer;
    this.#asks = asks;
  }

  /** Learns whose changes the reader may hear of. */
  async look(): Promise<void> {
    this.#reach = isStaff(this.viewer) ? await this.#asks.reach() : new Set([this.viewer.organizationId]);
  }

  sees({ organizationId, providerId }: LiveEvent): boolean {
    return this.#reach === null || this.#reach.has(organizationId) || this.#reach.has(providerId);
  }

  body(gone: () => void): ReadableStream<Uint8Array> {
    this.#gone = gone;
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
          this.#write("retry: 3000\n\n");
        },
        pull: () => this.#flush(),
        cancel: () => this.#forget(),
      },
      { highWaterMark: 4 },
    );
  }

  tell(event: LiveEvent): void {
    this.#waiting.set(`${event.engagementId} ${event.topic}`, event);
    if (this.#waiting.size > MOST_WAITING) this.#everything = true;
    this.#flush();
  }

  reset(): void {
    this.#everything = true;
    this.#flush();
  }

  beat(): void {
    this.#beat = true;
    this.#flush();
  }

  /** Ends the stream where its session no longer stands. */
  async recheck(): Promise<void> {
    if (await this.#asks.stands()) return isStaff(this.viewer) ? this.look() : undefined;
    this.#write("event: ended\ndata: session\n\n");
    this.end();
  }

  end(): void {
    const controller = this.#controller;
    this.#forget();
    try {
      controller?.close();
    } catch {
      // The reader had gone already.
    }
  }

  #flush(): void {
    if ((this.#controller?.desiredSize ?? 0) <= 0) return;
    const last = [...this.#waiting.values()].at(-1);
    if (this.#everything) this.#write(`${last ? `id: ${last.id}\n` : ""}event: reset\ndata: all\n\n`);
    else
      for (const { id, engagementId, topic } of this.#waiting.values())
        this.#write(`id: ${id}\nevent: changed\ndata: ${engagementId} ${topic}\n\n`);
    if (this.#beat) this.#write(": still here\n\n");
    this.#waiting.clear();
    this.#everything = false;
    this.#beat = false;
  }

  #write(text: string): void {
    this.#controller?.enqueue(new TextEncoder().encode(text));
  }

  #forget(): void {
    this.#controller = null;
    this.#waiting.clear();
    this.#gone();
  }
}
