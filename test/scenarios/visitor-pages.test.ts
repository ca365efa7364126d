import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { rebuildListingCards, refreshListingCards } from "../../server/catalogue/refresh-listing-cards.ts";
import { openVisitorPages, type PageMarks, type VisitorPages } from "../../server/visitor-pages.ts";
import { addListing } from "../factories/catalogue.ts";
import { member } from "../factories/people.ts";
import { openWorld, type World } from "../world.ts";

const NOW = "2026-11-21T09:07:00Z";

let world: World;
let organizationId: string;
let pages: VisitorPages;
let rendered = 0;

beforeAll(async () => {
  world = await openWorld({ now: NOW });
  const provider = await member(world, { name: "Berlin Books", kind: "provider", role: "owner" });
  organizationId = provider.organizationId;
  await addListing(world, { organizationId });
  await rebuildListingCards(world.owner, world.clock.now());
});

afterAll(() => world.close());

beforeEach(() => {
  rendered = 0;
  pages = openVisitorPages({ published: world.db.published, clock: world.clock });
});

const HTML = { "Content-Type": "text/html; charset=utf-8" };

type Answer = (marks: PageMarks) => Response;

const page: Answer = ({ nonce, requestId }) =>
  new Response(`<script nonce="${nonce}">ü ${requestId} ${nonce} ${rendered}</script>`, {
    headers: HTML,
  });

async function ask(path: string, options: { own?: PageMarks; answer?: Answer; init?: RequestInit } = {}) {
  const { own = { nonce: "n+/=", requestId: "r" }, answer = page, init = {} } = options;
  const response = await pages.answer({
    request: new Request(`http://localhost${path}`, init),
    own,
    render: async (marks) => {
      rendered += 1;
      return answer(marks);
    },
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** From the second time on a page is kept. */
async function twice(path: string, options: Parameters<typeof ask>[1] = {}) {
  await ask(path, options);
  return ask(path, options);
}

test("a page asked for again is rendered no third time, and every answer has its own nonce and request", async () => {
  const own = (nonce: string, requestId: string) => ({ own: { nonce, requestId } });
  const first = await ask("/catalogue?q=a", own("one==", "r1"));
  const second = await ask("/catalogue?q=a", own("two==", "script"));
  const third = await ask("/catalogue?q=a", own("three==", "r3"));
  expect(first.text).toBe('<script nonce="one==">ü r1 one== 1</script>');
  expect(second.text).toBe('<script nonce="two==">ü script two== 2</script>');
  expect(third.text).toBe('<script nonce="three==">ü r3 three== 2</script>');
  expect(third.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(rendered).toBe(2);
});

test("another address and another cookie are other pages", async () => {
  await twice("/catalogue?q=a");
  await twice("/catalogue?q=b");
  await twice("/catalogue?q=a", { init: { headers: { cookie: "theme=dark" } } });
  expect(rendered).toBe(6);
});

test("addresses that are asked for once drive out no page that is in use", async () => {
  await twice("/catalogue?q=a");
  const big: Answer = () => new Response("x".repeat(5 * 1024 * 1024), { headers: HTML });
  for (const n of [1, 2, 3]) await ask(`/catalogue?visit=${n}`, { answer: big });
  expect((await ask("/catalogue?q=a")).text).toContain(" 2<");
});

test.each<[string, () => Promise<unknown>]>([
  [
    "a card was written",
    () => refreshListingCards({ db: world.workDb, clock: world.clock }, { organizationId, requestId: "t" }),
  ],
  ["a card was removed by hand", () => world.owner.query("delete from listing_card where false")],
  ["a quarter of an hour began", async () => world.clock.moveTo(world.clock.now().add({ minutes: 15 }))],
])("is rendered anew when %s", async (_what, change) => {
  await twice("/catalogue");
  await change();
  expect((await ask("/catalogue")).text).toContain(" 3<");
});

test("a change that has not committed changes nothing, and is seen with its commit", async () => {
  await twice("/catalogue");
  await world.owner.query("begin");
  await world.owner.query("update listing_card set score = score");
  expect((await ask("/catalogue")).text).toContain(" 2<");
  await world.owner.query("commit");
  expect((await ask("/catalogue")).text).toContain(" 3<");
});

test("a change while the page is being made leaves nothing old behind", async () => {
  await ask("/catalogue");
  let during = true;
  const request = new Request("http://localhost/catalogue");
  await pages.answer({
    request,
    own: { nonce: "n", requestId: "r" },
    render: async (marks) => {
      if (during) await world.owner.query("update listing_card set score = score");
      during = false;
      return page(marks);
    },
  });
  await ask("/catalogue");
  expect(rendered).toBe(2);
});

test.each<[string, string, Answer, RequestInit]>([
  ["another path", "/catalogue/1", page, {}],
  ["a form that is sent", "/catalogue", page, { method: "POST" }],
  ["a failure", "/catalogue", () => new Response("no", { status: 500 }), {}],
  ["a redirect", "/catalogue", () => new Response(null, { status: 302, headers: { location: "/" } }), {}],
  [
    "an answer with a cookie",
    "/catalogue",
    () => new Response("x", { headers: { "content-type": "text/html", "set-cookie": "a=b" } }),
    {},
  ],
])("%s is never kept", async (_what, path, answer, init) => {
  const first = await twice(path, { answer, init });
  const second = await ask(path, { answer, init });
  expect(rendered).toBe(3);
  expect(second.status).toBe(first.status);
  expect(second.headers.get("location")).toBe(first.headers.get("location"));
});

test("keeps eight megabytes and lets the oldest go", async () => {
  const big: Answer = () => new Response("x".repeat(3 * 1024 * 1024), { headers: HTML });
  for (const q of ["a", "b", "c"]) await twice(`/catalogue?q=${q}`, { answer: big });
  await ask("/catalogue?q=c", { answer: big });
  expect(rendered).toBe(6);
  await ask("/catalogue?q=a", { answer: big });
  expect(rendered).toBe(7);
});
