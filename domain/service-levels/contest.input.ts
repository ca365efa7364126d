import { z } from "zod";
import { parseInstantNanoseconds } from "../shared/instant.ts";
import { CONTEST_SUBJECTS, EXCLUSION_KINDS } from "./contest.ts";
import { CONTEST_EFFECTS } from "./item-adjustment.ts";

const instant = z.string().refine((text) => parseInstantNanoseconds(text) !== null, {
  error: "Write a moment such as 2026-03-06T14:00:00Z.",
});

const reason = (ask: string) =>
  z.string().trim().min(1, ask).max(2000, "Keep this within 2,000 characters.");

const optionalText = (limit: number) =>
  z.string().trim().max(limit, `Keep this within ${limit} characters.`).nullish();

/** What somebody wants a month to read otherwise: an exclusion, one interval of a clock, or a verdict. */
export const proposalSchema = z
  .strictObject({
    engagementId: z.string(),
    subject: z.enum(CONTEST_SUBJECTS, { error: "Choose what this is about." }),
    kind: z.enum(EXCLUSION_KINDS, { error: "Choose why the time should not count." }).nullish(),
    workItemId: z.string().nullish(),
    month: z.string().regex(/^(19|20|21)\d\d-(0[1-9]|1[0-2])$/, "Write a month such as 2026-10."),
    levelIds: z.array(z.string().max(120)).max(30).default([]),
    effect: z.enum(CONTEST_EFFECTS, { error: "Say how it should count instead." }),
    from: instant.nullish(),
    to: instant.nullish(),
    forecast: z
      .number({ error: "Write the agreed number of items." })
      .int("The forecast is a whole number.")
      .min(1, "The forecast is at least 1.")
      .max(10_000_000, "The forecast is 10,000,000 at most.")
      .nullish(),
  })
  .superRefine((one, context) => {
    const fault = (path: string, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    const isVolume = one.kind === "volume_over_forecast";
    if (one.subject === "exclusion" && !one.kind) fault("kind", "Choose why the time should not count.");
    if (one.subject === "exclusion" && one.effect !== "exclude")
      fault("effect", "An exclusion leaves time out.");
    if (one.subject !== "exclusion" && one.kind) fault("kind", "Only an exclusion has a kind.");
    if (isVolume && !one.forecast) fault("forecast", "Write the agreed number of items.");
    if (!isVolume && !one.workItemId) fault("workItemId", "Say which work it is about.");
    if (one.subject !== "exclusion" && one.levelIds.length !== 1)
      fault("levelIds", "Say which service level it is about.");
    if ((one.from == null) !== (one.to == null))
      fault("to", "Give both ends, or neither for the whole item.");
    const [from, to] = [one.from, one.to].map((text) => (text ? parseInstantNanoseconds(text) : null));
    // An end that cannot be read has its own fault already.
    if (from != null && to != null && from >= to) fault("to", "The end lies after the beginning.");
    if (one.subject === "interval" && !one.from)
      fault("from", "Say which stretch of the clock it is about.");
    if (one.subject !== "verdict" && (one.effect === "hit" || one.effect === "miss"))
      fault("effect", "A hit or a miss is contested as a verdict.");
    if (one.subject === "verdict" && one.from) fault("from", "A verdict is contested as a whole.");
  });

export type Proposal = z.output<typeof proposalSchema>;
export type ProposalInput = z.input<typeof proposalSchema>;

/** The grounds beside a proposal: words, and where the document lies, with its hash where there is one. */
export const groundsSchema = z.strictObject({
  reason: reason("Say why, in words that the other side can check."),
  evidence: optionalText(2000),
  evidenceUrl: z
    .url({ protocol: /^https?$/, error: "Write an address such as https://…" })
    .max(1000)
    .nullish(),
  evidenceHash: z
    .string()
    .regex(/^(sha256:)?[0-9a-f]{64}$/, "Write the SHA-256 of the document: 64 hexadecimal digits.")
    .nullish(),
});

export type Grounds = z.output<typeof groundsSchema>;

export const answerSchema = z.strictObject({
  contestId: z.string(),
  action: z.enum(["accept", "refuse", "withdraw", "rule_for", "rule_against"]),
  reason: reason("Say why: both sides read it."),
});

export type AnswerInput = z.input<typeof answerSchema>;
