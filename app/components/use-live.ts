import { useRevalidator } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";

/** Changes that come close together are read at once. */
const GATHER_MS = 1_000;
/** With a stream: time itself moves items from group to group. */
const LIVE_EVERY_MS = 60_000;
/** Without one. */
const POLL_EVERY_MS = 30_000;

/**
 * Reads the page's data again whenever work that the reader may see changes (of one engagement, where one is
 * given), and from time to time. Rows keep their keys, so neither scroll nor focus moves. Where no stream can
 * be had the page asks by itself. Answers whether a stream is open.
 */
export function useLive(engagementId: string | null = null): boolean {
  const { revalidate } = useRevalidator();
  const read = useRef(revalidate);
  read.current = revalidate;
  const [live, setLive] = useState(false);

  useEffect(() => {
    let gathering: ReturnType<typeof setTimeout> | undefined;
    const soon = () => {
      gathering ??= setTimeout(() => {
        gathering = undefined;
        if (document.visibilityState === "visible") read.current();
      }, GATHER_MS);
    };
    const source = typeof EventSource === "undefined" ? null : new EventSource("/live");
    source?.addEventListener("open", () => setLive(true));
    source?.addEventListener("error", () => setLive(false));
    source?.addEventListener("changed", (event) => {
      if (!engagementId || event.data.includes(engagementId)) soon();
    });
    source?.addEventListener("reset", soon);
    source?.addEventListener("ended", () => {
      source.close();
      setLive(false);
      soon();
    });
    document.addEventListener("visibilitychange", soon);
    return () => {
      source?.close();
      clearTimeout(gathering);
      document.removeEventListener("visibilitychange", soon);
    };
  }, [engagementId]);

  useEffect(() => {
    const every = setInterval(
      () => {
        if (document.visibilityState === "visible") read.current();
      },
      live ? LIVE_EVERY_MS : POLL_EVERY_MS,
    );
    return () => clearInterval(every);
  }, [live]);

  return live;
}
