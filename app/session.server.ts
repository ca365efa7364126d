import { type AppLoadContext, redirect } from "@remix-run/node";
import type { Viewer } from "../domain/identity/viewer.ts";
import { signInAddress } from "./graphql.server.ts";

/** The person who is signed in; a visitor is sent to sign in and comes back here. */
export function requireViewer(from: { context: AppLoadContext; request: Request }): Viewer {
  if (!from.context.viewer) throw redirect(signInAddress(from.request));
  return from.context.viewer;
}

/** The address to go to after signing in: a path of ours, or home. Never another site's. */
export function safeNext(next: unknown): string {
  if (typeof next !== "string" || !/^\/(?![/\\])/.test(next)) return "/";
  // Browsers drop tabs and line ends from an address before they read it, which turns /<tab>/host into
  // //host.
  return /[\p{Cc}\\]/u.test(next) ? "/" : next;
}

/** The headers that give a browser its cookies, one header each. */
export function settingCookies(cookies: readonly string[]): Headers {
  const headers = new Headers();
  for (const cookie of cookies) headers.append("Set-Cookie", cookie);
  return headers;
}

/** How long somebody who tried too often has to wait, in the reader's words. */
export function tooManyWords(seconds: number): string {
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  return `Too many attempts. Try again in ${minutes} minute${minutes === 1 ? "" : "s"}.`;
}

/** What is said to who has proved themselves where their organisation wants another way. */
export function ownSignInWords(organization: string): string {
  return `${organization} lets its people in by its own sign-in alone. Continue with your organisation.`;
}

/** The page that asked, with its form filled again. */
export function backToForm(next: string): string {
  const url = new URL(next, "http://here.invalid");
  url.searchParams.set("draft", "1");
  url.searchParams.set("confirmed", "1");
  return url.pathname + url.search + url.hash;
}

/** The theme that the reader chose; null follows the system. */
export function themeOf(request: Request): "light" | "dark" | null {
  const match = /(?:^|;\s*)theme=(light|dark)(?:;|$)/.exec(request.headers.get("cookie") ?? "");
  return match?.[1] === "light" || match?.[1] === "dark" ? match[1] : null;
}
