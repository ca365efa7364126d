import { isRouteErrorResponse, Link } from "@remix-run/react";
import { buttonClass } from "./button.tsx";
import { PageHead } from "./page-head.tsx";

/** The page for what is not there, not allowed, or broken; says what to do and what to quote. */
export function ProblemPage({ error, requestId }: { error: unknown; requestId?: string | undefined }) {
  const { title, lead } = wordsFor(error);
  return (
    <>
      <PageHead title={title} lead={lead} />
      <p>
        <Link to="/" className={buttonClass({ variant: "primary" })}>
          Go to your home page
        </Link>
      </p>
      {requestId ? <p>If you write to us about this, quote request {requestId}.</p> : null}
    </>
  );
}

function wordsFor(error: unknown): { title: string; lead: string } {
  if (!isRouteErrorResponse(error))
    return {
      title: "Something went wrong on our side",
      lead: "Nothing you entered was changed. Try again in a moment.",
    };
  if (error.status === 404)
    return {
      title: "This page is not here",
      lead: "The address may be old, or the page belongs to another organisation.",
    };
  if (error.status === 403)
    return { title: "Your role does not open this page", lead: messageOf(error.data) };
  if (error.status < 500) return { title: "This can't be answered", lead: messageOf(error.data) };
  return { title: "Something went wrong on our side", lead: messageOf(error.data) };
}

function messageOf(value: unknown): string {
  if (value && typeof value === "object" && "message" in value) return String(value.message);
  return "Nothing you entered was changed. Try again in a moment.";
}
