import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import { type AppLoadContext, data, redirect } from "@remix-run/node";

/**
 * The one door to data: runs an operation in the server's own process for the person who asks. A visitor
 * is sent to sign in and comes back to where they were; a refusal of the whole operation becomes the
 * page's error.
 */
export async function query<Result, Variables>(
  from: { context: AppLoadContext; request: Request },
  document: TypedDocumentNode<Result, Variables>,
  variables: Variables,
): Promise<Result> {
  const { data: result, errors } = await from.context.query(document, variables);
  if (answers(result, "StepUpNeeded")) throw redirect(confirmAddress(from.request));
  const first = errors[0];
  if (first?.code === "step_up_needed") throw redirect(confirmAddress(from.request));
  // A change that a visitor asks for is refused as a value; their session has ended, so they sign in first.
  const asVisitor = !from.context.viewer && answers(result, "NotAllowed");
  if (!first && result && !asVisitor) return result;
  if (!from.context.viewer) throw redirect(signInAddress(from.request));
  if (first?.code === "not_allowed") throw data({ message: first.message }, { status: 403 });
  // A rule that says no to what the address asks for is the reader's to put right, not a failure of ours.
  const status = first && first.code !== "internal" ? 400 : 500;
  throw data({ message: first?.message ?? "Something went wrong on our side." }, { status });
}

/** Whether a change was refused in this way; every document of a change asks for the name of its answer. */
function answers(result: unknown, refusal: "NotAllowed" | "StepUpNeeded"): boolean {
  return Object.values(result ?? {}).some((answer) => answer?.__typename === refusal);
}

/** Answers the value, or ends the loader with the page for things that are not there. */
export function found<T>(value: T | null | undefined): T {
  if (value === null || value === undefined)
    throw data({ message: "There is no such page." }, { status: 404 });
  return value;
}

/** Where a person in an open session proves once more that it is them, and comes back from to their form. */
export function confirmAddress(request: Request): string {
  return `/confirm?next=${encodeURIComponent(hereIn(request))}`;
}

function hereIn(request: Request): string {
  const url = new URL(request.url);
  return url.pathname.replace(/\.data$/, "") + url.search;
}

export function signInAddress(request: Request): string {
  const here = hereIn(request);
  const draft = request.method === "GET" ? "" : "&draft=1";
  return `/sign-in?next=${encodeURIComponent(here)}${draft}`;
}
