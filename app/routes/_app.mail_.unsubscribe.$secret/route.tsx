import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { Button } from "../../components/button.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";

export const handle = { crumbs: () => [{ label: "Mail" }] };
export const meta: MetaFunction = () => [{ title: "Stop these mails · Engine Room" }];

/** The link in a mail. Opening it changes nothing: programs open links as well; the button does. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { pathname, searchParams } = new URL(request.url);
  const outcome = searchParams.has("done") ? "done" : searchParams.has("unknown") ? "unknown" : "asked";
  return { outcome, pathname };
}

export default function Unsubscribe() {
  const { outcome, pathname } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHead title="Stop mails like this one" lead="In Engine Room itself you still see everything." />
      {outcome === "done" ? (
        <Notice tone="success" title="These mails have ended." live>
          <Link to="/warnings#mail">Choose what comes by mail</Link>
        </Notice>
      ) : null}
      {outcome === "unknown" ? (
        <Notice tone="error" title="This link is not known, or no longer." live>
          <Link to="/warnings#mail">Choose what comes by mail</Link>
        </Notice>
      ) : null}
      {outcome === "asked" ? (
        <form method="post" action={pathname}>
          <Button type="submit" variant="primary">
            Stop these mails
          </Button>
        </form>
      ) : null}
    </>
  );
}
