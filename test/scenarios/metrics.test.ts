import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { metricById, serviceModule } from "../../domain/catalogue/catalogue.ts";
import { levelFromMetric } from "../../domain/catalogue/level-from-metric.ts";
import type { ServiceLevel } from "../../domain/catalogue/service-level.ts";
import type { TermsEdit } from "../../domain/contracts/terms-edit.input.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { ask } from "../factories/ask.ts";
import { closedMonth } from "../factories/closed-month.ts";
import { type ContractStory, contractStory } from "../factories/contract-story.ts";
import { type Contracted, contracted } from "../factories/contracted.ts";
import { orderForm } from "../factories/contracts.ts";

let story: ContractStory;
beforeAll(async () => {
  story = await contractStory();
});
afterAll(() => story.world.close());

const CREATE = `mutation ($input: CreateOrderInput!) { answer: createOrder(input: $input) { __typename
  ... on MutationCreateOrderSuccess { data { id } }
  ... on InvalidInput { issues { field message } } } }`;

async function order(change: (form: TermsEdit) => Partial<TermsEdit>) {
  const { world, buyer, listingId } = story;
  const form = await orderForm(world, buyer, listingId);
  const terms = { ...form, ...change(form) };
  const { data, errors } = await ask(world, buyer, CREATE, { input: { listingId, terms } });
  expect(errors).toEqual([]);
  return data.answer;
}

const NEW = { id: "", metric: "availability", target: "", minimum: "", weight: "", minutes: [] };

describe("an order over the API", () => {
  test("takes a level of the catalogue's metrics with its defaults", async () => {
    const answer = await order(({ serviceLevels }) => ({ serviceLevels: [...serviceLevels, NEW] }));
    const metric = metricById(serviceModule("it_support"), "availability");
    expect(answer.__typename).toBe("MutationCreateOrderSuccess");
    expect(metric).toBeDefined();
    if (metric)
      expect((await story.read(story.buyer, answer.data.id))?.terms.serviceLevels.at(-1)).toEqual(
        levelFromMetric({ metric, id: "availability", currency: "EUR" }),
      );
  });

  test.each([
    ["no data source", { dataSource: "not_agreed" }],
    ["no dispute window", { disputeDays: "" }],
  ])("is refused where a weight hangs on a level with %s, and nothing changes", async (words, struck) => {
    const before = await story.traces();
    const answer = await order(({ serviceLevels }) => ({
      serviceLevels: serviceLevels.map((level, index) =>
        index === 1 && level.figure ? { ...level, figure: { ...level.figure, ...struck } } : level,
      ),
    }));
    expect(answer).toEqual({
      __typename: "InvalidInput",
      issues: [{ field: "serviceLevels.1.weight", message: expect.stringContaining(words) }],
    });
    expect(await story.traces()).toBe(before);
  });

  test("is refused beside the field for rules that are none, and nothing changes", async () => {
    const before = await story.traces();
    const odd = { window: "week", decimals: "9", smallSample: "max_misses", disputeDays: "91" };
    const answer = await order(({ serviceLevels }) => ({
      serviceLevels: serviceLevels.map((level, index) =>
        index === 0 && level.figure ? { ...level, figure: { ...level.figure, ...odd } } : level,
      ),
    }));
    const fields = answer.issues.map((issue: { field: string }) => issue.field).sort();
    expect(fields).toEqual(
      ["decimals", "disputeDays", "maxMisses", "window"].map((name) => `serviceLevels.0.figure.${name}`),
    );
    expect(await story.traces()).toBe(before);
  });

  test("is refused for a metric of another service, and nothing changes", async () => {
    const before = await story.traces();
    const answer = await order(({ serviceLevels }) => ({
      serviceLevels: [...serviceLevels, { ...NEW, metric: "posting_accuracy" }],
    }));
    expect(answer.issues).toEqual([
      {
        field: expect.stringMatching(/^serviceLevels\.\d+\.metric$/),
        message: "The service has no such metric.",
      },
    ]);
    expect(await story.traces()).toBe(before);
  });
});

const MONTH = "2026-10";
const TAKEN = ["resolve", "availability", "mean_time_to_resolve", "backlog_age"];

function levels(): ServiceLevel[] {
  return TAKEN.map((id, index) => {
    const metric = metricById(serviceModule("it_support"), id);
    if (!metric) throw new Error(id);
    const level = levelFromMetric({ metric, id, currency: "USD" });
    return { ...level, weightBps: index === 0 ? 10_000 : 0, minimumSample: 0 };
  });
}

/** A contract around the clock with seven incidents of growing length, one old one and one outage. */
async function measured(): Promise<Contracted> {
  const one = await contracted(story.world, {
    terms: { startsOn: "2026-09-01", serviceLevels: levels(), calendar: null },
  });
  for (let hours = 1; hours <= 7; hours++)
    await work(one, { type: "incident", start: `2026-10-0${hours}T12:00:00Z`, hours: hours * 2 });
  await work(one, { type: "incident", start: "2026-10-02T12:00:00Z", hours: null });
  await work(one, { type: "outage", start: "2026-10-10T12:00:00Z", hours: 8 });
  return one;
}

