import type { Crumb } from "../../components/breadcrumb.tsx";

/**
 * Where the page stands, in the words of its routes. A route has no data while it is refused, and null
 * where its action threw before its loader ran; either way it has no words, and the page of the error
 * must still be shown.
 */
export function crumbsOf(matches: readonly { handle: unknown; data: unknown }[]): Crumb[] {
  return matches.flatMap(({ handle, data }) => {
    const crumbs = (handle as { crumbs?: (data: unknown) => Crumb[] } | undefined)?.crumbs;
    return crumbs && data !== undefined && data !== null ? crumbs(data) : [];
  });
}
