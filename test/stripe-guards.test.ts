import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Stripe from "stripe";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import catalogue from "../stripe-stand-in/generated/operations.json" with { type: "json" };
import { handlers } from "../stripe-stand-in/routes.ts";

const root = join(import.meta.dirname, "..");
const listed = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "server", "app", "graphql"], {
  cwd: root,
  encoding: "utf8",
});
const sources = listed
  .trim()
  .split("\n")
  .filter((file) => /\.tsx?$/.test(file) && !file.includes("/generated/") && !/\.test\.tsx?$/.test(file));
const text = (file: string) => readFileSync(join(root, file), "utf8");
const ports = sources.filter((file) => file.startsWith("server/ports/stripe/"));
const operations = new Set(catalogue.operations.map(([name]) => name));
/** Functions of the SDK that ask Stripe nothing. */
const LOCAL = ["webhooks.constructEvent", "parseEventNotification"];

/** Every `stripe.a.b.c(…)` of a text, without the `stripe`. */
function callsOf(source: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isCallExpression(node)) {
      const words = node.expression.getText().replaceAll(/\s/g, "").split(".");
      if (words[0] === "stripe" && words.length > 1) found.push(words.slice(1).join("."));
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("a.ts", source, ts.ScriptTarget.Latest, true));
  return found;
}

describe("our code and the local Stripe", () => {
  const calls = [...new Set(ports.flatMap((file) => callsOf(text(file))))].filter(
    (call) => !LOCAL.includes(call),
  );

  test("our code calls only operations that the SDK has and the stand-in answers", () => {
    expect(calls.length).toBeGreaterThan(15);
    expect(calls.filter((call) => !operations.has(call))).toEqual([]);
    expect(calls.filter((call) => handlers[call] === undefined)).toEqual([]);
  });

  test("the scan sees a call that is broken over lines, and one within another", () => {
    const source = "settled(() =>\n  stripe.v2.core\n    .accounts.create({ a: stripe.refunds.list() }))";
    expect(callsOf(source)).toEqual(["v2.core.accounts.create", "refunds.list"]);
  });

  test("a handler of the stand-in is an operation of the SDK", () => {
    expect(Object.keys(handlers).filter((name) => !operations.has(name))).toEqual([]);
  });

  test("the SDK is pinned exactly, and its API version is the stand-in's", () => {
    const { dependencies } = JSON.parse(text("package.json")) as { dependencies: Record<string, string> };
    expect(dependencies["stripe"]).toBe(catalogue.sdk);
    expect(Stripe.PACKAGE_VERSION).toBe(catalogue.sdk);
    expect(Stripe.API_VERSION).toBe(catalogue.api);
  });
});

describe("what is never said to Stripe", () => {
  const code = (file: string) =>
    text(file)
      .split("\n")
      .filter((line) => !/^\s*(\/\/|\*|\/\*)/.test(line))
      .join("\n");

  test("application_fee_amount: the fee is what is not transferred", () => {
    expect(sources.filter((file) => code(file).includes("application_fee_amount"))).toEqual([]);
  });

  test("a tolerance of 0, which since version 23 of the SDK switches off the check of a webhook's age", () => {
    const none = /tolerance(Seconds)?\s*[:=]\s*0\b/i;
    expect(none.test("tolerance: 0")).toBe(true);
    expect(sources.filter((file) => none.test(code(file)))).toEqual([]);
    const { verified } = agesTaken();
    expect(verified).toEqual([true, true, false]);
  });

  /** A signature of now, of 299 seconds ago and of 301 seconds ago, checked as our port checks it. */
  function agesTaken() {
    const stripe = new Stripe("sk_test_none");
    const payload = JSON.stringify({ id: "evt_1", object: "event", type: "x", data: { object: {} } });
    const now = 1_800_000_000;
    const source = text("server/ports/stripe/webhook.ts");
    const tolerance = Number(/toleranceSeconds = (\d+)/.exec(source)?.[1]);
    const verified = [0, 299, 301].map((age) => {
      const header = stripe.webhooks.generateTestHeaderString({
        payload,
        secret: "s",
        timestamp: now - age,
      });
      try {
        stripe.webhooks.constructEvent(payload, header, "s", tolerance, undefined, now * 1000);
        return true;
      } catch {
        return false;
      }
    });
    return { verified };
  }

  test("a key of the SDK's own making: every request that writes carries ours", () => {
    const unkeyed = ports.flatMap((file) =>
      [
        ...code(file).matchAll(
          /stripe\.[\w.]+\.(create|update|pay|finalizeInvoice|voidInvoice|addLines)\(/g,
        ),
      ]
        .filter((match) => !/idempotencyKey/.test(code(file).slice(match.index, match.index + 1500)))
        .map((match) => `${file}: ${match[0]}`),
    );
    expect(unkeyed).toEqual([]);
  });
});
