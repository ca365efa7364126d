import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Temporal } from "temporal-polyfill";
import { ButtonLink, buttonClass } from "../../components/button.tsx";
import { When } from "../../components/date-time.tsx";
import { Facts } from "../../components/facts.tsx";
import { HashLine } from "../../components/hash-line.tsx";
import { instantOf } from "../../components/local-instant.ts";
import { ZoneProvider } from "../../components/locale.tsx";
import { PageHead } from "../../components/page-head.tsx";
import type { Refusal } from "../../components/refusal.ts";
import { Section } from "../../components/section.tsx";
import { Timeline, type TimelineEntry } from "../../components/timeline.tsx";
import { found, query } from "../../graphql.server.ts";
import { HOLDER_WORDS, WorkState } from "../_app.engagements.$id.work._index/clock-status.tsx";
import { tagsIn } from "../_app.engagements.$id.work._index/work-words.ts";
import { ClockFigures } from "./clock-figures.tsx";
import { ClockPicture } from "./clock-picture.tsx";
import { ContestLinks, CountedLink, intervalHref } from "./contest-links.tsx";
import { CorrectForm, correctionFrom } from "./correct-form.tsx";
import { EventForm, NO_SITE } from "./event-form.tsx";
import { FrozenSection } from "./frozen-section.tsx";
import { HeldSection } from "./held-section.tsx";
import { IntervalTable } from "./interval-table.tsx";
import type { ItemShown } from "./item-shown.ts";
import { CorrectWorkItemDocument, RecordWorkEventDocument, WorkItemDocument } from "./work-item.graphql.ts";

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: `${page?.item.reference ?? "Work"} · Engine Room` },
];

export const handle = {
  crumbs: ({ item }: { item: ItemShown }) => [
    { label: item.engagementTitle, href: `/engagements/${item.engagementId}` },
    { label: "Work", href: `/engagements/${item.engagementId}/work` },
    { label: item.reference },
  ],
};

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { workItem, viewer } = await query({ request, context }, WorkItemDocument, {
    id: params.id ?? "",
  });
  const item = found(workItem);
  const mayContest = viewer?.permissions.includes("contest:make") ?? false;
  const asOf = item.clocks[0]?.asOf ?? item.events.at(-1)?.at ?? item.openedAt;
  const now = Temporal.Instant.from(asOf)
    .toZonedDateTimeISO(item.zone)
    .toPlainDateTime()
    .toString({ smallestUnit: "minute" });
  return { item, now, mayContest, idempotencyKey: crypto.randomUUID() };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  const { workItem } = await query({ request, context }, WorkItemDocument, { id: params.id ?? "" });
  const item = found(workItem);
  const { zone } = item;
  if (text("intent") === "correct") {
    const input = {
      ...{ workItemId: item.id, reason: text("reason"), idempotencyKey: text("idempotencyKey") },
      fields: correctionFrom(form, item),
    };
    const { correctWorkItem: answer } = await query({ request, context }, CorrectWorkItemDocument, {
      input,
    });
    if (answer.__typename === "MutationCorrectWorkItemSuccess") throw redirect(`/work-items/${params.id}`);
    return refusalOf(answer, "correct");
  }
  const type = text("type");
  const input = {
    workItemId: params.id ?? "",
    type,
    at: instantOf(text("at"), zone),
    reason: text("reason"),
    idempotencyKey: text("idempotencyKey"),
    ...(type === "pause" ? { waitingOn: text("waitingOn") } : {}),
    ...(type === "priority" ? { priority: text("priority") } : {}),
    ...(text("since") ? { since: instantOf(text("since"), zone) } : {}),
    ...(type === "update" ? { tags: tagsIn(text("tags")), ...siteIn(text("site")) } : {}),
  };
  const { recordWorkEvent: answer } = await query({ request, context }, RecordWorkEventDocument, { input });
  if (answer.__typename === "MutationRecordWorkEventSuccess") throw redirect(`/work-items/${params.id}`);
  return refusalOf(answer, "event");
}

type Refused = { message: string; field?: string | null; issues?: Refusal["issues"] };

/** A refusal with the form that it belongs to. */
function refusalOf(answer: Refused, of: "correct" | "event") {
  const { message, field } = answer;
  const issues = answer.issues ?? (field ? [{ field, message }] : []);
  return data({ of, message, issues } satisfies Refusal & { of: string }, { status: 400 });
}

