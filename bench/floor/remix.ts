// A bare Remix handler: one route, one loader without a database, as many rows as make up the wanted bytes.
import { createAdaptorServer } from "@hono/node-server";
import { createRequestHandler, type EntryContext, type ServerBuild } from "@remix-run/node";
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

const CONTROLLER = "window.__remixContext.streamController";
const escaped = (text: string) => JSON.stringify(text).replaceAll("<", "\\u003c");

const build = {
  entry: {
    module: {
      default: async (request: Request, status: number, headers: Headers, entry: EntryContext) => {
        headers.set("Content-Type", "text/html; charset=utf-8");
        const { serverHandoffStream, ...context } = entry;
        // Without its loader's data a page cannot come alive, and a pass to a string leaves it out.
        const data = await new Response(serverHandoffStream).text();
        const page = renderToString(h(RemixServer, { context, url: request.url }));
        const script = `<script>${CONTROLLER}.enqueue(${escaped(data)});${CONTROLLER}.close();</script>`;
        const html = page.replace("</body>", () => `${script}</body>`);
        return new Response(`<!DOCTYPE html>${html}`, { status, headers });
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
