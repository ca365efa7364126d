// @vitest-environment node
import { describe, expect, test } from "vitest";
import { type Column, DataTable } from "./data-table.tsx";
import { EmptyState } from "./empty-state.tsx";
import { FilterChips } from "./filter-chips.tsx";
import { Pagination } from "./pagination.tsx";
import { htmlOf, textOf } from "./test-render.tsx";

interface Row {
  id: string;
  name: string;
  fee: number;
}

const ROWS: readonly Row[] = [
  { id: "a", name: "Halden Foods", fee: 12 },
  { id: "b", name: "Tern <b>Logistics</b>", fee: 7 },
];

const COLUMNS: ReadonlyArray<Column<Row>> = [
  { key: "name", header: "Engagement", rowHeader: true, cell: (row) => row.name },
  {
    key: "fee",
    header: "Fee",
    numeric: true,
    sort: { href: "/list?sort=-fee", direction: "ascending" },
    cell: (row) => row.fee,
  },
  { key: "name-sort", header: "Name", sort: { href: "/list?sort=name" }, cell: (row) => row.id },
  { key: "pick", header: "Compare", hiddenHeader: true, cell: () => "pick" },
];

const table = (more: Partial<Parameters<typeof DataTable<Row>>[0]> = {}) =>
  htmlOf(
    <DataTable caption="Engagements" columns={COLUMNS} rows={ROWS} rowKey={(row) => row.id} {...more} />,
  );

describe("a table", () => {
  test("has a caption, column headers and one header a row", () => {
    const html = table();
    expect(html).toMatch(/<caption>.*Engagements.*<\/caption>/);
    expect(html.match(/scope="col"/g)).toHaveLength(4);
    expect(html.match(/scope="row"/g)).toHaveLength(2);
  });

  test("says which column sorts it, and offers the others as links", () => {
    const html = table();
    expect(html.match(/aria-sort="ascending"/g)).toHaveLength(1);
    expect(html.match(/aria-sort="none"/g)).toHaveLength(1);
    expect(html).toContain('href="/list?sort=-fee"');
    expect(html).toContain('href="/list?sort=name"');
  });

  test("labels each stacked cell with its header, except where the header is hidden", () => {
    const html = table();
    expect(html.match(/data-label="Fee"/g)).toHaveLength(2);
    expect(html).not.toContain('data-label="Compare"');
    expect(textOf(html)).toContain("Compare");
  });

  test("escapes what stands in a row", () => {
    expect(table()).toContain("Tern &lt;b&gt;Logistics&lt;/b&gt;");
  });

  test("that scrolls can be reached by keyboard and has a name", () => {
    expect(table({ narrow: "scroll" })).toMatch(/<section[^>]*aria-label="Engagements" tabindex="0"/);
    expect(table({ narrow: "stack" })).not.toContain("tabindex");
  });

  test("without rows shows what its page says about that, and no header", () => {
    const html = table({
      rows: [],
      empty: <EmptyState kind="none-found" title="No engagement is paused" />,
    });
    expect(textOf(html)).toBe("No engagement is paused");
    expect(html).not.toContain("<table");
  });
});

describe("filters", () => {
  const html = htmlOf(
    <FilterChips
      active={[
        { label: "Status", value: "active", clearHref: "/list?country=PL" },
        { label: "Country", value: "Poland", clearHref: "/list?status=active" },
      ]}
      suggested={[
        { label: "Module", options: [{ label: "Payroll", href: "/list?module=payroll", count: 3 }] },
      ]}
      clearAllHref="/list"
    />,
  );

  test("clear one by one or all, by links that say what they clear", () => {
    expect(html).toMatch(/href="\/list\?country=PL"[^>]*>.*?Clear.*?Status/);
    expect(textOf(html)).toContain("Clear all");
  });

  test("open without JavaScript", () => {
    expect(html).toMatch(/<details[^>]*><summary>.*Module.*<\/summary>/);
    expect(html).toContain('href="/list?module=payroll"');
  });

  test("keep the clear link outside of the chip's text", () => {
    expect(html).not.toMatch(/<a[^>]*>[^<]*<a/);
  });

  test("do not offer to clear all when there is only one", () => {
    const one = htmlOf(
      <FilterChips
        active={[{ label: "A", value: "b", clearHref: "/x" }]}
        suggested={[]}
        clearAllHref="/list"
      />,
    );
    expect(textOf(one)).not.toContain("Clear all");
  });
});

describe("pages", () => {
  test("link only to neighbours that exist", () => {
    const html = htmlOf(<Pagination label="Items" nextHref="/list?after=9" summary="25 shown" />);
    expect(html).toContain('rel="next"');
    expect(html).not.toContain('rel="prev"');
  });

  test("vanish when there is nothing to say", () => {
    expect(textOf(htmlOf(<Pagination label="Items" />))).toBe("");
  });
});
