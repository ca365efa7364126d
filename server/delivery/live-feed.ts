import pg from "pg";
import type { Logger } from "../logger.ts";

/** A change as it is noted: ids alone. */
export type LiveEvent = {
  id: string;
  organizationId: string;
  providerId: string;
  engagementId: string;
  topic: string;
};

export type Listener = {
  changed: (event: LiveEvent) => void;
  /** Somebody signed out, or their membership changed. */
  personChanged: (userId: string) => void;
  /** Notes may have been missed. */
  missed: () => void;
};

const LONGEST_PAUSE_MS = 15_000;

/**
 * Listens to what any process of the product changes. One connection of its own, which a pooler in
 * transaction mode cannot carry; when it is lost it is opened again with growing pauses, and everybody is
 * told that something may have been missed.
 */
export function openLiveFeed(p: { url: string; logger: Logger; listener: Listener }) {
  let client: pg.Client | null = null;
  let closed = false;
  let pause = 250;
  let timer: NodeJS.Timeout | undefined;

  async function connect(): Promise<void> {
    const next = new pg.Client({ connectionString: p.url, keepAlive: true });
    const lost = () => {
      if (client !== next && client !== null) return;
      client = null;
      next.removeAllListeners("notification");
      again();
    };
    next.on("error", lost);
    next.on("end", lost);
    next.on("notification", ({ payload = "" }) => hear(payload, p.listener));
    try {
      await next.connect();
      await next.query("listen live");
      client = next;
      pause = 250;
      p.listener.missed();
    } catch (error) {
      p.logger.warn({ err: error }, "changes cannot be listened to; pages ask by themselves");
      await next.end().catch(() => undefined);
    }
  }

  function again(): void {
    if (closed || timer) return;
    timer = setTimeout(() => {
      timer = undefined;
      void connect().then(() => client === null && again());
    }, pause);
    timer.unref();
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
  }

  const ready = connect().then(() => {
    if (client === null) again();
  });
  return {
    ready,
    async close(): Promise<void> {
      closed = true;
      clearTimeout(timer);
      await ready;
      const last = client;
      client = null;
      last?.removeAllListeners("end");
      await last?.end().catch(() => undefined);
    },
  };
}

function hear(payload: string, listener: Listener): void {
  const [id = "", organizationId = "", providerId = "", engagementId = "", topic = ""] = payload.split(" ");
  if (id === "person") listener.personChanged(organizationId);
  else if (topic) listener.changed({ id, organizationId, providerId, engagementId, topic });
}
