/** Text made safe for HTML content and quoted attributes. */
export function escaped(text: string): string {
  const entities: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** The address where it is one of the web, otherwise nothing: a page never links to `javascript:`. */
export function webAddress(text: string | null | undefined): string | undefined {
  if (text === null || text === undefined || !URL.canParse(text)) return undefined;
  return ["http:", "https:"].includes(new URL(text).protocol) ? text : undefined;
}

/** An amount of minor units in the way of the reader's currency, exact for every size. */
export function moneyText({ amount, currency }: { amount: number; currency: string }): string {
  const format = new Intl.NumberFormat("en", { style: "currency", currency: currency.toUpperCase() });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  const text = String(Math.abs(amount)).padStart(digits + 1, "0");
  const decimal = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
  // A decimal text is formatted without a detour through a binary fraction.
  return format.format(`${amount < 0 ? "-" : ""}${decimal}` as `${number}`);
}

export function dayText(epochSeconds: number): string {
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(
    epochSeconds * 1000,
  );
}

/** A whole page. The banner keeps anybody from taking it for the real Stripe. */
export function page({ title, body }: { title: string; body: string }): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<header class="banner">Local test payments: no money moves.</header>
<main>
${body}
</main>
</body>
</html>
`;
}

const style = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --sheet: #fff;
  --ground: #f3f4f6; --act: #0b57a4; --act-ink: #fff; --bad: #a40e26; --good: #116329; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #a5afba; --line: #3d444d;
  --sheet: #161b22; --ground: #0d1117; --act: #7cb7ff; --act-ink: #0d1117; --bad: #ff9ca5; --good:
  #7ee2a0; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui,
  sans-serif; }
.banner { margin: 0; padding: .5rem 1rem; text-align: center; background: var(--ink); color:
  var(--ground); }
main { max-width: 40rem; margin: 2rem auto; padding: clamp(1rem, 4vw, 2.5rem); background:
  var(--sheet); border: 1px solid var(--line); border-radius: .75rem; }
h1 { margin: 0 0 .25rem; font-size: 1.5rem; line-height: 1.25; }
h2 { margin: 2rem 0 .5rem; font-size: 1.125rem; }
.amount { margin: .5rem 0 1rem; font-size: 2rem; font-weight: 600; font-variant-numeric:
  tabular-nums; }
.soft { color: var(--soft); }
.good { color: var(--good); }
.bad { color: var(--bad); }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .5rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid
  var(--line); }
.number { padding-left: 1rem; text-align: right; white-space: nowrap; font-variant-numeric:
  tabular-nums; }
label { display: block; margin: 1rem 0 .25rem; font-weight: 600; }
input { width: 100%; padding: .625rem .75rem; font: inherit; color: inherit; background:
  transparent; border: 1px solid var(--soft); border-radius: .375rem; }
input[type=checkbox] { width: 1.25rem; height: 1.25rem; margin: 0 .5rem 0 0; vertical-align:
  text-bottom; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 0 1rem; }
button, .button { display: inline-block; margin-top: 1.5rem; padding: .75rem 1.25rem; font: inherit;
  font-weight: 600; color: var(--act-ink); background: var(--act); border: 0; border-radius:
  .375rem; text-decoration: none; cursor: pointer; }
:focus-visible { outline: 3px solid var(--act); outline-offset: 2px; }
.alert { padding: .75rem 1rem; border: 1px solid var(--bad); border-radius: .375rem; }
@media print { .banner, form, .button { display: none; }
main { border: 0; margin: 0; }
}
`;
