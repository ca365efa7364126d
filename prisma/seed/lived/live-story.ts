import { booksAreCompared } from "./books-are-compared.ts";
import { disputesCome } from "./disputes-come.ts";
import { invoicesArePaid } from "./invoices-are-paid.ts";
import { moneyIsHeld } from "./money-is-held.ts";
import { sidesAnswer } from "./sides-answer.ts";
import { openStage, type Stage, type StageInput } from "./stage.ts";

/** Something that happens at a moment, in seconds since 1970. */
export type Act = { at: number; does: () => Promise<unknown> };

/**
 * Lives the story on from its rows to its present: invoices are paid through Stripe, banks take payments
 * back, providers are paid in parts, a credit is refunded. The product does all of it by its own commands and
 * jobs, so what the pages show is in the books and at Stripe too.
 */
export async function liveStory(
  input: StageInput,
  onProgress: (line: string) => void = () => undefined,
): Promise<void> {
  const stage = await openStage(input);
  const now = Math.floor(input.story.now.epochMilliseconds / 1000);
  try {
    for (const { at, does } of await actsOf(stage, { story: input.story, now })) {
      await stage.moveTo(at);
      await does();
      await stage.settle();
    }
    await stage.moveTo(now);
    onProgress(`${input.story.lived.length} invoices went through Stripe`);
  } finally {
    await stage.close();
  }
}

export type Telling = { story: StageInput["story"]; now: number };

/** In the order of time; what would come after the present has not happened yet. */
async function actsOf(stage: Stage, telling: Telling): Promise<Act[]> {
  const acts = [
    ...invoicesArePaid(stage, telling),
    ...disputesCome(stage, telling),
    ...moneyIsHeld(stage, telling),
    ...(await sidesAnswer(stage, telling)),
    ...booksAreCompared(stage, telling),
  ];
  return acts.filter(({ at }) => at <= telling.now).sort((left, right) => left.at - right.at);
}