let made = 0;
async function work(one: Contracted, p: { type: string; start: string; hours: number | null }) {
  made += 1;
  const start = new Date(p.start);
  const end = p.hours === null ? null : new Date(start.getTime() + p.hours * 3_600_000);
  const { id } = await story.world.row(
    `insert into work_item (organization_id, provider_id, engagement_id, source, reference, type, title, state,
       opened_at, resolved_at)
     values ($1, $2, $3, 'desk', $4, $5, 'Printer', $6, $7, $8) returning id`,
    [
      one.buyer.organizationId,
      one.provider.organizationId,
      one.engagementId,
      `M-${made}`,
      p.type,
      end ? "resolved" : "open",
      start,
      end,
    ],
  );
  const events = [["start", start] as const, ...(end ? [["stop", end] as const] : [])];
  for (const [position, [type, at]] of events.entries())
    await story.world.owner.query(
      `insert into work_item_event (organization_id, provider_id, work_item_id, source_key, position, type, at,
         actor, data) values ($1, $2, $3, $4, $5, $6, $7, 'desk', '{}')`,
      [
        one.buyer.organizationId,
        one.provider.organizationId,
        id,
        `${id}-${position}`,
        position + 1,
        type,
        at,
      ],
    );
}

const FIGURES = `query ($id: ID!, $month: String!) { answer: monthFigures(engagementId: $id, month: $month) {
  state levels { levelId kind measured gross n misses status unit detail } } }`;
const ROWS = `query ($id: ID!, $level: String!, $month: String!, $first: Int, $after: String) {
  answer: monthRows(engagementId: $id, levelId: $level, month: $month, first: $first, after: $after) {
    next rows { workItemId reference verdict value netSeconds } } }`;

const figuresOf = async (one: Contracted, viewer: Viewer = one.buyer) =>
  (await ask(story.world, viewer, FIGURES, { id: one.engagementId, month: MONTH })).data.answer;

type Row = { workItemId: string; reference: string; verdict: string };
type Page = { next: string | null; rows: Row[] };
async function pageOf(
  one: Contracted,
  level: string,
  more: object = {},
  viewer = one.buyer,
): Promise<Page> {
  const p = { id: one.engagementId, level, month: MONTH, ...more };
  const { data, errors } = await ask(story.world, viewer, ROWS, p);
  expect(errors).toEqual([]);
  return data.answer;
}

async function everyPage(one: Contracted, level: string, first: number): Promise<Row[][]> {
  const pages: Row[][] = [];
  let after: string | null = null;
  do {
    const page: Page = await pageOf(one, level, { first, after });
    pages.push(page.rows);
    after = page.next;
  } while (after !== null && pages.length < 20);
  return pages;
}

describe("a month of every kind of level", () => {
  let one: Contracted;
  let live: Awaited<ReturnType<typeof figuresOf>>;
  const whole: Record<string, Row[]> = {};

  beforeAll(async () => {
    one = await measured();
    live = await figuresOf(one);
    for (const level of TAKEN) whole[level] = (await pageOf(one, level)).rows;
  });

  test("is measured: a share in time, availability, a mean and a count", () => {
    expect(live.levels).toMatchObject([
      { levelId: "resolve", kind: "clock_attainment", n: 8, misses: 4 },
      // 8 of October's 744 hours, which São Paulo keeps without a change of the clocks.
      { levelId: "availability", kind: "continuous", measured: "98.925", unit: "%" },
      { levelId: "mean_time_to_resolve", kind: "duration", measured: "8.00", unit: "hours" },
      { levelId: "backlog_age", kind: "count", measured: "1", unit: "items" },
    ]);
  });

  test.each([1, 3, 7, 8, 500])(
    "opens its rows in pages of %i, each row once and in one order",
    async (first) => {
      for (const level of TAKEN) {
        const pages = await everyPage(one, level, first);
        expect(pages.flat()).toEqual(whole[level]);
        expect(pages.slice(0, -1).every((rows) => rows.length === first)).toBe(true);
      }
    },
  );

  test("begins anew under a place that nobody gave, and is closed to strangers", async () => {
    for (const after of ["", "nonsense", "2/1/x", "0/1/'; drop table work_item; --"])
      expect((await pageOf(one, "resolve", { after })).rows).toEqual(whole.resolve);
    expect(await pageOf(one, "resolve", {}, story.stranger)).toBeNull();
    expect(await pageOf(one, "no_such_level")).toBeNull();
  });

  test("is frozen as it was, and later work changes neither figures nor rows", async () => {
    await closedMonth(story.world, one, "2026-09");
    await closedMonth(story.world, one, MONTH);
    const frozen = await figuresOf(one);
    expect(frozen).toEqual({ ...live, state: "frozen" });
    await work(one, { type: "outage", start: "2026-10-20T12:00:00Z", hours: 100 });
    await work(one, { type: "incident", start: "2026-10-21T12:00:00Z", hours: 90 });
    expect(await figuresOf(one, one.provider)).toEqual(frozen);
    for (const level of TAKEN) {
      expect((await everyPage(one, level, 3)).flat()).toEqual(whole[level]);
      expect((await pageOf(one, level, {}, one.provider)).rows).toEqual(whole[level]);
    }
  });
});
