import pg from "pg";
import type { Temporal } from "temporal-polyfill";
import { rebuildListingCards } from "../../server/catalogue/refresh-listing-cards.ts";
import { castOf } from "./cast.ts";
import { tellCatalogue } from "./chapter-catalogue.ts";
import { tellContract } from "./chapter-contracts.ts";
import { tellDesk } from "./chapter-desk.ts";
import { tellWholeEngagement } from "./chapter-engagement.ts";
import { tellExchange } from "./chapter-exchange.ts";
import { tellInvoices } from "./chapter-invoices.ts";
import { tellPeople } from "./chapter-people.ts";
import { tellReconciliation } from "./chapter-reconciliation.ts";
import { stateStorySeller, tellTaxIdentities } from "./chapter-tax.ts";
import { ENGAGEMENTS, OPEN_ORDERS } from "./engagement-plans.ts";
import { ORGANISATIONS } from "./organisations.ts";
import { idsFrom, randomFrom, seedOf } from "./random.ts";
import { enqueueJobs, type Fact, newStory, type Story, writeFacts, writeStory } from "./story.ts";

const DAY = 86_400;

/** Somebody is in the database already; a story is only told to an empty one. */
export class DatabaseNotEmpty extends Error {
  constructor() {
    super("The database holds organisations already; the demo story is only told to an empty one.");
    this.name = "DatabaseNotEmpty";
  }
}

export type SeedInput = {
  /** Connection string of the role that owns the tables. */
  ownerUrl: string;
  /** The present of the story: its last closed month is the one before this instant's. */
  now: Temporal.Instant;
  onProgress?: (line: string) => void;
  /** The product goes on from the rows by itself (lived/live-story.ts): what is left to it is left out. */
  lives?: boolean;
  /** One contract's last month is frozen and has no statement, as if its drafting had been missed. */
  leavesToBill?: boolean;
};

/** What was written, and the facts of the audit chains that come after what is left to the product. */
export type ToldStory = { story: Story; laterFacts: readonly Fact[] };

/**
 * Tells the demo story to an empty database in one transaction: people, offers, nine engagements with twelve
 * closed months each and work in hand, and one that has ended. The same `now` tells the same story. Throws
 * DatabaseNotEmpty.
 */
export async function seedStory({
  ownerUrl,
  now,
  onProgress = () => undefined,
  lives = false,
  leavesToBill = false,
}: SeedInput): Promise<ToldStory> {
  const client = new pg.Client({ connectionString: ownerUrl });
  client.on("error", () => undefined);
  await client.connect();
  try {
    await refuseUnlessEmpty(client);
    const story = await tellStory({ now, onProgress, lives, leavesToBill });
    const from = Math.min(...story.lived.map((one) => one.issuedAt));
    await client.query("begin");
    // Two starts at once: the second waits here and then finds the database filled.
    await client.query("lock table public.organization in exclusive mode");
    await refuseUnlessEmpty(client);
    await stateStorySeller(client, now);
    await writeStory(client, story, onProgress);
    await writeFacts(
      client,
      story.facts.filter((fact) => fact.at < from),
    );
    await enqueueJobs(client, story.jobs);
    await rebuildListingCards(client, now);
    await client.query("commit");
    await client.query("analyze");
    return { story, laterFacts: story.facts.filter((fact) => fact.at >= from) };
  } finally {
    await client.end();
  }
}

/** The whole story as rows, before any of it is written. */
export async function tellStory(
  input: Required<Pick<SeedInput, "now" | "onProgress">> & Pick<SeedInput, "lives" | "leavesToBill">,
): Promise<Story> {
  const { now, onProgress, lives = false, leavesToBill = false } = input;
  const seconds = Math.floor(now.epochMilliseconds / 1000);
  const since = seconds - 460 * DAY;
  const id = idsFrom(randomFrom(seedOf("ids")));
  const random = (chapter: string) => randomFrom(seedOf(chapter));
  const story = newStory({
    now,
    id,
    random,
    cast: castOf({ organisations: ORGANISATIONS, id, since }),
    lives,
    leavesToBill,
  });
  await tellPeople(story, since);
  tellTaxIdentities(story, since);
  const listingOf = tellCatalogue(story, since + DAY);
  const approved = ENGAGEMENTS.flatMap((plan) => {
    const statements = tellWholeEngagement(story, {
      plan,
      listing: listingOf(plan.provider, plan.moduleCode),
    });
    onProgress(`${plan.title} is told`);
    return statements;
  });
  tellInvoices(story, approved);
  if (!lives) tellReconciliation(story);
  tellDesk(story);
  for (const order of OPEN_ORDERS)
    tellContract(story, {
      order,
      listing: listingOf(order.provider, order.moduleCode),
      state: order.state,
      startsOn: now.toZonedDateTimeISO("UTC").toPlainDate().add({ days: 20 }).toString(),
      orderedAt: seconds - 5 * DAY,
    });
  tellExchange(story);
  return story;
}

async function refuseUnlessEmpty(client: pg.Client): Promise<void> {
  const { rows } = await client.query("select exists (select 1 from public.organization) as filled");
  if (rows[0].filled) throw new DatabaseNotEmpty();
}
