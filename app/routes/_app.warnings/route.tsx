import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { Button, ButtonLink } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Pagination } from "../../components/pagination.tsx";
import type { Refusal } from "../../components/refusal.ts";
import { TabsNav } from "../../components/tabs-nav.tsx";
import { query } from "../../graphql.server.ts";
import { requireViewer } from "../../session.server.ts";
import { HoursForm } from "./hours-form.tsx";
import { MailForm } from "./mail-form.tsx";
import { WarningTable } from "./warning-table.tsx";
import {
  MarkWarningReadDocument,
  MarkWarningsReadDocument,
  SetMailPreferencesDocument,
  SetNoticeHoursDocument,
  WarningsDocument,
} from "./warnings.graphql.ts";

export const handle = { crumbs: () => [{ label: "Warnings" }] };
export const meta: MetaFunction = () => [{ title: "Warnings · Engine Room" }];

const PAGE = 25;
const LEAD =
  "When a clock has used half, three quarters and nine tenths of its target, when the queue says " +
  "that it will not be kept, and when it has run out. A clock that is paused is silent. Work that is held " +
  "to a date is told shortly before the date and after it.";

export async function loader({ request, context }: LoaderFunctionArgs) {
  requireViewer({ request, context });
  const { searchParams } = new URL(request.url);
  const before = searchParams.get("before");
  const after = searchParams.get("after");
  const page = before ? { last: PAGE, before } : { first: PAGE, after };
  const unread = searchParams.get("unread") === "1";
  return query({ request, context }, WarningsDocument, { unread, ...page });
}

export async function action({ request, context }: ActionFunctionArgs) {
  requireViewer({ request, context });
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  const from = { request, context };
  const refused = (about: "list" | "hours" | "mail", refusal: Refusal) =>
    data({ about, ...refusal }, { status: 400 });
  const back = () => redirect(`/warnings${new URL(request.url).search}`);
  switch (text("intent")) {
    case "read": {
      const input = { warningId: text("warningId") };
      const { markWarningRead: answer } = await query(from, MarkWarningReadDocument, { input });
      return "message" in answer ? refused("list", { message: answer.message, issues: [] }) : back();
    }
    case "all-read": {
      const { markWarningsRead: answer } = await query(from, MarkWarningsReadDocument, { input: {} });
      return "message" in answer ? refused("list", { message: answer.message, issues: [] }) : back();
    }
    case "mail": {
      const input = { wanted: form.getAll("wanted").map(String) };
      const { setMailPreferences: answer } = await query(from, SetMailPreferencesDocument, { input });
      if (!("message" in answer)) return redirect("/warnings#mail");
      return refused("mail", { message: answer.message, issues: [] });
    }
    default: {
      const days = form.getAll("days").map(String);
      const input = { zone: text("zone"), opens: text("opens"), closes: text("closes"), days };
      const { setNoticeHours: answer } = await query(from, SetNoticeHoursDocument, { input });
      if (!("message" in answer)) return redirect("/warnings#hours");
      return refused("hours", {
        message: answer.message,
        issues: "issues" in answer ? answer.issues : [],
      });
    }
  }
}

export default function Warnings() {
  const { warnings, viewer, noticeHours, mailPreferences } = useLoaderData<typeof loader>();
  const unreadWarnings = viewer?.unreadWarnings ?? 0;
  const refusal = useActionData<typeof action>();
  const [search] = useSearchParams();
  const unread = search.get("unread") === "1";
  const at = (place: "before" | "after", cursor: string) =>
    `?${new URLSearchParams({ ...(unread ? { unread: "1" } : {}), [place]: cursor })}`;
  const { pageInfo, edges } = warnings;
  return (
    <>
      <PageHead
        title={titleFor(unreadWarnings)}
        lead={LEAD}
        actions={unreadWarnings > 0 ? <AllRead /> : null}
      />
      {refusal?.about === "list" ? <Notice tone="error" title={refusal.message} live /> : null}
      <TabsNav
        label="Warnings"
        tabs={[
          { label: "All", href: "?", current: !unread },
          { label: "Unread", href: "?unread=1", current: unread },
        ]}
      />
      <WarningTable rows={edges.map((edge) => edge.node)} empty={<NoWarning unread={unread} />} />
      <Pagination
        label="Warnings"
        {...(pageInfo.hasPreviousPage && pageInfo.startCursor
          ? { previousHref: at("before", pageInfo.startCursor) }
          : {})}
        {...(pageInfo.hasNextPage && pageInfo.endCursor
          ? { nextHref: at("after", pageInfo.endCursor) }
          : {})}
      />
      <HoursForm hours={noticeHours} refusal={refusal?.about === "hours" ? refusal : undefined} />
      <MailForm
        preferences={mailPreferences}
        message={refusal?.about === "mail" ? refusal.message : undefined}
      />
    </>
  );
}

function AllRead() {
  return (
    <Form method="post">
      <Button type="submit" name="intent" value="all-read">
        Mark all read
      </Button>
    </Form>
  );
}

function titleFor(unread: number): string {
  if (unread === 0) return "Warnings";
  if (unread >= 100) return "100 or more unread warnings";
  return unread === 1 ? "One unread warning" : `${unread} unread warnings`;
}

function NoWarning({ unread }: { unread: boolean }) {
  if (unread)
    return (
      <EmptyState
        kind="none-found"
        title="You have read every warning"
        action={<ButtonLink to="?">See all</ButtonLink>}
      />
    );
  return (
    <EmptyState kind="nothing-yet" title="No clock has needed a warning yet">
      They come here, and to your home page, in the hours you choose below.
    </EmptyState>
  );
}
