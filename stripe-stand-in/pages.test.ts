import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  openInvoice,
  openStripeWorld,
  payOnPage,
  type StripeWorld,
} from "../test/stripe-schemas/stripe-world.ts";
import { escaped, moneyText, webAddress } from "./pages/html.ts";

let world: StripeWorld;
beforeEach(async () => {
  world = await openStripeWorld();
});
afterEach(async () => {
  await world.stop();
});

const read = async (address: string | null | undefined) => (await fetch(address ?? "")).text();
const charges = async () => (await world.stripe.balanceTransactions.list()).data.length;

describe("the page of an invoice", () => {
  test("shows number, customer, lines and amount, with everything escaped", async () => {
    const invoice = await openInvoice(world, { amount: 123_456 });
    const html = await read(invoice.hosted_invoice_url);
    expect(html).toContain(`Invoice ${invoice.number}`);
    expect(html).toContain("Acme &amp; Sons");
    expect(html).toContain("IT support, &lt;March&gt;");
    expect(html).toContain("€1,234.56");
    expect(html).toContain("Pay €1,234.56");
    expect(html).toContain('<html lang="en">');
    for (const name of ["number", "expiry", "cvc"]) expect(html).toContain(`<label for="${name}">`);
  });

  test("a declined card says so, keeps what was typed, and takes no money", async () => {
    const invoice = await openInvoice(world);
    const reply = await payOnPage(invoice, { number: "4000000000000002" });
    const html = await reply.text();
    expect(reply.status).toBe(402);
    expect(html).toContain('role="alert"');
    expect(html).toContain("Your card was declined. Nothing was paid.");
    expect(html).toContain('value="4000000000000002"');
    expect(await charges()).toBe(0);
    expect((await world.stripe.invoices.retrieve(invoice.id)).status).toBe("open");
    world.guard.assertClean();
  });

  test.each(["", "abc", "4111 1111 1111 1112"])(
    "the card number %j is refused before any attempt",
    async (number) => {
      const invoice = await openInvoice(world);
      expect((await payOnPage(invoice, { number })).status).toBe(402);
      expect(await world.stripe.invoices.retrieve(invoice.id)).toMatchObject({
        status: "open",
        attempt_count: 0,
      });
    },
  );

  test("pressing the button twice, at once and later, pays once", async () => {
    const invoice = await openInvoice(world);
    await Promise.all([payOnPage(invoice), payOnPage(invoice)]);
    await payOnPage(invoice);
    expect(await charges()).toBe(1);
  });

  test("is a receipt afterwards, with the way back", async () => {
    const address = "http://localhost:3000/invoices/1?a=1&b=2";
    const invoice = await openInvoice(world, { metadata: { return_url: address } });
    await payOnPage(invoice);
    const html = await read(invoice.hosted_invoice_url);
    expect(html).toContain("Paid on");
    expect(html).not.toContain("<form");
    expect(html).toContain('href="http://localhost:3000/invoices/1?a=1&amp;b=2">Return to Engine Room</a>');
  });

  test("never links to an address that is not of the web", async () => {
    const invoice = await openInvoice(world, { metadata: { return_url: "javascript:alert(1)" } });
    expect(await read(invoice.hosted_invoice_url)).not.toContain("javascript:");
  });

  test("an unknown token finds nothing", async () => {
    expect((await fetch(`${world.standIn.url}/i/unknown`)).status).toBe(404);
  });
});

describe("the onboarding page", () => {
  async function link() {
    const account = await world.stripe.v2.core.accounts.create({
      display_name: "Nordlicht & Co",
      configuration: {
        recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } },
      },
    });
    const made = await world.stripe.v2.core.accountLinks.create({
      account: account.id,
      use_case: {
        type: "account_onboarding",
        account_onboarding: { refresh_url: "http://localhost/again", return_url: "http://localhost/back" },
      },
    });
    return { account: account.id, url: made.url };
  }
  const submit = (url: string, fields: Record<string, string>) =>
    fetch(url, { method: "POST", body: new URLSearchParams(fields), redirect: "manual" });
  const status = async (id: string) => {
    const account = await world.stripe.v2.core.accounts.retrieve(id, {
      include: ["configuration.recipient", "requirements"],
    });
    return {
      transfers: account.configuration?.recipient?.capabilities?.stripe_balance?.stripe_transfers?.status,
      open: account.requirements?.entries?.length,
    };
  };

  test("whoever accepts may receive transfers, and nobody else", async () => {
    const { account, url } = await link();
    expect(await read(url)).toContain("Nordlicht &amp; Co");
    expect((await submit(url, {})).status).toBe(400);
    expect(await status(account)).toEqual({ transfers: "restricted", open: 2 });
    expect((await submit(url, { accept: "yes" })).headers.get("location")).toBe("http://localhost/back");
    expect(await status(account)).toEqual({ transfers: "active", open: 0 });
    world.guard.assertClean();
  });

  test("a link works once, and for five minutes", async () => {
    const used = await link();
    await submit(used.url, { accept: "yes" });
    expect((await submit(used.url, { accept: "yes" })).headers.get("location")).toBe(
      "http://localhost/again",
    );
    const late = await link();
    world.standIn.controls.advance(300);
    expect((await submit(late.url, { accept: "yes" })).headers.get("location")).toBe(
      "http://localhost/again",
    );
    expect((await status(late.account)).transfers).toBe("restricted");
  });
});

test.each([
  [{ amount: 0, currency: "eur" }, "€0.00"],
  [{ amount: -5, currency: "eur" }, "-€0.05"],
  [{ amount: 1234, currency: "jpy" }, "¥1,234"],
  [{ amount: 1234, currency: "kwd" }, "KWD\u00a01.234"],
  [{ amount: 999_999_999_999, currency: "usd" }, "$9,999,999,999.99"],
])("%j reads as %s", (given, text) => {
  expect(moneyText(given)).toBe(text);
});

test("escaped text never opens a tag or ends an attribute", () => {
  fc.assert(fc.property(fc.string(), (text) => !/[<>"']/.test(escaped(text))));
});

test.each(["javascript:alert(1)", "data:text/html,x", "/relative", "", null])(
  "%j is no web address",
  (text) => {
    expect(webAddress(text)).toBeUndefined();
  },
);
