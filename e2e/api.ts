import { type APIRequestContext, expect } from "@playwright/test";
import { demoAccount } from "../prisma/seed/demo-accounts.ts";
import type { Person } from "./fixtures.ts";

// The answers are read as plain JSON on purpose: an API client has no types of ours.
// biome-ignore lint/suspicious/noExplicitAny: JSON of any shape
export type Json = any;
export type Answer = { data?: Json; errors?: { message: string; extensions?: { code?: string } }[] };

/** One operation over HTTP with a person's API key, or as a stranger without one. */
export async function ask(
  request: APIRequestContext,
  who: Person | null,
  operation: { query: string; variables?: Record<string, unknown> },
): Promise<Answer> {
  const headers: Record<string, string> = {
    "content-type": "application/json",
    "sec-fetch-site": "same-origin",
  };
  if (who) headers.authorization = `Bearer ${demoAccount(who).apiKey}`;
  const answer = await request.post("/graphql", { headers, data: operation });
  return (await answer.json()) as Answer;
}

/** The data of an operation that has to succeed. */
export async function read(
  request: APIRequestContext,
  who: Person,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<Json> {
  const { data, errors } = await ask(request, who, { query, variables });
  expect(errors, query).toBeUndefined();
  return data;
}
