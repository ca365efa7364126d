import { useLocation } from "@remix-run/react";
import { useEffect, useState } from "react";
import { Notice } from "./notice.tsx";

const KEY = "engine-room-draft";
type Draft = { path: string; entries: [string, string][] };

/**
 * Keeps what was last sent from a form until the next page, so that a session that ended in the middle
 * costs a sign-in and not the text: the page that comes back with ?draft=1 gets its fields filled again.
 * Passwords, codes and files are never kept: forms for them say data-draft="off". A single field says the
 * same where it is an account number.
 */
export function DraftKeeper() {
  const location = useLocation();
  const [restored, setRestored] = useState(false);

  useEffect(() => {
    const keep = (event: SubmitEvent) => {
      const form = event.target;
      if (
        !(form instanceof HTMLFormElement) ||
        form.method !== "post" ||
        form.dataset.draft === "off" ||
        form.querySelector("[type=password]")
      )
        return;
      const entries = [...new FormData(form)].filter(
        (e): e is [string, string] => typeof e[1] === "string" && !isSensitive(form, e[0]),
      );
      sessionStorage.setItem(
        KEY,
        JSON.stringify({ path: window.location.pathname, entries } satisfies Draft),
      );
    };
    document.addEventListener("submit", keep, true);
    return () => document.removeEventListener("submit", keep, true);
  }, []);

  useEffect(() => {
    const entries = keptEntries(location);
    setRestored(entries !== null && fill(entries));
  }, [location]);

  if (new URLSearchParams(location.search).get("confirmed") === "1")
    return (
      <Notice tone="success" title="You have confirmed that it is you." live>
        {restored ? "What you had entered is still here: check it and send it again." : "Now do it again."}
      </Notice>
    );
  if (!restored) return null;
  return (
    <Notice tone="info" title="Your session had ended. What you had entered is still here." live>
      Check it and send it again.
    </Notice>
  );
}

/**
 * What was last sent from this page's form, where the page comes back after a sign-in; null elsewhere. For
 * forms whose rows come and go: they draw the rows first, for only fields that are there can be filled.
 */
export function keptEntries(
  at: { search: string; pathname: string } = window.location,
): Draft["entries"] | null {
  if (new URLSearchParams(at.search).get("draft") !== "1") return null;
  const text = sessionStorage.getItem(KEY);
  const draft = text ? (JSON.parse(text) as Draft) : null;
  return draft?.path === at.pathname ? draft.entries : null;
}

function fill(entries: Draft["entries"]): boolean {
  let filled = false;
  for (const [name, value] of entries) {
    for (const field of document.querySelectorAll(`form[method=post] [name="${CSS.escape(name)}"]`)) {
      if (field instanceof HTMLInputElement && field.type === "hidden") continue;
      if (field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio"))
        field.checked = field.value === value;
      else if (
        field instanceof HTMLInputElement ||
        field instanceof HTMLTextAreaElement ||
        field instanceof HTMLSelectElement
      )
        field.value = value;
      filled = true;
    }
  }
  return filled;
}

function isSensitive(form: HTMLFormElement, name: string): boolean {
  return form.querySelector(`[name="${CSS.escape(name)}"][data-draft="off"]`) !== null;
}
