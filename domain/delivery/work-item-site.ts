import type { Terms } from "../contracts/terms.ts";
import type { InputIssue } from "../shared/refusals.ts";

/** What is wrong with a site named by hand: the contract has to know it. Null where none is named. */
export function refusedSite(
  terms: Pick<Terms, "sites">,
  site: string | null | undefined,
): InputIssue | null {
  if (!site) return null;
  const known = terms.sites ?? [];
  if (known.some((one) => one.id === site)) return null;
  const message =
    known.length === 0
      ? "This contract has no sites."
      : `This contract has no site "${site}"; it has ${known.map((one) => one.id).join(", ")}.`;
  return { field: "site", message };
}

/** What is wrong with removing a site by hand: there has to be one. Null where it can go. */
export function refusedRemoval(site: string | null): InputIssue | null {
  return site ? null : { field: "site", message: "This work belongs to no site." };
}

/** The site after an event: "" in an event takes it away, and nothing said leaves it. */
export function siteAfter(before: string | null, said: string | null | undefined): string | null {
  return said === undefined || said === null ? before : said || null;
}
