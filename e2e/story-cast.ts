import type { Page, Person } from "./fixtures.ts";

export const BUYER: Person = { slug: "halden-foods", role: "operations_lead" };
export const MONTH = "2016-02";
export const TERMS = {
  title: "Desk for the São Paulo office",
  monthlyFee: "4,000.00",
  startsOn: "2016-02-01",
  zone: "America/Sao_Paulo",
  termMonths: "120",
};

/** The three people of the story, each in a browser of their own. */
export type Cast = { buyer: Page; provider: Page; manager: Page };
/** With the addresses that the story has come to. */
export type Story = Cast & { contract: string; engagement: string };
