// npm start: sets everything up and runs the product.
import { startServer, stopWhenOrphaned } from "./server-process.mjs";
import { setUp } from "./set-up.mjs";

await setUp({ build: true });
const server = startServer("build/product/main.js");
server.once("exit", (code, signal) => process.exit(signal ? 1 : (code ?? 0)));
stopWhenOrphaned(() => server);

// Ctrl-C reaches the server too; it stops in order, and we end when it has ended.
process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => server.kill("SIGTERM"));
