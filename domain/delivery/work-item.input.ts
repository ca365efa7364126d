import { Temporal } from "temporal-polyfill";
import { z } from "zod";

const instant = z.string({ error: "Say when it happened." }).refine(isInstant, {
  error: "Write a moment such as 2026-03-06T14:00:00Z.",
});

const waitingOn = z.enum(["buyer", "third_party", "provider"], { error: "Choose who the work waits for." });

const text = (limit: number) => z.string().trim().max(limit, `Keep this within ${limit} characters.`);

/** All tags that work carries, each once. */
const tags = z
  .array(text(60).min(1, "A tag is not empty."))
  .max(20, "Work carries 20 tags at most.")
  .transform((all) => [...new Set(all)]);

/** What a kind of work's own fields say, by their ids; null empties one. */
const answers = z.record(z.string(), z.union([z.string().max(2000), z.number(), z.boolean(), z.null()]));

/** One event by hand: what happened, when, and with a pause for whom the work waits. */
export const recordWorkEventSchema = z
  .strictObject({
    workItemId: z.string(),
    type: z.enum(
      ["acknowledge", "pause", "resume", "stop", "close", "reopen", "priority", "update", "cancel"],
      { error: "Choose what happened." },
    ),
    at: instant,
    /** An earlier moment from which the event counts, where the contract's clock rules allow it. */
    since: instant.nullish(),
    waitingOn: waitingOn.nullish(),
    priority: text(40).nullish(),
    /** With an update: all tags the item carries from then on. */
    tags: tags.nullish(),
    /** With an update: the site the item belongs to from then on. */
    site: text(60).nullish(),
    /** With an update: the item belongs to no site from then on. */
    removeSite: z.boolean().default(false),
    /** Whether an automation did it and no person. */
    automated: z.boolean().default(false),
    reason: text(500).default(""),
  })
  .superRefine((event, context) => {
    if (event.type === "update" && !event.tags && !event.site && !event.removeSite)
      context.addIssue({ code: "custom", path: ["tags"], message: "Say the tags or the site." });
    if (event.removeSite && (event.site || event.type !== "update"))
      context.addIssue({
        code: "custom",
        path: ["site"],
        message: event.site
          ? "Name a site or remove it, not both."
          : "A site goes where the details change.",
      });
    if (event.waitingOn && event.type !== "pause")
      context.addIssue({
        code: "custom",
        path: ["waitingOn"],
        message: "Only paused work waits for someone.",
      });
    if (event.since && isInstant(event.since) && isInstant(event.at) && isAfter(event.since, event.at))
      context.addIssue({
        code: "custom",
        path: ["since"],
        message: "An event counts from its own moment or an earlier one.",
      });
    if (event.type === "pause" && !event.waitingOn)
      context.addIssue({ code: "custom", path: ["waitingOn"], message: "Say who the work waits for." });
    if (event.type === "priority" && !event.priority)
      context.addIssue({ code: "custom", path: ["priority"], message: "Say the new priority." });
  });

export type RecordWorkEventInput = z.input<typeof recordWorkEventSchema>;

/** Work that is entered by hand; the service's own fields are checked against its module. */
export const createWorkItemSchema = z.strictObject({
  engagementId: z.string(),
  type: z.string().min(1, "Choose the kind of work."),
  title: text(200).min(1, "Give the work a title."),
  reference: text(80).nullish(),
  priority: text(40).nullish(),
  openedAt: instant,
  tags: tags.default([]),
  /** The contract site it belongs to, by its id in the terms. */
  site: text(60).nullish(),
  /** For whom it waits from the moment it was opened. */
  waitingOn: waitingOn.nullish(),
  fields: answers.default({}),
});

export type CreateWorkItemInput = z.input<typeof createWorkItemSchema>;

/** What was recorded wrongly, as it should be, and why. */
export const correctWorkItemSchema = z.strictObject({
  workItemId: z.string(),
  fields: answers,
  reason: text(500).min(3, "Say why it is corrected; the other side will read it."),
});

export type CorrectWorkItemInput = z.input<typeof correctWorkItemSchema>;

function isAfter(left: string, right: string): boolean {
  return Temporal.Instant.compare(left, right) > 0;
}

function isInstant(text: string): boolean {
  try {
    return Temporal.Instant.from(text).epochNanoseconds > 0n;
  } catch {
    return false;
  }
}
