import { useFetcher } from "@remix-run/react";
import { Checklist } from "../../components/checklist.tsx";
import { When } from "../../components/date-time.tsx";
import { Notice } from "../../components/notice.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { VisuallyHidden } from "../../components/visually-hidden.tsx";

export interface OnboardingItem {
  id: string;
  party: string;
  title: string;
  required: boolean;
  doneAt?: string | null;
  doneByName?: string | null;
  viewerMay: readonly string[];
}

export interface OnboardingListProps {
  items: readonly OnboardingItem[];
  names: Readonly<Record<string, string>>;
  viewerParty: string | null;
}

/** The onboarding of both sides; each ticks what it owes and sees what the other has done. */
export function OnboardingList({ items, names, viewerParty }: OnboardingListProps) {
  return (
    <Checklist
      label="Onboarding"
      items={items.map((item) => ({
        id: item.id,
        title: item.title,
        state: item.doneAt ? "done" : "to-do",
        stateText: item.doneAt ? "Completed" : waiting(item, viewerParty),
        hint: <Hint item={item} />,
        owner: (
          <>
            {names[item.party] ?? item.party}
            <Tick item={item} />
          </>
        ),
      }))}
    />
  );
}

function waiting(item: OnboardingItem, viewerParty: string | null): string {
  if (viewerParty === null || viewerParty === item.party) return "To do";
  return `Waiting for the ${item.party}`;
}

function Hint({ item }: { item: OnboardingItem }) {
  if (item.doneAt)
    return (
      <>
        {item.doneByName}, <When instant={item.doneAt} format="short" />
      </>
    );
  return item.required ? null : <>Advised, not required</>;
}

/** The word on the button says what it does; which item it is for is spoken after it. */
function Tick({ item }: { item: OnboardingItem }) {
  const fetcher = useFetcher<{ message?: string | null }>();
  const intent = item.viewerMay[0];
  if (!intent) return null;
  return (
    <fetcher.Form method="post">
      <input type="hidden" name="itemId" value={item.id} />
      <SubmitButton
        name="intent"
        value={intent}
        variant={intent === "complete" ? "default" : "quiet"}
        size="small"
        pending={fetcher.state !== "idle"}
      >
        {intent === "complete" ? "Mark as done" : "Reopen"}
        <VisuallyHidden>: {item.title}</VisuallyHidden>
      </SubmitButton>
      {fetcher.data?.message ? <Notice tone="error" title={fetcher.data.message} live /> : null}
    </fetcher.Form>
  );
}
