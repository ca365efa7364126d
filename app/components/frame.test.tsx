// @vitest-environment node
import { describe, expect, test } from "vitest";
import DesignPage from "../routes/design/route.tsx";
import { AppShell } from "./app-shell.tsx";
import { Checklist } from "./checklist.tsx";
import { Confirmation } from "./confirmation.tsx";
import { Diff } from "./diff.tsx";
import { Facts } from "./facts.tsx";
import { Notice } from "./notice.tsx";
import { Section } from "./section.tsx";
import { htmlOf, textOf } from "./test-render.tsx";
import { ThemeToggle } from "./theme-toggle.tsx";
import { Timeline } from "./timeline.tsx";

const NAV = [
  { label: "Home", href: "/" },
  { label: "Queue", href: "/queue", count: 18, hot: true },
  { label: "Queue archive", href: "/queue-archive" },
];
const WHO = { role: "Delivery manager", organisation: "Quaylink IT" };
const shellAt = (at: string) =>
  htmlOf(
    <AppShell nav={NAV} who={WHO} crumbs={[{ label: "Queue", href: "/queue" }, { label: "INC-1" }]}>
      <h1>Page</h1>
    </AppShell>,
    { at },
  );

describe("the frame", () => {
  test("begins with a link to the page itself", () => {
    expect(shellAt("/")).toMatch(/^<div[^>]*><a href="#main"/);
    expect(shellAt("/")).toContain('<main id="main" tabindex="-1"');
  });

  test.each([
    ["/queue", "Queue"],
    ["/queue/INC-1", "Queue"],
    ["/queue-archive", "Queue archive"],
    ["/", "Home"],
  ])("marks at %s the one place where the reader is: %s", (at, label) => {
    const marked = [...shellAt(at).matchAll(/<a[^>]*aria-current="page"[^>]*><span>([^<]*)/g)].map(
      (match) => match[1],
    );
    // Twice, because the menu of the narrow frame repeats the rail.
    expect(marked).toEqual([label, label]);
  });

  test("says of a hot count that it needs the reader, not by colour alone", () => {
    expect(textOf(shellAt("/"))).toContain("18 need you");
  });

  test("signs out by a post, so that no link can do it", () => {
    expect(shellAt("/")).toMatch(
      /<form[^>]*method="post"[^>]*action="\/sign-out"|action="\/sign-out"[^>]*method="post"/,
    );
  });

  test("opens its narrow menu without JavaScript", () => {
    expect(shellAt("/")).toMatch(/<details[^>]*><summary/);
  });
});

test("a section is named by its heading", () => {
  const html = htmlOf(<Section title="Work">x</Section>);
  const id = html.match(/aria-labelledby="([^"]+)"/)?.[1];
  expect(html).toContain(`<h2 id="${id}">Work</h2>`);
});

test("a message says what kind it is in words, and speaks only when it is the answer to a deed", () => {
  expect(textOf(htmlOf(<Notice tone="error" title="Refused" />))).toBe("Problem: Refused");
  expect(htmlOf(<Notice tone="error" title="Refused" />)).not.toContain("role=");
  expect(htmlOf(<Notice tone="error" title="Refused" live />)).toContain('role="alert"');
  expect(htmlOf(<Notice tone="success" title="Done" live />)).toContain('role="status"');
});

test("a task that cannot start yet is not a link, even when an address is given", () => {
  const html = htmlOf(
    <Checklist
      label="Tasks"
      items={[
        { id: "a", title: "Sign", href: "/sign", state: "blocked" },
        { id: "b", title: "Upload", href: "/upload", state: "done" },
      ]}
    />,
  );
  expect(html).not.toContain('href="/sign"');
  expect(html).toContain('href="/upload"');
  expect(textOf(html)).toContain("1 of 2 completed");
});

test("a difference reads aloud and in greyscale", () => {
  const html = htmlOf(
    <Diff
      parts={[
        { kind: "removed", text: "eight" },
        { kind: "added", text: "five" },
      ]}
    />,
  );
  expect(html).toMatch(/<del>.*<\/del><ins>.*<\/ins>/);
  expect(textOf(html)).toBe("[removed: eight ] [added: five ]");
});

test("an event tells who, what, from where to where, and what it did to the clock", () => {
  const html = htmlOf(
    <Timeline
      label="Events"
      entries={[
        {
          id: "e1",
          at: "2026-11-19T08:30:00Z",
          who: "Rule 4",
          what: "changed the priority",
          before: "P3",
          after: "P2",
          clockEffect: "Target is now 8 h",
        },
      ]}
    />,
  );
  expect(textOf(html)).toBe("19 Nov, 09:30 Rule 4 changed the priority from P3 to P2 Target is now 8 h");
});

test("the theme is chosen by a form that also works without JavaScript", () => {
  const html = htmlOf(<ThemeToggle current="dark" />, { at: "/queue?status=open" });
  expect(html).toContain('value="/queue?status=open"');
  expect(html.match(/aria-pressed="true"/g)).toHaveLength(1);
  expect(html).toMatch(/value="dark"[^>]*aria-pressed="true"/);
});

describe("the design page", () => {
  const html = htmlOf(<DesignPage />, { at: "/design" });

  test("renders on the server with every id once", () => {
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("describes nothing by an id that is not there", () => {
    const ids = new Set([...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]));
    const read = [...html.matchAll(/aria-(?:describedby|labelledby)="([^"]+)"/g)].flatMap((match) =>
      match[1]?.split(" "),
    );
    expect(read.filter((id) => !ids.has(id))).toEqual([]);
  });

  test("needs no style attribute, so a strict content security policy holds", () => {
    expect(html.match(/<[^>]+ style="[^"]*"[^>]*>/g) ?? []).toEqual([]);
  });
});

test("an answer to check has its own way back, and the link says to which question", () => {
  const html = htmlOf(
    <Facts
      facts={[
        { id: "fee", label: "Monthly fee", value: "$4,000.00", changeHref: "/quote/fee" },
        { id: "ref", label: "Reference", value: "Q-1" },
      ]}
    />,
  );
  expect(html.match(/<a /g)).toHaveLength(1);
  expect(textOf(html)).toContain("Change Monthly fee");
});

test("a confirmation gives the reference and what happens next", () => {
  const html = htmlOf(<Confirmation title="Approved" reference="ST-11" next={["The invoice follows"]} />);
  expect(textOf(html)).toBe("Approved Your reference is ST-11 . What happens next The invoice follows");
});
