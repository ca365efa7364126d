import type { ReactNode } from "react";
import { renderToString } from "react-dom/server";
import { matchRoutes } from "react-router-dom";
import { createStaticRouter, StaticRouterProvider } from "react-router-dom/server";
import { LocaleProvider, ZoneProvider } from "./locale.tsx";

/** The HTML the server sends for a part, inside a router and with the locale and the zone of a reader. */
export function htmlOf(
  part: ReactNode,
  options: { locale?: string; zone?: string; at?: string } = {},
): string {
  const { locale = "en-GB", zone = "Europe/Warsaw", at = "/" } = options;
  const routes = [{ id: "page", path: "*", element: part }];
  const [pathname = "/", search = ""] = at.split("?");
  const context = {
    basename: "/",
    location: { pathname, search: search && `?${search}`, hash: "", state: null, key: "default" },
    matches: matchRoutes(routes, pathname) ?? [],
    loaderData: {},
    actionData: null,
    errors: null,
    statusCode: 200,
    loaderHeaders: {},
    actionHeaders: {},
    activeDeferreds: null,
  };
  return renderToString(
    <LocaleProvider locale={locale}>
      <ZoneProvider zone={zone}>
        <StaticRouterProvider
          router={createStaticRouter(routes, context)}
          context={context}
          hydrate={false}
        />
      </ZoneProvider>
    </LocaleProvider>,
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
