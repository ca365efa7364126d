import { useCallback, useEffect, useState } from "react";
import { Icon, type IconName } from "./icon.tsx";
import type { NoticeTone } from "./notice.tsx";
import styles from "./toast.module.css";

export interface ToastMessage {
  id: string;
  tone: NoticeTone;
  text: string;
}

const SHAPE: Record<NoticeTone, IconName> = {
  info: "info",
  success: "check",
  warning: "triangle",
  error: "cross",
};
const SHOWN_MILLISECONDS = 8_000;

/**
 * Repeats what the flash session says in the corner of the page. It leaves by itself, except errors; the
 * same message also stands in the page as a `Notice`, so nothing is lost when it has gone.
 */
export function Toasts({ messages }: { messages: readonly ToastMessage[] }) {
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const dismiss = useCallback((id: string) => setGone((before) => new Set([...before, id])), []);
  return (
    <section className={styles.region} aria-label="Notifications" data-screen-only>
      {messages
        .filter((message) => !gone.has(message.id))
        .map((message) => (
          <Toast key={message.id} message={message} onGone={dismiss} />
        ))}
    </section>
  );
}

function Toast({ message, onGone }: { message: ToastMessage; onGone: (id: string) => void }) {
  const [held, setHeld] = useState(false);

  useEffect(() => {
    if (held || message.tone === "error") return;
    const timer = setTimeout(() => onGone(message.id), SHOWN_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [held, message.id, message.tone, onGone]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a pointer or the focus keeps it in place
    <div
      className={styles.toast}
      data-tone={message.tone}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon name={SHAPE[message.tone]} />
      <span className={styles.text} role={message.tone === "error" ? "alert" : "status"}>
        {message.text}
      </span>
      <button type="button" onClick={() => onGone(message.id)} aria-label="Dismiss">
        <Icon name="cross" />
      </button>
    </div>
  );
}
