import { describe, expect, test } from "vitest";
import { asksPlainly } from "./plain-post.ts";

const request = (headers: Record<string, string>, method = "POST") =>
  new Request("http://engine.test/graphql", { method, headers });
const json = { "content-type": "application/json" };

describe("a plain request", () => {
  test.each([
    ["JSON", json],
    ["JSON that says how it is written", { "content-type": "application/json; charset=UTF-8" }],
    ["one that takes anything", { ...json, accept: "*/*" }],
    ["one that takes JSON", { ...json, accept: "application/json" }],
  ])("is %s", (_name, headers) => {
    expect(asksPlainly(request(headers))).toBe(true);
  });

  test.each([
    ["a form", { "content-type": "application/x-www-form-urlencoded" }],
    ["JSON in another alphabet", { "content-type": "application/json; charset=utf-16" }],
    ["one without a type", {}],
    ["one that wants a stream of events", { ...json, accept: "text/event-stream" }],
    ["one that wants GraphQL's own type", { ...json, accept: "application/graphql-response+json" }],
  ])("is not %s", (_name, headers) => {
    expect(asksPlainly(request(headers))).toBe(false);
  });

  test("is never a GET", () => {
    expect(asksPlainly(request(json, "GET"))).toBe(false);
  });
});