export default function WorkItem() {
  const { item, now, mayContest, idempotencyKey } = useLoaderData<typeof loader>();
  const refusal = useActionData<typeof action>();
  const shown = (of: "correct" | "event") => (refusal?.of === of ? refusal : undefined);
  const clocks = [...item.clocks].sort((left, right) => right.targetSeconds - left.targetSeconds);
  return (
    <ZoneProvider zone={item.zone}>
      <PageHead
        title={item.title}
        lead={
          <>
            {item.reference} · {item.typeName} · {item.priority ?? "no priority"} ·{" "}
            <WorkState item={item} /> · opened <When instant={item.openedAt} />
          </>
        }
        actions={
          <>
            <a className={buttonClass({})} href={`/work-items/${item.id}/bundles`} download>
              Download bundles
            </a>
            {item.possibleEvents.length > 0 ? (
              <ButtonLink to="#record" variant="primary">
                Record event
              </ButtonLink>
            ) : null}
          </>
        }
      />
      <ClockFigures item={item} />
      {clocks.map((clock) => (
        <Section
          key={clock.levelId}
          title={clock.levelName}
          note={`${item.zone} · ${hoursOf(clock)}${clock.name === "" ? "" : ` · ${clock.name}`}`}
        >
          <ClockPicture item={item} clock={clock} />
          {clock.rulesInWords.length > 0 ? <p>{clock.rulesInWords.join(" ")}</p> : null}
        </Section>
      ))}
      <HeldSection clocks={clocks} zone={item.zone} />
      {clocks.map((clock) => (
        <WhySection
          key={clock.levelId}
          item={item}
          clock={clock}
          named={clocks.length > 1}
          mayContest={mayContest}
        />
      ))}
      {clocks.length === 0 ? (
        <Section title="No clock runs on this work">
          The contract promises no time for this kind of work and priority.
        </Section>
      ) : null}
      <FrozenSection item={item} />
      <Section title="About it" note={CAME[item.source] ?? `sent by ${item.source}`}>
        <Facts facts={factsOf(item)} />
        {mayContest ? <CountedLink item={item} /> : null}
      </Section>
      <Section title="What happened" note={item.zone}>
        <Timeline
          label={`Events of ${item.reference}`}
          entries={item.events.map((event) => entryOf(item, event))}
        />
      </Section>
      <EventForm {...{ item, now, idempotencyKey }} refusal={shown("event")} />
      <CorrectForm {...{ item, idempotencyKey }} refusal={shown("correct")} />
    </ZoneProvider>
  );
}

/** How work came in; what another system sent is known by that system's own name. */
const CAME: Record<string, string> = {
  hand: "entered by hand",
  service_desk: "from a file of the service desk",
  bank: "from a file of the bank",
};

function WhySection(p: {
  item: ItemShown;
  clock: ItemShown["clocks"][number];
  named: boolean;
  mayContest: boolean;
}) {
  const { item, clock, named, mayContest } = p;
  return (
    <Section
      title={named ? `Why "${clock.levelName}" counts the way it does` : "Why this counts the way it does"}
      note={clock.ignored > 0 ? `${clock.ignored} events changed nothing` : clock.levelName}
    >
      <IntervalTable
        clock={clock}
        zone={item.zone}
        contestHref={mayContest ? (row) => intervalHref(item, clock, row) : undefined}
      />
      {mayContest ? <ContestLinks item={item} clock={clock} /> : null}
      <HashLine>Bundle {clock.bundleHash}</HashLine>
    </Section>
  );
}

function hoursOf(clock: ItemShown["clocks"][number]): string {
  return clock.aroundTheClock
    ? "around the clock"
    : `calendar version ${clock.calendarVersion ?? "as signed"}`;
}

function siteIn(site: string) {
  return site === NO_SITE ? { removeSite: true } : { site: site || null };
}

function entryOf(item: ItemShown, event: ItemShown["events"][number]): TimelineEntry {
  const pausedFor = event.waitingOn ? (HOLDER_WORDS[event.waitingOn] ?? "").toLowerCase() : null;
  return {
    id: `event-${event.id}`,
    at: event.at,
    who: event.actor,
    what: whatOf(item, event),
    ...(pausedFor ? { clockEffect: `Paused: the ${pausedFor} holds the clock` } : {}),
    ...(event.reason ? { children: event.reason } : {}),
  };
}

function whatOf(item: ItemShown, event: ItemShown["events"][number]): string {
  const { sites } = item;
  if (event.type === "update" && event.fields) return `set ${fieldsInWords(item, event.fields)}`;
  if (event.type === "priority") return `set the priority to ${event.priority ?? "another"}`;
  if (event.type !== "update" || typeof event.site !== "string") return event.text;
  if (event.site === "") return "took the site away";
  return `set the site to ${sites.find((one) => one.id === event.site)?.name ?? event.site}`;
}

/** "Satisfaction, 1 to 5: 4; Solved at first contact: Yes" */
function fieldsInWords(item: ItemShown, fields: unknown): string {
  const names = (item.fieldNames ?? {}) as Record<string, string>;
  return Object.entries(fields as Record<string, unknown>)
    .map(([id, value]) => `${names[id] ?? plainName(id)}: ${valueInWords(value)}`)
    .join("; ");
}

function valueInWords(value: unknown): string {
  if (value === null || value === "") return "not said";
  return typeof value === "boolean" ? (value ? "Yes" : "No") : String(value);
}

function factsOf(item: ItemShown) {
  const names = (item.fieldNames ?? {}) as Record<string, string>;
  const fields = Object.entries((item.fields ?? {}) as Record<string, unknown>);
  const desk =
    item.deskMadeSla === null || item.deskMadeSla === undefined
      ? "said nothing"
      : item.deskMadeSla
        ? "in time"
        : "missed";
  return [
    ...(item.siteName ? [{ id: "site", label: "Site", value: item.siteName }] : []),
    ...(item.tags.length > 0 ? [{ id: "tags", label: "Tags", value: item.tags.join(", ") }] : []),
    { id: "desk", label: "The desk's own verdict", value: desk },
    ...fields
      .filter(([, value]) => value !== null && value !== "")
      .map(([id, value]) => ({ id, label: names[id] ?? plainName(id), value: valueInWords(value) })),
  ];
}

/** "assignmentGroup" → "Assignment group": fields that an export brought and no module names. */
function plainName(id: string): string {
  const words = id.replace(/([A-Z])/g, " $1").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
