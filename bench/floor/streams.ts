// The floor of the bench of streams: bare node:http, one connection that listens, a text written to those of
// a tenant. No sessions, no signs of life, nothing kept for slow readers.
import { createServer, type ServerResponse } from "node:http";
import pg from "pg";

const readers = new Map<string, Set<ServerResponse>>();
const client = new pg.Client({ connectionString: process.argv[2] });
await client.connect();
client.on("notification", ({ payload = "" }) => {
  const [id, organization = "", provider = "", engagement, topic] = payload.split(" ");
  const text = `id: ${id}\nevent: changed\ndata: ${engagement} ${topic}\n\n`;
  for (const tenant of [organization, provider])
    for (const reader of readers.get(tenant) ?? []) reader.write(text);
});
await client.query("listen live");

createServer((request, response) => {
  const tenant = request.url?.slice(1) ?? "";
  response.writeHead(200, { "Content-Type": "text/event-stream" });
  response.write("retry: 3000\n\n");
  const own = readers.get(tenant) ?? new Set();
  own.add(response);
  readers.set(tenant, own);
}).listen(0, "127.0.0.1", function (this: { address: () => unknown }) {
  process.send?.({ port: (this.address() as { port: number }).port });
});
