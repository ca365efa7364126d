import type { ReactNode } from "react";
import { I18nProvider } from "react-aria-components";
import { renderToString } from "react-dom/server";
import { createMemoryRouter, RouterProvider } from "react-router-dom";
import { ZoneProvider } from "./locale.tsx";

/** The HTML the server sends for a part, inside a router and with the locale and the zone of a reader. */
export function htmlOf(
  part: ReactNode,
  options: { locale?: string; zone?: string; at?: string } = {},
): string {
  const { locale = "en-GB", zone = "Europe/Warsaw", at = "/" } = options;
  const router = createMemoryRouter([{ path: "*", element: part }], { initialEntries: [at] });
  return renderToString(
    <I18nProvider locale={locale}>
      <ZoneProvider zone={zone}>
        <RouterProvider router={router} />
      </ZoneProvider>
    </I18nProvider>,
  );
}

/** What remains of the HTML when only its text is read, spaces evened out. */
export function textOf(html: string): string {
  return html
    .replace(/<!--.*?-->/g, "")
    .replace(/<[^>]+>/g, " ")
    .replaceAll("&amp;", "&")
    .replace(/\s+/g, " ")
    .trim();
}
