// A bare Remix handler: one route, one loader without a database, as many rows as make up the wanted bytes.
import { createAdaptorServer } from "@hono/node-server";
import { createRequestHandler, type ServerBuild } from "@remix-run/node";
import { RemixServer, Scripts, useLoaderData } from "@remix-run/react";
import { createElement as h } from "react";
import { renderToString } from "react-dom/server";

const wantedBytes = Number(process.argv[2] ?? 40_000);
let rows = 50;

function Page() {
  const { items } = useLoaderData() as { items: { id: number; name: string; text: string }[] };
  const cells = items.map((one) =>
    h(
      "tr",
      { key: one.id, className: "row" },
      h("td", null, one.name),
      h("td", { className: "text" }, one.text),
    ),
  );
  const table = h("table", null, h("tbody", null, ...cells));
  return h(
    "html",
    { lang: "en" },
    h("head", null, h("title", null, "Floor")),
    h("body", null, table, h(Scripts)),
  );
}

const build = {
  entry: {
    module: {
      default: (request: Request, status: number, headers: Headers, context: never) => {
        headers.set("Content-Type", "text/html; charset=utf-8");
        const page = h(RemixServer, { context, url: request.url });
        return new Response(`<!DOCTYPE html>${renderToString(page)}`, { status, headers });
      },
    },
  },
  routes: {
    root: {
      id: "root",
      path: "",
      module: {
        default: Page,
        loader: () => ({
          items: Array.from({ length: rows }, (_, id) => ({
            id,
            name: `Provider ${id}`,
            text: "Close by day five, VAT",
          })),
        }),
      },
    },
  },
  assets: {
    version: "1",
    url: "/manifest.js",
    entry: { module: "/entry.js", imports: [] },
    routes: { root: { id: "root", path: "", hasLoader: true, hasAction: false, module: "/root.js" } },
  },
  publicPath: "/",
  assetsBuildDirectory: "",
  isSpaMode: false,
  basename: "/",
  future: { v3_singleFetch: true, v3_lazyRouteDiscovery: false, unstable_optimizeDeps: false },
} as unknown as ServerBuild;

const handler = createRequestHandler(build, "production");
const size = async () => (await (await handler(new Request("http://floor/"))).text()).length;
const small = await size();
rows = 0;
const fixed = await size();
rows = Math.max(1, Math.round((wantedBytes - fixed) / ((small - fixed) / 50)));

const server = createAdaptorServer({ fetch: (request) => handler(request) });
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.send?.({ port: typeof address === "object" && address ? address.port : 0 });
});
