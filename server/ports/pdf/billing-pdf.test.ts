import { inflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { invoiceOver, REVERSE } from "../../../test/factories/billing-documents.ts";
import { billingPdf } from "./billing-pdf.ts";

const many = Array.from({ length: 60 }, (_one, index) => BigInt(1000 + index));

describe("a document as PDF", () => {
  test("is tagged, names its language and its title, and embeds its fonts", async () => {
    const pdf = (await billingPdf(invoiceOver([400_000n, -21_600n]))).toString("latin1");
    expect(pdf.slice(0, 8)).toBe("%PDF-1.7");
    expect(pdf).toMatch(/\/StructTreeRoot \d+ 0 R/);
    expect(pdf).toContain("/Lang (en)");
    expect(pdf).toContain("/DisplayDocTitle true");
    expect(pdf).toContain("/MarkInfo");
    expect(pdf).toContain("(Invoice ER-000042)");
    expect(pdf).toMatch(/\/FontFile2 \d+ 0 R/);
    for (const type of ["Document", "H1", "H2", "P", "Table", "TR", "TH", "TD"])
      expect(pdf, type).toContain(`/S /${type}\n`);
    expect(pdf).toContain("/Scope /Column");
    expect(pdf).toContain("/Scope /Row");
  });

  test("marks all that is drawn: nothing stands outside a tag or an artifact", async () => {
    const pdf = await billingPdf(invoiceOver(many, REVERSE));
    const pages = streams(pdf).filter((text) => text.includes(" Tf"));
    expect(pages.length).toBeGreaterThan(1);
    for (const page of pages) {
      let depth = 0;
      for (const line of page.split("\n")) {
        if (/ (BDC|BMC)$/.test(line)) depth += 1;
        if (line === "EMC") depth -= 1;
        if (/ TJ$| Tj$|^S$/.test(line)) expect(depth).toBeGreaterThan(0);
      }
      expect(depth).toBe(0);
    }
  });

  test("is the same bytes for the same document, and others for another", async () => {
    const [first, again, other] = await Promise.all([
      billingPdf(invoiceOver([100n])),
      billingPdf(invoiceOver([100n])),
      billingPdf(invoiceOver([101n])),
    ]);
    expect(first.equals(again)).toBe(true);
    expect(first.equals(other)).toBe(false);
  });
});

/** What the compressed streams of a PDF hold. */
function streams(pdf: Buffer): string[] {
  const found: string[] = [];
  let at = pdf.indexOf("stream\n");
  while (at >= 0) {
    const end = pdf.indexOf("\nendstream", at);
    try {
      found.push(inflateSync(pdf.subarray(at + 7, end)).toString("latin1"));
    } catch {
      // A stream that is not compressed holds nothing that a page draws.
    }
    at = pdf.indexOf("stream\n", end + 10);
  }
  return found;
}
