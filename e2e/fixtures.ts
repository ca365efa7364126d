import { AxeBuilder } from "@axe-core/playwright";
import { test as base, type ConsoleMessage, expect, type Page } from "@playwright/test";
import type { Role } from "../domain/identity/viewer.ts";
import { type DemoAccount, demoAccount } from "../prisma/seed/demo-accounts.ts";
import { SERVERS } from "./servers.ts";

export { expect, type Locator, type Page } from "@playwright/test";

/** What a browser reported that a reader of the page would not want to happen. */
export type Watch = {
  /** Watches one more page, such as that of another person in another context. */
  over: (page: Page) => Page;
  /** A refused load that this test causes on purpose, such as 404; it is not held against the page. */
  expectStatus: (...statuses: number[]) => void;
  problems: () => readonly string[];
};

/**
 * Every test fails on a console error or warning, a page error or a hydration warning of any page it
 * watches.
 */
export const test = base.extend<{ watch: Watch }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs.
  baseURL: async ({}, use, { parallelIndex }) => use(SERVERS[parallelIndex]?.url),
  watch: [
    async ({ page }, use) => {
      const problems: string[] = [];
      const expected = new Set<number>();
      const over = (watched: Page) => {
        watched.on("pageerror", (error) => problems.push(`${watched.url()}: ${error.message}`));
        watched.on("console", (message) => {
          if (!isProblem(message)) return;
          const status = Number(/status of (\d{3})/.exec(message.text())?.[1] ?? 0);
          if (!expected.has(status)) problems.push(`${watched.url()}: ${message.text()}`);
        });
        return watched;
      };
      over(page);
      await use({
        over,
        expectStatus: (...statuses) => {
          for (const status of statuses) expected.add(status);
        },
        problems: () => problems,
      });
      expect(problems, "what the browser reported").toEqual([]);
    },
    { auto: true },
  ],
});

function isProblem(message: ConsoleMessage): boolean {
  if (message.type() === "error") return true;
  return message.type() === "warning" && /hydrat|did not match|react/i.test(message.text());
}

export type Person = { slug: string; role: Role };

/** Signs in as a person of the demo story, through the page that everyone uses. */
export async function signInAs(page: Page, person: Person, next = "/"): Promise<DemoAccount> {
  const account = demoAccount(person);
  await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
  await page.getByLabel("E-mail").fill(account.email);
  await page.getByLabel("Password").fill(account.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("button", { name: "Sign out" }).first()).toBeAttached();
  return account;
}

/** The theme as the toggle keeps it, from the next load on. */
export async function useTheme(page: Page, theme: "light" | "dark"): Promise<void> {
  await page.context().addCookies([{ name: "theme", value: theme, domain: "localhost", path: "/" }]);
}

/** The page has come alive: one that never does reports no error, it only does nothing. */
export async function alive(page: Page): Promise<void> {
  await page.waitForFunction(() => "__remixRouter" in window, undefined, { timeout: 15_000 });
}

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe looks at: all of it, or only what another theme or a narrower window can change. */
type Look = "everything" | "colours" | "targets";

/** axe finds nothing: WCAG 2.2 AA and its best practices. */
export async function axeClean(page: Page, what: Look = "everything"): Promise<void> {
  expect.soft(await axeFindings(page, what), `axe on ${page.url()}`).toEqual([]);
}

/** What axe finds, one line a rule with the first elements it names. */
async function axeFindings(page: Page, what: Look): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  if (what === "everything") axe.withTags(RULES);
  else axe.withRules(what === "colours" ? "color-contrast" : "target-size");
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => {
    const where = nodes.slice(0, 3).map((node) => node.target.join(" "));
    return `${id} (${nodes.length}): ${where.join(" | ")}`;
  });
}

/** How many pixels the page is wider than its window; 0 is none. */
export function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
